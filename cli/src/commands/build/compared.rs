//! What is on disk beside what would be written, line by line, and the lines of the stack behind it.

use std::ops::Range;

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
    redacted::{cut, hidden},
    report::{self, Shown, Unified, unified},
    session::Session,
    stack::Compiled,
};

/// How many lines of a difference are shown.
const MOST_LINES: usize = 40;

/// How many characters of a line are shown.
const WIDEST: usize = 120;

/// How many places of the stack are shown for one file.
const MOST_PLACES: usize = 4;

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
    let made = &file.item.artifact.bytes;
    if there == *made {
        return None;
    }
    let hidden = hidden(&compiled.compilation);
    let Unified { mut lines, changed } = unified(&there, made, &hidden)?;
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let lines = lines.iter().map(|line| cut(line, WIDEST)).collect();
    Some(Compared {
        lines,
        more,
        places: places(compiled, outputs, file, &changed),
    })
}

/// The places that made what differs; where lines were only put in by hand, what made the line before them.
fn places(
    compiled: &Compiled,
    outputs: &[Output],
    file: &Planned,
    changed: &[Range<usize>],
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
    let made = std::str::from_utf8(&item.artifact.bytes).unwrap_or_default();
    let starts: Vec<usize> = std::iter::once(0)
        .chain(made.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let mut places: Vec<(Span, usize)> = Vec::new();
    for range in changed {
        let range = if range.is_empty() {
            range.start.saturating_sub(1)..range.start.max(1)
        } else {
            range.clone()
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
