//! The unified difference of two texts, without what no report shows.

use std::{ops::Range, time::Duration};

use similar::{DiffOp, TextDiff, udiff::UnifiedHunkHeader};
use stackc_compiler::secret_like::Hidden;

use crate::printable::printable;

/// The largest texts that are compared line by line.
const LARGEST: usize = 1 << 20;

/// How many lines are shown around a change.
const CONTEXT: usize = 3;

/// What stands below a last line that has no end.
const NO_END: &str = "\\ No newline at end of file";

/// How two texts differ.
pub(crate) struct Unified {
    /// The lines of a unified diff, without its header.
    pub lines: Vec<String>,
    /// The lines of the second text that differ, counted from 0; empty where lines are only gone.
    pub changed: Vec<Range<usize>>,
}

/// Compares two texts; nothing if they are too large, or no texts.
pub(crate) fn unified(before: &[u8], after: &[u8], hidden: &Hidden) -> Option<Unified> {
    let (before, after) = (text(before)?, text(after)?);
    let (old, new): (Vec<&str>, Vec<&str>) = (
        before.split_inclusive('\n').collect(),
        after.split_inclusive('\n').collect(),
    );
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_slices(&old, &new);
    // What differs is seen in the texts as they are; what is shown of it holds no secret.
    let sides = (Side::new(before, hidden), Side::new(after, hidden));
    let mut lines = Vec::new();
    for hunk in difference.grouped_ops(CONTEXT) {
        if hunk.is_empty() {
            continue;
        }
        lines.push(UnifiedHunkHeader::new(&hunk).to_string());
        for op in &hunk {
            if matches!(op, DiffOp::Equal { .. }) {
                sides.1.push(' ', op.new_range(), &mut lines);
            } else {
                sides.0.push('-', op.old_range(), &mut lines);
                sides.1.push('+', op.new_range(), &mut lines);
            }
        }
    }
    let changes = difference.ops().iter();
    let changes = changes.filter(|op| !matches!(op, DiffOp::Equal { .. }));
    Some(Unified {
        lines,
        changed: changes.map(DiffOp::new_range).collect(),
    })
}

/// A text that is compared; none if it is too large, or no text.
fn text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() <= LARGEST && !text.contains('\0')).then_some(text)
}

/// One of the two texts, as it may be shown.
struct Side {
    lines: Vec<String>,
    has_end: bool,
}

impl Side {
    fn new(text: &str, hidden: &Hidden) -> Self {
        let shown = hidden.shown(text);
        Self {
            lines: shown.iter().map(|line| printable(line)).collect(),
            has_end: text.ends_with('\n'),
        }
    }

    fn push(&self, sign: char, range: Range<usize>, to: &mut Vec<String>) {
        let is_last = range.end == self.lines.len() && !range.is_empty();
        let lines = self.lines.get(range).unwrap_or_default();
        to.extend(lines.iter().map(|line| format!("{sign}{line}")));
        if is_last && !self.has_end {
            to.push(NO_END.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hidden, unified};

    fn lines(before: &str, after: &str) -> Vec<String> {
        let hidden = Hidden::of([]);
        unified(before.as_bytes(), after.as_bytes(), &hidden)
            .map(|found| found.lines)
            .unwrap_or_default()
    }

    #[test]
    fn what_differs_is_shown_without_secrets() {
        let shown = lines(
            "a: 1\nDB_PASSWORD: hunter22\n",
            "a: 1\nDB_PASSWORD: hunter23\n",
        );
        let expected = [
            "@@ -1,2 +1,2 @@",
            " a: 1",
            "-DB_PASSWORD: [hidden]",
            "+DB_PASSWORD: [hidden]",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_text_that_is_new_or_gone_has_the_headers_of_diff() {
        assert_eq!(lines("", "a\n"), ["@@ -0,0 +1 @@", "+a"]);
        assert_eq!(lines("a\n", ""), ["@@ -1 +0,0 @@", "-a"]);
    }

    #[test]
    fn a_last_line_without_an_end_is_said_to_have_none() {
        let shown = lines("a", "a\n");
        let expected = ["@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_lone_carriage_return_ends_no_line() {
        let shown = lines("a\rb\nc\n", "a\rb\nd\n");
        assert_eq!(shown, ["@@ -1,2 +1,2 @@", " a\u{fffd}b", "-c", "+d"]);
    }
}
