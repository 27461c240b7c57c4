//! What is on disk beside what would be written, line by line, and the lines of the stack behind it.

use std::time::Duration;

use similar::{DiffOp, TextDiff};
use stackc_compiler::source::Span;
use stackc_targets::trace::Trace;

use super::{
    layout::Output,
    plan::{Planned, State},
    show::Changed,
};
use crate::{
    disk::read_made,
    printable::printable,
    redacted::{self, cut},
    report::{self, Shown},
    session::Session,
    stack::Compiled,
};

/// How many lines of a difference are shown.
const MOST_LINES: usize = 40;

/// How many characters of a line are shown.
const WIDEST: usize = 120;

/// How many places of the stack are shown for one file.
const MOST_PLACES: usize = 4;

/// The largest texts that are compared line by line.
const LARGEST: usize = 1 << 20;

/// How many lines are shown around a change.
const CONTEXT: usize = 3;

/// Two texts and what is known of their difference.
pub(super) struct Compared {
    /// The lines of a unified diff without its header, from what is on disk to what the stack makes.
    lines: Vec<String>,
    more: usize,
    /// The places of the stack that made the lines which differ, each with the first of its lines.
    places: Vec<(Span, usize)>,
}

/// Compares; nothing unless both are small texts, or the file is the same.
pub(super) fn compare(compiled: &Compiled, outputs: &[Output], file: &Planned) -> Option<Compared> {
    let differs = matches!(file.state, State::Changed | State::Edited | State::Held(_));
    // What a link leads to is not ours to show.
    if !differs || file.place.is_symlink() {
        return None;
    }
    let there = read_made(&file.place).ok().flatten()?;
    let there = std::str::from_utf8(&there).ok()?;
    let made = std::str::from_utf8(&file.item.artifact.bytes).ok()?;
    if there.len().max(made.len()) > LARGEST || there.contains('\0') || there == made {
        return None;
    }
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(there, made);
    // What differs is seen in the texts as they are; what is shown of it holds no secret.
    let old = redacted::lines(&compiled.compilation, there);
    let new = redacted::lines(&compiled.compilation, made);
    let mut lines = Vec::new();
    for hunk in difference.grouped_ops(CONTEXT) {
        lines.extend(header(&hunk));
        for op in &hunk {
            let (before, after) = (old.get(op.old_range()), new.get(op.new_range()));
            let signed = |sign: char, lines: Option<&[String]>| -> Vec<String> {
                let lines = lines.unwrap_or_default().iter();
                lines
                    .map(|line| cut(&format!("{sign}{line}"), WIDEST))
                    .collect()
            };
            match op {
                DiffOp::Equal { .. } => lines.extend(signed(' ', after)),
                _ => {
                    lines.extend(signed('-', before));
                    lines.extend(signed('+', after));
                }
            }
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    Some(Compared {
        lines,
        more,
        places: places(compiled, outputs, file, (made, &difference)),
    })
}

fn header(hunk: &[DiffOp]) -> Option<String> {
    let (first, last) = (hunk.first()?, hunk.last()?);
    let range = |start: usize, end: usize| format!("{},{}", start + 1, end - start);
    Some(format!(
        "@@ -{} +{} @@",
        range(first.old_range().start, last.old_range().end),
        range(first.new_range().start, last.new_range().end)
    ))
}

/// The places that made what differs; where lines were only put in by hand, what made the line before them.
fn places(
    compiled: &Compiled,
    outputs: &[Output],
    file: &Planned,
    (made, difference): (&str, &TextDiff<'_, '_, str>),
) -> Vec<(Span, usize)> {
    let item = &file.item;
    let mut stacks = compiled.compilation.stacks.iter();
    let Some(stack) = stacks.find(|stack| stack.environment == item.environment) else {
        return Vec::new();
    };
    let own =
        |output: &&Output| output.environment == item.environment && output.target == item.target;
    let banner = outputs.iter().find(own);
    let banner = banner.map_or(&[][..], |output| &output.banner);
    let trace = Trace::new(stack, &item.path, &item.artifact, banner);
    let starts: Vec<usize> = std::iter::once(0)
        .chain(made.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let mut places: Vec<(Span, usize)> = Vec::new();
    for op in difference.ops() {
        let range = match op {
            DiffOp::Equal { .. } => continue,
            op => op.new_range(),
        };
        let range = if range.is_empty() {
            range.start.saturating_sub(1)..range.start.max(1)
        } else {
            range
        };
        for line in range {
            let (Some(start), end) = (starts.get(line), starts.get(line + 1)) else {
                continue;
            };
            let end = end.map_or(made.len(), |end| end - 1);
            let answer = trace.bytes(*start..end.max(*start));
            if let Some(span) = answer.places.last()
                && places.iter().all(|(known, _)| known != span)
            {
                places.push((*span, line + 1));
            }
        }
    }
    places
}

impl Compared {
    /// The unified diff, as far as it is shown.
    pub(super) fn unified(&self, path: &str) -> Vec<String> {
        let path = printable(path);
        let mut lines = vec![
            format!("--- {path} (on disk)"),
            format!("+++ {path} (stack)"),
        ];
        lines.extend(self.lines.iter().cloned());
        if self.more > 0 {
            lines.push(format!("... {} more lines", self.more));
        }
        lines
    }

    /// The lines of the stack that made what differs, as findings show theirs.
    pub(super) fn stack(&self, session: &Session<'_, '_>, compiled: &Compiled) -> String {
        let mut text = String::new();
        for (span, line) in self.places.iter().take(MOST_PLACES) {
            let shown = Shown {
                title: format!("line {line} is made of this"),
                places: vec![(*span, String::new())],
            };
            text += &report::excerpt(session, &compiled.compilation, &compiled.place, &shown);
        }
        let more = self.places.len().saturating_sub(MOST_PLACES);
        if more > 0 {
            text += &format!("and {more} more places; stackc why tells of each line\n");
        }
        text
    }

    /// The same for programs.
    pub(super) fn json(self, compiled: &Compiled) -> Changed {
        let range = report::ranges(&compiled.compilation.sources, &compiled.place);
        let places = self.places.iter();
        Changed {
            places: places.map(|(span, line)| (*line, range(*span))).collect(),
            diff: self.lines,
            more: self.more,
        }
    }
}
