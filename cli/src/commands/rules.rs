//! `stackc rules`: every code that a finding can have.

use serde::Serialize;
use stackc_compiler::check::{CODES, Code, can_be_allowed};

use crate::{
    commands::FORMAT,
    exit::{Exit, Failure},
    session::Session,
};

#[derive(Serialize)]
struct Rules {
    format_version: u32,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    code: &'static str,
    severity: &'static str,
    allowable: bool,
    summary: &'static str,
}

pub(super) fn run(session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if session.is_json() {
        session.print_json(&Rules {
            format_version: FORMAT,
            rules: CODES.iter().map(rule).collect(),
        })?;
    } else {
        session.print(text().as_bytes())?;
    }
    Ok(Exit::Done)
}

fn rule(code: &Code) -> Rule {
    Rule {
        code: code.name,
        severity: code.severity.name(),
        allowable: can_be_allowed(code.name),
        summary: code.summary,
    }
}

fn text() -> String {
    let width = CODES.iter().map(|code| code.name.len()).max().unwrap_or(0);
    CODES
        .iter()
        .map(|code| {
            let severity = code.severity.name();
            format!("{:width$}  {severity:7}  {}\n", code.name, code.summary)
        })
        .collect()
}
