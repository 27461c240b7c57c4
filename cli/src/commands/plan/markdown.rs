//! A plan as Markdown: for a document, or for a comment on a pull request, which has folded sections and a limit.

use std::fmt::Write as _;

use stackc_compiler::plan::{Change, Plan};

use super::{
    Planned, artifacts,
    view::{self, Shown},
};
use crate::printable::printable;

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

/// A block of code, with a fence that is longer than any in it.
fn fence(language: &str, text: &str) -> String {
    let longest = text
        .lines()
        .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
        .max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    let text: String = text
        .lines()
        .map(|line| format!("{}\n", printable(line)))
        .collect();
    format!("{fence}{language}\n{text}{fence}\n\n")
}

/// A text as a span of code, whatever is in it.
fn code(text: &str) -> String {
    let text = printable(text).replace('\n', " ");
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text in which nothing is taken for Markdown, a link or a mention.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars() {
        match c {
            '\n' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

/// A text for HTML, in which nothing is taken for a tag, for Markdown, or for a mention.
fn html(text: &str) -> String {
    let text = printable(text).replace('\n', " ");
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric()
            || matches!(c, ' ' | '/' | '.' | ',' | '-' | ':' | '(' | ')' | '+' | '—')
        {
            out.push(c);
        } else {
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    format!("<code>{out}</code>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(escaped("<b>@x* [y](z)\n"), "&lt;b&gt;&#64;x\\* \\[y\\](z) ");
        assert_eq!(
            html("~ a_b </summary>"),
            "<code>&#126; a&#95;b &#60;/summary&#62;</code>"
        );
        assert!(fence("diff", "```\nx\n").starts_with("````diff\n"));
    }
}
