//! A runbook as a script of POSIX sh.

use std::fmt::Write as _;

use stackc_compiler::runbook::{Kind, Runbook, Step};

use super::{
    prelude::{functions, variables},
    words::line,
};
use crate::text::{shell::Word, visible::one_line};

const MAIN: &str = include_str!("sh/main.sh");

/// The script: it stops at the first failure, says in which state everything is, and goes on or back from there.
#[must_use]
pub fn script(runbook: &Runbook) -> String {
    let mut text = String::from("#!/bin/sh\n");
    let _ = writeln!(
        text,
        "# The runbook of {} on the target {}, made by `stackc plan --runbook=script`.",
        one_line(&runbook.project),
        runbook.target
    );
    text.push_str(
        "#\n# usage: sh FILE [--list | --from STEP | --roll-back STEP]\n#\n\
         # It runs the steps in order and stops at the first failure; --from goes on, --roll-back goes back from that step. What it keeps lies in a folder\n\
         # below $HOME, or in $WORK.\n",
    );
    for need in &runbook.needs {
        let _ = writeln!(text, "# {}", one_line(need));
    }
    let _ = writeln!(
        text,
        "set -eu\n\n{}\n\n{}",
        variables(runbook),
        functions(runbook).trim_end()
    );
    choice(
        &mut text,
        "title",
        runbook.steps.iter().map(|step| one_line(&step.title)),
    );
    choice(
        &mut text,
        "state",
        runbook.steps.iter().map(|step| step.if_it_fails.to_owned()),
    );
    for (number, step) in runbook.steps.iter().enumerate() {
        function(&mut text, number + 1, step);
    }
    let _ = writeln!(text, "\nroll_back() {{");
    for back in runbook.back.iter() {
        let _ = writeln!(text, "    if [ \"$1\" -ge {} ]; then", back.since);
        let _ = writeln!(text, "        {}", says(&one_line(&back.title)));
        for command in &back.commands {
            let _ = writeln!(text, "        {}", line(command));
        }
        text.push_str("    fi\n");
    }
    text.push_str("    echo 'the version before is back'\n}\n");
    let _ = writeln!(text, "\nlater() {{\n    cat <<'END'");
    for later in &runbook.later {
        let _ = writeln!(text, "- {}", one_line(later));
    }
    let _ = writeln!(text, "END\n}}\n\nlast={}\n\n{MAIN}", runbook.steps.len());
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

/// A function that says a text of a step by the step's number.
fn choice(text: &mut String, name: &str, said: impl Iterator<Item = String>) {
    let _ = writeln!(text, "\n{name}() {{\n    case $1 in");
    for (number, one) in said.enumerate() {
        let _ = writeln!(text, "        {}) {} ;;", number + 1, says(&one));
    }
    text.push_str("    esac\n}\n");
}

fn function(text: &mut String, number: usize, step: &Step) {
    let _ = writeln!(text, "\n# {}\nstep_{number}() {{", one_line(&step.title));
    if step.kind == Kind::ByHand {
        let _ = writeln!(text, "    {}", says(&plain(&step.why)));
        text.push_str("    confirm\n");
    }
    for command in &step.commands {
        let _ = writeln!(text, "    {}", line(command));
    }
    text.push_str("}\n");
}

/// The command that writes a text; some shells take a backslash, or a dash at the beginning, for more than text after `echo`.
fn says(text: &str) -> String {
    let command = if text.contains('\\') || text.starts_with('-') {
        "printf '%s\\n'"
    } else {
        "echo"
    };
    format!("{command} {}", Word::new(text))
}

/// A text without the marks of Markdown.
fn plain(text: &str) -> String {
    one_line(text).replace('`', "\"")
}
