//! `stackc explain`: what a code means, with a bad and a good example.

use serde::Serialize;
use stackc_compiler::check::{CODES, Code, Language, can_be_allowed, code};

use crate::{
    args::Explain,
    ask::suggestion,
    commands::FORMAT,
    exit::{Exit, Failure},
    session::Session,
};

#[derive(Serialize)]
struct Explanation {
    format_version: u32,
    code: &'static str,
    severity: &'static str,
    allowable: bool,
    summary: &'static str,
    text: &'static str,
    bad: &'static str,
    good: &'static str,
}

pub(super) fn run(args: &Explain, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let Some(code) = code(&args.code) else {
        let known: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        let hint = match stackc_compiler::diag::nearest(&args.code, known.iter().copied()) {
            Some(_) => suggestion(&args.code, &known),
            None => "`stackc rules` lists them".to_owned(),
        };
        return Err(Failure::Usage(format!(
            "there is no code `{}`; {hint}",
            args.code
        )));
    };
    if session.is_json() {
        session.print_json(&explanation(code))?;
    } else {
        session.print(text(code).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn explanation(code: &Code) -> Explanation {
    Explanation {
        format_version: FORMAT,
        code: code.name,
        severity: code.severity.name(),
        allowable: can_be_allowed(code.name),
        summary: code.summary,
        text: code.text,
        bad: code.bad,
        good: code.good,
    }
}

fn text(code: &Code) -> String {
    let mut text = format!(
        "{}[{}]: {}\n",
        code.severity.name(),
        code.name,
        code.summary
    );
    for part in [
        Some(code.text.to_owned()),
        example("bad", code.bad),
        example("good", code.good),
    ] {
        if let Some(part) = part.filter(|part| !part.trim().is_empty()) {
            text.push_str(&format!("\n{}\n", part.trim_end()));
        }
    }
    if can_be_allowed(code.name) && code.language == Language::Stack {
        let name = code.name;
        text.push_str(&format!("\nWhere it is meant: allow {name} reason=\"…\"\n"));
    }
    text
}

fn example(title: &str, stack: &str) -> Option<String> {
    let lines: Vec<String> = stack
        .trim_matches('\n')
        .lines()
        .map(|line| match line {
            "" => String::new(),
            line => format!("    {line}"),
        })
        .collect();
    (!lines.is_empty()).then(|| format!("{title}:\n{}", lines.join("\n")))
}
