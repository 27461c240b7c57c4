//! The answer for people.

use stackc_targets::trace::How;

use super::{Disk, Known, explain};
use crate::{
    exit::Failure,
    redacted::cut,
    report::{self, Shown},
    session::Session,
    stack::Compiled,
};

/// How many characters of a line of the artifact are shown.
const WIDEST: usize = 100;

/// How many parts of a file are listed.
const MOST_PARTS: usize = 40;

pub(super) fn print(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    known: &Known,
) -> Result<(), Failure> {
    let mut text = String::new();
    match &known.line {
        Some(line) => {
            let shown = cut(&line.text, WIDEST);
            text.push_str(&format!("{}:{}: {shown}\n", known.path, line.number));
        }
        None => text.push_str(&format!("{}\n", heading(known))),
    }
    if known.parts.is_empty() || known.answer.how == How::File {
        text.push_str(&format!("{}\n", explain::how(known.answer.how)));
    }
    let last = known.steps.len().saturating_sub(1);
    for (index, step) in known.steps.iter().enumerate() {
        let number = if last == 0 {
            String::new()
        } else {
            format!("{}. ", index + 1)
        };
        let shown = Shown {
            title: format!("{number}{}", explain::role(&step.role)),
            places: vec![(step.span, String::new())],
        };
        text.push_str(&report::excerpt(
            session,
            &compiled.compilation,
            &compiled.place,
            &shown,
        ));
    }
    parts(&mut text, compiled, known);
    session.print(text.as_bytes())?;
    match known.disk {
        Disk::Same => {}
        Disk::Other => session.mention(
            "the file on disk is not what the stack makes now: the answer is about what it makes (stackc build --check shows the difference)",
        ),
        Disk::Missing => {
            session.mention("the file is not on disk: the answer is about what stackc build writes");
        }
    }
    Ok(())
}

fn heading(known: &Known) -> String {
    let environment = match &known.environment {
        Some(name) => format!(", environment {name}"),
        None => String::new(),
    };
    let lines = match known.lines {
        Some(1) => "1 line".to_owned(),
        Some(lines) => format!("{lines} lines"),
        None => "not text".to_owned(),
    };
    format!(
        "{}: target {}{environment}, {lines}",
        known.path, known.target
    )
}

fn parts(text: &mut String, compiled: &Compiled, known: &Known) {
    let sources = &compiled.compilation.sources;
    for (span, lines) in known.parts.iter().take(MOST_PARTS) {
        let at = sources.position(span.file, span.start);
        let path = compiled.place.shown(sources.path(span.file));
        let node = crate::redacted::lines(&compiled.compilation, sources.slice(*span));
        let node = node.first().map(|line| line.trim_end_matches(['{', ' ']));
        let plural = if *lines == 1 { "" } else { "s" };
        text.push_str(&format!(
            "  {lines} line{plural} of {path}:{}  {}\n",
            at.line,
            cut(node.unwrap_or_default(), WIDEST)
        ));
    }
    let more = known.parts.len().saturating_sub(MOST_PARTS);
    if more > 0 {
        text.push_str(&format!("  and {more} more places\n"));
    }
}
