//! Where the parts of a text end.

use std::collections::BTreeMap;

/// Whether a character ends a line.
pub(super) fn is_newline(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Where the comments `/* … */` end, by their start; they nest.
pub(super) fn comments(text: &str) -> BTreeMap<usize, usize> {
    let mut ends = BTreeMap::new();
    let mut open = Vec::new();
    let mut at = 0;
    let mark = |rest: &[u8]| rest.iter().position(|byte| matches!(byte, b'/' | b'*'));
    while let Some(found) = text.as_bytes().get(at..).and_then(mark) {
        at += found;
        let rest = text.get(at..).unwrap_or("");
        if rest.starts_with("/*") {
            open.push(at);
            at += 2;
        } else if rest.starts_with("*/") {
            at += 2;
            if let Some(start) = open.pop() {
                ends.insert(start, at);
            }
        } else {
            at += 1;
        }
    }
    ends
}

/// How far a string's content reaches at most, and where it ends before that.
pub(super) fn closing(
    content: &str,
    close: &str,
    escapes: bool,
    many: bool,
) -> (usize, Option<usize>) {
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        if escaped {
            // A backslash before a line's end takes the blanks around it away.
            escaped = c == ' ' || c == '\t' || c == '\r';
            if !escaped || !content.get(at + 1..).is_some_and(is_blank_start) {
                escaped = false;
            }
        } else if escapes && c == '\\' {
            escaped = true;
        } else if c == '\n' && !many {
            return (at, None);
        } else if content
            .get(at..)
            .is_some_and(|rest| rest.starts_with(close))
        {
            return (content.len(), Some(at));
        }
    }
    (content.len(), None)
}

fn is_blank_start(rest: &str) -> bool {
    rest.starts_with([' ', '\t', '\r', '\n'])
}
