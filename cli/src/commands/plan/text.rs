//! A plan for people.

use std::fmt::Write as _;

use stackc_compiler::{
    effect::Step,
    plan::{Change, Detail, Effect, Place, Plan, Sign, Version},
};

use super::Planned;
use crate::stack::Compiled;

/// The plan of every environment.
pub(super) fn plan(planned: &Planned<'_>) -> String {
    let mut text = String::new();
    for (number, plan) in planned.environments.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        environment(&mut text, plan, planned);
    }
    text
}

fn environment(text: &mut String, plan: &Plan, planned: &Planned<'_>) {
    let name = plan.environment.as_deref().unwrap_or("plan");
    if plan.is_empty() {
        let _ = writeln!(text, "{name}: nothing changes");
        return;
    }
    let counts: Vec<String> = plan
        .headline()
        .into_iter()
        .map(|(what, number)| format!("{number} {what}"))
        .collect();
    let _ = writeln!(text, "{name}: {}", counts.join(" · "));
    for one in &plan.changes {
        text.push('\n');
        change(text, one, planned);
    }
}

fn change(text: &mut String, change: &Change, planned: &Planned<'_>) {
    let sign = match &change.sign {
        Sign::Added => "+",
        Sign::Removed => "-",
        Sign::Changed => "~",
        Sign::Renamed(_) => ">",
    };
    let from = match &change.sign {
        Sign::Renamed(from) => format!(" (was {from})"),
        _ => String::new(),
    };
    let axes: Vec<String> = change
        .axes()
        .said()
        .into_iter()
        .map(|(axis, value)| format!("{axis} {value}"))
        .collect();
    let at = change
        .place
        .and_then(|at| place(at, planned))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "{sign} {}{from}  {}  {at}",
        change.address,
        axes.join(", ")
    );
    for one in &change.details {
        detail(text, one);
    }
    for one in &change.effects {
        effect(text, one);
    }
}

fn detail(text: &mut String, detail: &Detail) {
    let way = match detail.path.rsplit_once(" › ") {
        Some((way, _)) => format!("{way} › "),
        None => String::new(),
    };
    let _ = match (&detail.before, &detail.after) {
        (Some(old), Some(new)) => writeln!(text, "    {way}{} → {}", old.text, new.text),
        (None, Some(new)) => writeln!(text, "    {way}+ {}", new.text),
        (Some(old), None) => writeln!(text, "    {way}- {}", old.text),
        (None, None) => Ok(()),
    };
}

fn effect(text: &mut String, effect: &Effect) {
    let target = effect
        .target
        .map(|target| format!("{target}: "))
        .unwrap_or_default();
    let what = match effect.what.as_str() {
        "" => String::new(),
        what => format!(" ({what})"),
    };
    let _ = writeln!(text, "      {target}{}{what}", effect.fact.why);
    match &effect.step {
        Some(Step::Run(step)) => {
            let _ = writeln!(text, "        $ {step}");
        }
        Some(Step::ByHand(step)) => {
            let _ = writeln!(text, "        by hand: {step}");
        }
        None => {}
    }
}

fn place(place: Place, planned: &Planned<'_>) -> Option<String> {
    let of: &Compiled = match place.version {
        Version::Before => planned.baseline.compiled.as_ref()?,
        Version::After => planned.wanted,
    };
    let sources = &of.compilation.sources;
    let position = sources.position(place.span.file, place.span.start);
    let file = of.place.shown(sources.path(place.span.file));
    Some(format!("{file}:{}", position.line))
}
