//! A plan for people, on a terminal or in a file.

use stackc_compiler::{
    effect::{Apply, Axes, Data, Disruption, Exposure, SecretUse, Sign},
    plan::{Change, Plan},
};

use super::{
    Planned, artifacts,
    view::{self, Shown},
};
use crate::{
    look::Look,
    printable::{one_line, printable},
};

/// The columns where there is no terminal.
const WIDTH: usize = 100;

/// The fewest columns that text is broken for.
const NARROWEST: usize = 40;

/// Lines with colours, broken at the width.
struct Page {
    text: String,
    look: Look,
    width: usize,
}

/// The plan of every environment.
pub(super) fn plan(planned: &Planned<'_>, look: Look) -> String {
    let mut page = Page {
        text: String::new(),
        look,
        width: look.width.unwrap_or(WIDTH).max(NARROWEST),
    };
    for (number, plan) in planned.environments.iter().enumerate() {
        if number > 0 && !planned.args.summary {
            page.text.push('\n');
        }
        page.environment(plan, planned);
    }
    page.text
}

impl Page {
    fn environment(&mut self, plan: &Plan, planned: &Planned<'_>) {
        let name = self.bold(&one_line(view::name(plan)));
        let headline = format!("{name}: {}", one_line(&view::headline(plan)));
        self.text.push_str(&headline);
        self.text.push('\n');
        if planned.args.summary {
            return;
        }
        if plan.is_empty() {
            for line in view::not_compared(plan) {
                self.wrapped(&line, 0);
            }
            return;
        }
        if let Some(whole) = view::whole(plan, planned) {
            self.wrapped(&whole, 0);
        }
        for change in &plan.changes {
            self.text.push('\n');
            self.change(change, plan, planned);
        }
        let hint = view::hint(plan, planned).map(str::to_owned);
        let mild = hint
            .into_iter()
            .chain(view::unchanged(plan))
            .chain(view::not_compared(plan))
            .chain([view::sureness(plan)]);
        self.text.push('\n');
        for line in mild {
            self.wrapped(&line, 0);
        }
        for difference in artifacts::differences(plan, planned) {
            self.text.push('\n');
            for line in difference.text.lines() {
                let code = match line.chars().next() {
                    Some('+') => "32",
                    Some('-') => "31",
                    Some('@') => "36",
                    _ => "",
                };
                let line = self.painted(code, &printable(line));
                self.text.push_str(&line);
                self.text.push('\n');
            }
        }
    }

    fn change(&mut self, change: &Change, plan: &Plan, planned: &Planned<'_>) {
        let code = match change.sign {
            Sign::Added => "32",
            Sign::Removed => "31",
            Sign::Changed | Sign::Renamed(_) => "33",
        };
        let mark = self.painted(code, view::mark(&change.sign));
        let title = self.bold(&one_line(&view::title(change)));
        let axes = change.axes();
        let words = view::axes(&axes);
        let words = match words.as_str() {
            "" => String::new(),
            words => format!("  {}", self.painted(severity(&axes), words)),
        };
        let at = change.place.and_then(|at| view::place(at, planned));
        let at = at.map(|at| format!("  {}", self.painted("2", &one_line(&at))));
        let line = format!("{mark} {title}{words}{}\n", at.unwrap_or_default());
        self.text.push_str(&line);
        for detail in change.details.iter().filter_map(view::detail) {
            self.wrapped(&detail, 4);
        }
        let mut said = Vec::new();
        for effect in &change.effects {
            self.wrapped(&view::effect(effect), 6);
            let step = view::step(effect, plan, planned);
            let Some(step) = step.filter(|step| !said.contains(step)) else {
                continue;
            };
            let line = match &step {
                Shown::Command(text) => format!("$ {text}"),
                Shown::ByHand(text) => format!("by hand: {text}"),
            };
            self.wrapped(&line, 8);
            said.push(step);
        }
    }

    /// A text broken into lines at blanks, each indented, the further ones by two more.
    fn wrapped(&mut self, text: &str, indent: usize) {
        let text = one_line(text);
        let mut column = indent;
        let mut is_first = true;
        self.text.extend(std::iter::repeat_n(' ', indent));
        for word in text.split(' ') {
            let width = word.chars().count();
            if !is_first && column + 1 + width > self.width {
                self.text.push('\n');
                self.text.extend(std::iter::repeat_n(' ', indent + 2));
                column = indent + 2;
            } else if !is_first {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += width;
            is_first = false;
        }
        self.text.push('\n');
    }

    fn bold(&self, text: &str) -> String {
        self.painted("1", text)
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.look.color && !code.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The colour of an effect: red for what may not be made good, yellow for what is felt.
fn severity(axes: &Axes) -> &'static str {
    let is_bad = axes.data >= Data::AtRisk
        || axes.exposure == Exposure::Wider
        || axes.secret == SecretUse::MovedToAWeakerPlace;
    let is_felt = axes.disruption >= Disruption::Restart
        || axes.apply >= Apply::StaleUntilForced
        || axes.data == Data::Orphaned;
    match (is_bad, is_felt) {
        (true, _) => "31",
        (false, true) => "33",
        (false, false) => "2",
    }
}
