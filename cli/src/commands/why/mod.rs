//! `stackc why`: which line of the stack made a line of an artifact, and what changed it on the way.

mod explain;
mod find;
mod json;
mod text;

#[cfg(test)]
mod every_line;

use stackc_compiler::{artifact, history::Step, resolve::Stack, source::Span};
use stackc_targets::trace::{Answer, How, Trace};

use crate::{
    args::{Source, Why},
    exit::{Exit, Failure},
    report,
    session::Session,
    stack::{self, Compiled},
};

use super::build;
use find::{Asked, Place};

/// What is known of an artifact, or of a line of it.
struct Known {
    /// Its path, as it is shown.
    path: String,
    environment: Option<String>,
    target: &'static str,
    /// How it stands with the file on disk.
    disk: Disk,
    line: Option<Line>,
    /// How many lines it has; none if it is no text.
    lines: Option<usize>,
    answer: Answer,
    steps: Vec<Step>,
    /// What else there is to know of the whole file: a place of the stack and how many lines come from it.
    parts: Vec<(Span, usize)>,
}

/// A line of an artifact.
struct Line {
    number: usize,
    /// Its text, without what may be a secret.
    text: String,
}

/// How an artifact stands with the file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disk {
    Same,
    Other,
    Missing,
}

pub(super) fn run(args: &Why, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let source = Source {
        path: args.stack.clone(),
        set: args.set.clone(),
        targets: Vec::new(),
    };
    let mut compiled = stack::read(session, &source)?;
    let outputs = build::outputs(session, &mut compiled, &source, args.out.as_deref())?;
    if compiled.compilation.diagnostics.has_errors() {
        let compilation = &compiled.compilation;
        report::show(
            session,
            &compilation.sources,
            &compilation.diagnostics,
            &compiled.place,
        );
        if session.is_json() {
            json::faults(session, &compiled)?;
        }
        return Ok(Exit::Errors);
    }
    let asked = Asked::new(args, session, &compiled)?;
    let place = asked.find(&compiled, &outputs)?;
    let known = known(&compiled, &asked, &place)?;
    if session.is_json() {
        json::print(session, &compiled, &known)?;
    } else {
        text::print(session, &compiled, &known)?;
    }
    Ok(Exit::Done)
}

fn known(compiled: &Compiled, asked: &Asked, place: &Place<'_>) -> Result<Known, Failure> {
    let Place {
        stack,
        item,
        banner,
        ..
    } = place;
    let trace = Trace::new(stack, &item.path, &item.artifact, banner);
    let text = std::str::from_utf8(&item.artifact.bytes).ok();
    let whole = || match trace.file() {
        Some(span) => Answer {
            how: How::File,
            places: vec![span],
        },
        None => Answer {
            how: How::Own,
            places: Vec::new(),
        },
    };
    let lines = text.map(|text| text.lines().count());
    let (line, answer) = match place.line {
        None => (None, whole()),
        Some(number) => {
            let Some(text) = text else {
                return Err(Failure::Run(format!(
                    "`{}` has no lines: it is no text",
                    place.path
                )));
            };
            let Some(range) = artifact::line(text, number) else {
                return Err(Failure::Run(format!(
                    "`{}` has {} lines, so there is no line {number}",
                    place.path,
                    lines.unwrap_or_default()
                )));
            };
            let shown = crate::redacted::lines(&compiled.compilation, text);
            let line = Line {
                number,
                text: shown.into_iter().nth(number - 1).unwrap_or_default(),
            };
            (Some(line), trace.bytes(range))
        }
    };
    let parts = match (place.line, text) {
        (None, Some(text)) => parts(&trace, text),
        _ => Vec::new(),
    };
    Ok(Known {
        path: place.path.clone(),
        environment: item.environment.clone(),
        target: item.target,
        disk: asked.disk(item),
        line,
        lines,
        steps: steps(compiled, stack, &answer),
        answer,
        parts,
    })
}

/// How the stack came to say what an answer names.
fn steps(compiled: &Compiled, stack: &Stack, answer: &Answer) -> Vec<Step> {
    stackc_compiler::history::history(&compiled.compilation, stack, &answer.places)
}

/// The places that a file's lines come from, with the number of lines of each: the outermost node of every line, in the order of the file.
fn parts(trace: &Trace<'_>, text: &str) -> Vec<(Span, usize)> {
    let mut parts: Vec<(Span, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let answer = trace.bytes(start..start + line.trim_end_matches('\n').len());
        start += line.len();
        if let Some(first) = answer.places.first().copied() {
            match parts.iter_mut().find(|(span, _)| *span == first) {
                Some((_, lines)) => *lines += 1,
                None => parts.push((first, 1)),
            }
        }
    }
    parts
}
