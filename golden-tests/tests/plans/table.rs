//! The table of docs/plan.md, made from the facts that the plan itself goes by.

use std::fmt::Write as _;

use stackc_compiler::{
    effect::{AXES, Fact, Gate, Step},
    plan::FACTS,
};
use stackc_targets::REGISTRY;

/// The axes and their values.
pub(crate) fn axes() -> String {
    let mut text = String::from("\n| axis | values |\n| --- | --- |\n");
    for axis in AXES {
        let values: Vec<String> = Gate::values(axis)
            .iter()
            .map(|value| format!("`{value}`"))
            .collect();
        let _ = writeln!(text, "| `{axis}` | {} |", values.join(" < "));
    }
    text
}

/// The facts, target by target.
pub(crate) fn facts() -> String {
    let mut text = String::new();
    let shared: Vec<Fact> = FACTS.iter().copied().flatten().copied().collect();
    section(&mut text, "On every target", &shared);
    for target in REGISTRY {
        section(&mut text, target.id(), target.facts());
    }
    text
}

fn section(text: &mut String, title: &str, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "\n### {title}\n\n| change | effect | why | step | known from |\n| --- | --- | --- | --- | --- |"
    );
    for fact in facts {
        let effects: Vec<String> = fact
            .axes
            .said()
            .iter()
            .map(|(axis, value)| format!("{axis} {value}"))
            .collect();
        let effects = if effects.is_empty() {
            "none".to_owned()
        } else {
            effects.join(", ")
        };
        let step = match fact.step {
            Some(Step::Run(command)) => format!("`{command}`"),
            Some(Step::ByHand(words)) => words.to_owned(),
            None => String::new(),
        };
        let _ = writeln!(
            text,
            "| {} (`{}`) | {effects} | {} | {} | {} |",
            cell(fact.change),
            fact.name,
            cell(fact.why),
            cell(&step),
            cell(fact.known)
        );
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

/// A page with the text between two marks replaced.
pub(crate) fn between(page: &str, mark: &str, text: &str) -> String {
    let (open, close) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let start = page.find(&open).unwrap() + open.len();
    let end = page.find(&close).unwrap();
    format!(
        "{}\n{}\n{}",
        &page[..start],
        text.trim_end_matches('\n'),
        &page[end..]
    )
}
