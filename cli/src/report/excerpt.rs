//! A source file as it is shown: what may be a secret is hidden, what would steer the terminal shows itself, and places still have their line and column.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use stackc_compiler::source::Span;

use super::cut::{self, Hidden};
use crate::printable::{SHOWN, is_hidden};

/// What stands for a literal that may be a secret.
const REDACTED: &str = "\"…\"";

/// What stands for the part of a long line that is left out.
const LEFT_OUT: &str = "…";

/// A file, ready to be shown.
#[derive(Debug)]
pub(crate) struct Excerpt<'s> {
    name: String,
    original: &'s str,
    shown: String,
    /// What is left out, in order.
    hidden: Vec<Hidden>,
    /// What was replaced, in order.
    edits: Vec<Edit>,
    /// Where each line starts in what is shown.
    lines: Vec<usize>,
}

/// A range of the file and the range that stands for it.
#[derive(Clone, Copy, Debug)]
struct Edit {
    original: (usize, usize),
    shown: (usize, usize),
}

impl<'s> Excerpt<'s> {
    /// A file under the name that it is shown by; the spans lie in it.
    pub(crate) fn new(name: String, original: &'s str, redact: &[Span]) -> Self {
        let secrets = redact
            .iter()
            .map(|span| Hidden::new(span.start as usize, span.end as usize, true));
        Self::hiding(name, original, cut::merged(secrets, original.len()))
    }

    /// The same file with its long lines cut down to what stands at some places; nothing if it has no such line.
    pub(crate) fn cut(&self, places: &[Span]) -> Option<Self> {
        let gaps = cut::gaps(self.original, places);
        if gaps.is_empty() {
            return None;
        }
        let all = self.hidden.iter().copied().chain(gaps);
        let hidden = cut::merged(all, self.original.len());
        Some(Self::hiding(self.name.clone(), self.original, hidden))
    }

    fn hiding(name: String, original: &'s str, hidden: Vec<Hidden>) -> Self {
        let mut writer = Writer {
            // One that outgrows it moves all of a long file.
            shown: String::with_capacity(original.len() + original.len() / 8),
            ..Writer::default()
        };
        let mut at = 0;
        for part in &hidden {
            writer.copy(original, at, part.start);
            writer.hide(original, *part);
            at = part.end;
        }
        writer.copy(original, at, original.len());
        if !writer.shown.ends_with('\n') {
            writer.shown.push('\n');
        }
        let lines = std::iter::once(0)
            .chain(writer.shown.match_indices('\n').map(|(at, _)| at + 1))
            .filter(|start| *start < writer.shown.len())
            .collect();
        Self {
            name,
            original,
            shown: writer.shown,
            hidden,
            edits: writer.edits,
            lines,
        }
    }

    /// Whether there is anything to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.original.is_empty()
    }

    /// Where a span of the file lies in what is shown: first byte and length. A span over several lines ends with its first.
    pub(crate) fn shown_span(&self, span: Span) -> (usize, usize) {
        let last = self.shown.len().saturating_sub(1);
        let start = self.to_shown(span.start as usize, Side::Start).min(last);
        let end = self.to_shown(span.end as usize, Side::End).min(last);
        let line_end = self
            .shown
            .get(start..)
            .and_then(|rest| rest.find('\n'))
            .map_or(last, |length| start + length);
        (start, end.min(line_end).saturating_sub(start))
    }

    /// The line of a byte of what is shown, from 0.
    pub(crate) fn line(&self, shown: usize) -> usize {
        self.lines
            .partition_point(|start| *start <= shown)
            .saturating_sub(1)
    }

    fn to_shown(&self, original: usize, side: Side) -> usize {
        let after = self
            .edits
            .partition_point(|edit| edit.original.0 <= original);
        let Some(edit) = after.checked_sub(1).and_then(|at| self.edits.get(at)) else {
            return original;
        };
        if original >= edit.original.1 {
            return edit.shown.1 + (original - edit.original.1);
        }
        match side {
            Side::Start => edit.shown.0,
            Side::End if original == edit.original.0 => edit.shown.0,
            Side::End => edit.shown.1,
        }
    }

    fn to_original(&self, shown: usize) -> usize {
        let after = self.edits.partition_point(|edit| edit.shown.0 <= shown);
        let Some(edit) = after.checked_sub(1).and_then(|at| self.edits.get(at)) else {
            return shown;
        };
        match shown.checked_sub(edit.shown.1) {
            Some(beyond) => edit.original.1 + beyond,
            None => edit.original.0,
        }
    }

    /// Characters before a place on its line, in the file as it is.
    fn column(&self, shown: usize) -> usize {
        let at = self.to_original(shown);
        let before = self.original.get(..at).unwrap_or(self.original);
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        before.get(line..).map_or(0, |text| text.chars().count())
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let last = self.line(span.offset() + span.len().saturating_sub(1));
        let mut first = self.line(span.offset());
        let column = if before == 0 && after == 0 {
            self.column(span.offset())
        } else {
            first = first.saturating_sub(before);
            0
        };
        let last = (last + after).min(self.lines.len().saturating_sub(1));
        let start = self.lines.get(first).copied().unwrap_or(0);
        let end = self
            .lines
            .get(last + 1)
            .copied()
            .unwrap_or(self.shown.len());
        let data = self.shown.get(start..end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (start, end - start).into(),
            first,
            column,
            last - first + 1,
        )))
    }
}

/// Builds what is shown and remembers what was replaced.
#[derive(Debug, Default)]
struct Writer {
    shown: String,
    edits: Vec<Edit>,
}

impl Writer {
    fn replace(&mut self, original: (usize, usize), by: &str) {
        let start = self.shown.len();
        self.shown.push_str(by);
        self.edits.push(Edit {
            original,
            shown: (start, self.shown.len()),
        });
    }

    /// Leaves a part out; line ends in it stay, so that what follows keeps its line.
    fn hide(&mut self, original: &str, part: Hidden) {
        let lines = original
            .get(part.start..part.end)
            .map_or(0, |text| text.matches('\n').count());
        let sign = if part.secret { REDACTED } else { LEFT_OUT };
        let text = format!("{sign}{}", "\n".repeat(lines));
        self.replace((part.start, part.end), &text);
    }

    fn copy(&mut self, original: &str, start: usize, end: usize) {
        if original.get(start..end).is_none() {
            return;
        }
        let mut copied = start;
        let mut at = start;
        while let Some((place, c)) = unusual(original, at, end) {
            let range = (place, place + c.len_utf8());
            at = range.1;
            let rest = original.get(range.1..).unwrap_or("");
            let by = match c {
                '\r' if rest.starts_with('\n') => "",
                c if is_hidden(c) => SHOWN,
                _ => continue,
            };
            self.shown
                .push_str(original.get(copied..range.0).unwrap_or(""));
            self.replace(range, by);
            copied = range.1;
        }
        self.shown.push_str(original.get(copied..end).unwrap_or(""));
    }
}

/// The first character in a range of a text that is neither plain ASCII nor a newline, and its place.
fn unusual(text: &str, start: usize, end: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes().get(start..end)?;
    let at = start
        + bytes
            .iter()
            .position(|b| !matches!(b, b' '..=b'~' | b'\n'))?;
    Some((at, text.get(at..)?.chars().next()?))
}

#[cfg(test)]
#[path = "excerpt_tests.rs"]
mod tests;
