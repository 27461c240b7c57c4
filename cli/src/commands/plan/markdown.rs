//! A plan as Markdown: for a document, or for a comment on a pull request, which has folded sections and a limit.

use std::fmt::Write as _;

use stackc_compiler::plan::{Change, Plan};
use stackc_targets::text::markdown::{code, escaped, fence, html};

use super::{
    Planned, artifacts,
    view::{self, Shown},
};

/// The most characters that a comment on GitHub has, with some room for what others add.
const COMMENT: usize = 65_000;

/// What the first line of a comment is known by, so that a later run replaces it.
const MARK: &str = "<!-- stackc plan -->";

/// The plan as a document.
pub(super) fn document(planned: &Planned<'_>) -> String {
    let mut text = String::new();
    for plan in &planned.environments {
        heading(&mut text, plan, planned);
        if planned.args.summary || plan.is_empty() {
            continue;
        }
        for change in &plan.changes {
            let _ = writeln!(text, "### {}\n", title(change));
            text.push_str(&body(change, plan, planned));
        }
        tail(&mut text, plan, planned);
        for difference in artifacts::differences(plan, planned) {
            let _ = writeln!(text, "### {}\n", code(&difference.path));
            text.push_str(&fenced(&difference.text));
        }
    }
    text
}

/// The plan as a comment on a pull request: each change folded, the worst open. What is too long is left out from the end, and that is said.
pub(super) fn comment(planned: &Planned<'_>) -> String {
    let mut text = format!("{MARK}\n");
    let mut parts: Vec<String> = Vec::new();
    for plan in &planned.environments {
        let mut head = String::new();
        heading(&mut head, plan, planned);
        parts.push(head);
        if planned.args.summary || plan.is_empty() {
            continue;
        }
        parts.extend(
            plan.changes
                .iter()
                .map(|change| folded(&html(&summary(change)), &body(change, plan, planned))),
        );
        let mut end = String::new();
        tail(&mut end, plan, planned);
        parts.push(end);
        let differences = artifacts::differences(plan, planned);
        parts.extend(
            differences
                .iter()
                .map(|one| folded(&html(&one.path), &fenced(&one.text))),
        );
    }
    let mut left = 0;
    for part in &parts {
        if left == 0 && text.chars().count() + part.chars().count() < COMMENT {
            text.push_str(part);
        } else {
            left += 1;
        }
    }
    if left > 0 {
        let _ = writeln!(
            text,
            "\n{left} more sections do not fit into a comment; `stackc plan` shows all of them"
        );
    }
    text
}

fn heading(text: &mut String, plan: &Plan, planned: &Planned<'_>) {
    let _ = writeln!(
        text,
        "## {}: {}\n",
        escaped(view::name(plan)),
        escaped(&view::headline(plan))
    );
    if plan.is_empty() && !planned.args.summary {
        for line in view::not_compared(plan) {
            let _ = writeln!(text, "{}\n", escaped(&line));
        }
    }
    if let Some(whole) = view::whole(plan, planned).filter(|_| !plan.is_empty()) {
        let _ = writeln!(text, "{}\n", escaped(&whole));
    }
}

fn title(change: &Change) -> String {
    let axes = view::axes(&change.axes());
    let title = format!("{} {}", view::mark(&change.sign), view::title(change));
    match axes.as_str() {
        "" => code(&title),
        axes => format!("{} — {axes}", code(&title)),
    }
}

/// The line of a folded change.
fn summary(change: &Change) -> String {
    let axes = view::axes(&change.axes());
    let title = format!("{} {}", view::mark(&change.sign), view::title(change));
    match axes.as_str() {
        "" => title,
        axes => format!("{title} — {axes}"),
    }
}

fn body(change: &Change, plan: &Plan, planned: &Planned<'_>) -> String {
    let mut text = String::new();
    if let Some(at) = change.place.and_then(|at| view::place(at, planned)) {
        let _ = writeln!(text, "{}\n", code(&at));
    }
    let mut any = false;
    for detail in change.details.iter().filter_map(view::detail) {
        let _ = writeln!(text, "- {}", code(&detail));
        any = true;
    }
    for effect in &change.effects {
        let _ = writeln!(text, "- {}", escaped(&view::effect(effect)));
        any = true;
    }
    if any {
        text.push('\n');
    }
    for step in view::steps(change, plan, planned) {
        match step {
            Shown::Command(command) => text.push_str(&fence("sh", &format!("{command}\n"))),
            Shown::ByHand(words) => {
                let _ = writeln!(text, "**by hand:** {}\n", escaped(&words));
            }
        }
    }
    text
}

fn tail(text: &mut String, plan: &Plan, planned: &Planned<'_>) {
    if let Some(hint) = view::hint(plan, planned) {
        let _ = writeln!(text, "{hint}  ");
    }
    if let Some(unchanged) = view::unchanged(plan) {
        let _ = writeln!(text, "{}  ", escaped(&unchanged));
    }
    for line in view::not_compared(plan) {
        let _ = writeln!(text, "{}  ", escaped(&line));
    }
    let _ = writeln!(text, "{}\n", escaped(&view::sureness(plan)));
}

fn folded(summary: &str, body: &str) -> String {
    format!(
        "<details><summary>{summary}</summary>\n\n{}\n</details>\n\n",
        body.trim_end_matches('\n')
    )
}

fn fenced(difference: &str) -> String {
    fence("diff", difference)
}
