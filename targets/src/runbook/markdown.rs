//! A runbook as Markdown.

use std::fmt::Write as _;

use stackc_compiler::runbook::{Kind, Runbook};

use super::{
    prelude::{functions, variables},
    words::line,
};
use crate::text::markdown::{self, prose};

/// The page.
#[must_use]
pub fn markdown(runbook: &Runbook) -> String {
    let mut text = String::new();
    let environment = runbook
        .environment
        .as_deref()
        .map(|name| format!(", environment {}", prose(name)));
    let _ = writeln!(
        text,
        "# Runbook: {}{} on {}\n",
        prose(&runbook.project),
        environment.unwrap_or_default(),
        runbook.target
    );
    if runbook.steps.is_empty() {
        text.push_str("Nothing changes, so there is nothing to do.\n");
        return text;
    }
    for need in &runbook.needs {
        let _ = writeln!(text, "- {}", prose(need));
    }
    text.push_str(
        "\n`stackc plan --runbook=script` writes the same steps as a script, which stops at the first failure.\n\n\
         ## Before you begin\n\nOpen a shell of its own (`sh`) on the host, in that folder, and paste this. A failure ends the shell; open another one, paste this again, and go on \
         where you were.\n",
    );
    let head = format!("set -eu\n{}", variables(runbook));
    let _ = write!(text, "\n{}", markdown::block("sh", &head, ""));
    let _ = writeln!(
        text,
        "\n<details>\n<summary>The functions that the steps call: paste them too</summary>\n\n{}\n</details>",
        markdown::block("sh", &functions(runbook), "")
    );
    for (number, step) in runbook.steps.iter().enumerate() {
        let kind = match step.kind {
            Kind::Apply => "",
            Kind::Verify => "Look: ",
            Kind::ByHand => "By hand: ",
        };
        let _ = writeln!(
            text,
            "\n## {}. {}\n\n{kind}{}",
            number + 1,
            prose(&step.title),
            prose(&step.why)
        );
        block(&mut text, "", step.commands.iter().map(line));
        let _ = writeln!(text, "\nIf it fails: {}", step.if_it_fails);
    }
    back(&mut text, runbook);
    text.push_str("\n## Later\n\n");
    for later in &runbook.later {
        let _ = writeln!(text, "- {}", prose(later));
    }
    text
}

fn back(text: &mut String, runbook: &Runbook) {
    if runbook.back.is_empty() {
        return;
    }
    text.push_str(
        "\n## Going back\n\nIn this order; leave out what says a step that was not begun.\n",
    );
    for (number, back) in runbook.back.iter().enumerate() {
        let _ = writeln!(
            text,
            "\n{}. {}, if step {} was begun:",
            number + 1,
            prose(&back.title),
            back.since
        );
        block(text, "   ", back.commands.iter().map(line));
    }
}

fn block(text: &mut String, indent: &str, lines: impl ExactSizeIterator<Item = String>) {
    if lines.len() == 0 {
        return;
    }
    let lines: Vec<String> = lines.collect();
    let _ = write!(
        text,
        "\n{}",
        markdown::block("sh", &lines.join("\n"), indent)
    );
}
