//! Findings for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use stackc_compiler::{
    diag::{Diagnostic, Diagnostics, Fix, Label},
    source::{FileId, Sources, Span},
};

use super::position::Index;
use crate::stack::Place;

/// The version of the form; fields are only ever added.
const FORMAT: u32 = 1;

/// The findings of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Findings<'d> {
    format_version: u32,
    diagnostics: Vec<Finding<'d>>,
}

#[derive(Debug, Serialize)]
struct Finding<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    #[serde(flatten)]
    place: Range,
    labels: Vec<Marked<'d>>,
    help: Option<&'d str>,
    fix: Option<Change<'d>>,
    allowed: Option<&'d str>,
}

impl Findings<'_> {
    /// The findings of several files, one after the other.
    pub(crate) fn join(all: impl IntoIterator<Item = Self>) -> Self {
        Self {
            format_version: FORMAT,
            diagnostics: all
                .into_iter()
                .flat_map(|findings| findings.diagnostics)
                .collect(),
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Range {
    file: String,
    start: Point,
    end: Point,
}

/// Bytes from 0; lines and columns from 1, columns in characters.
#[derive(Clone, Debug, Serialize)]
struct Point {
    byte: u32,
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct Marked<'d> {
    #[serde(flatten)]
    place: Range,
    text: &'d str,
    primary: bool,
}

#[derive(Debug, Serialize)]
struct Change<'d> {
    #[serde(flatten)]
    place: Range,
    replacement: &'d str,
}

/// The findings as data. No text of a file is in them but what their messages quote.
pub(crate) fn findings<'d>(
    sources: &Sources,
    diagnostics: &'d Diagnostics,
    place: &Place,
) -> Findings<'d> {
    let range = ranges(sources, place);
    Findings {
        format_version: FORMAT,
        diagnostics: diagnostics
            .items()
            .iter()
            .map(|item| finding(item, &range))
            .collect(),
    }
}

/// Says where spans lie, line by line.
pub(crate) fn ranges<'s>(sources: &'s Sources, place: &Place) -> impl Fn(Span) -> Range + 's {
    let files: BTreeMap<FileId, (String, Index<'s>)> = sources
        .iter()
        .map(|(id, file)| (id, (place.shown(&file.path), Index::new(&file.text))))
        .collect();
    move |span| range(&files, span)
}

fn finding<'d>(item: &'d Diagnostic, range: &dyn Fn(Span) -> Range) -> Finding<'d> {
    let marked = |label: &'d Label, primary| Marked {
        place: range(label.span),
        text: &label.text,
        primary,
    };
    let others = item.others.iter().map(|label| marked(label, false));
    Finding {
        code: item.code,
        severity: item.severity.name(),
        message: &item.message,
        place: range(item.primary.span),
        labels: std::iter::once(marked(&item.primary, true))
            .chain(others)
            .collect(),
        help: item.help.as_deref(),
        fix: item.fix.as_ref().map(|fix: &Fix| Change {
            place: range(fix.span),
            replacement: &fix.replacement,
        }),
        allowed: item.allowed.as_deref(),
    }
}

fn range(files: &BTreeMap<FileId, (String, Index<'_>)>, span: Span) -> Range {
    let file = files.get(&span.file);
    let point = |byte| {
        let position = file.map(|(_, index)| index.position(byte));
        Point {
            byte,
            line: position.map_or(1, |position| position.line),
            column: position.map_or(1, |position| position.column),
        }
    };
    Range {
        file: file.map_or_else(String::new, |(path, _)| path.clone()),
        start: point(span.start),
        end: point(span.end),
    }
}
