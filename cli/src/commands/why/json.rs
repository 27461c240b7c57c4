//! The answer for programs.

use serde::Serialize;

use super::{Disk, Known, explain};
use crate::{
    commands::FORMAT,
    exit::Failure,
    report::{Findings, Range, findings, ranges},
    session::Session,
    stack::Compiled,
};

#[derive(Serialize)]
struct Printed<'k> {
    format_version: u32,
    path: &'k str,
    environment: Option<&'k str>,
    target: &'static str,
    /// `same`, `differs` or `missing`.
    on_disk: &'static str,
    lines: Option<usize>,
    line: Option<usize>,
    text: Option<&'k str>,
    /// `made`, `inside`, `file`, `named` or `own`.
    how: &'static str,
    /// The nearest place; none for a line of the target's own.
    place: Option<Range>,
    steps: Vec<Way>,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Way {
    role: &'static str,
    says: String,
    #[serde(flatten)]
    place: Range,
}

#[derive(Serialize)]
struct Part {
    lines: usize,
    #[serde(flatten)]
    place: Range,
}

pub(super) fn print(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    known: &Known,
) -> Result<(), Failure> {
    let range = ranges(&compiled.compilation.sources, &compiled.place);
    let steps = known.steps.iter().map(|step| Way {
        role: explain::name(&step.role),
        says: explain::role(&step.role),
        place: range(step.span),
    });
    let parts = known.parts.iter().map(|(span, lines)| Part {
        lines: *lines,
        place: range(*span),
    });
    session.print_json(&Printed {
        format_version: FORMAT,
        path: &known.path,
        environment: known.environment.as_deref(),
        target: known.target,
        on_disk: match known.disk {
            Disk::Same => "same",
            Disk::Other => "differs",
            Disk::Missing => "missing",
        },
        lines: known.lines,
        line: known.line.as_ref().map(|line| line.number),
        text: known.line.as_ref().map(|line| line.text.as_str()),
        how: known.answer.how.name(),
        place: known.answer.places.last().map(|span| range(*span)),
        steps: steps.collect(),
        parts: parts.collect(),
    })
}

/// The findings of a stack that can't be compiled.
pub(super) fn faults(session: &mut Session<'_, '_>, compiled: &Compiled) -> Result<(), Failure> {
    let compilation = &compiled.compilation;
    let found: Findings<'_> = findings(
        &compilation.sources,
        &compilation.diagnostics,
        &compiled.place,
    );
    session.print_json(&found)
}
