//! The character classes of KDL 2, and places in a text as byte ranges.

use crate::source::{FileId, Span};

/// A half-open range of bytes in the text that is read. It is small, for there is one for every piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bytes {
    start: u32,
    end: u32,
}

impl Bytes {
    /// The range from `start` up to `end`.
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// The first byte.
    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub(super) fn end(self) -> usize {
        self.end as usize
    }

    /// The text it covers.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// The same place as a span of a file.
    pub(super) fn span(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }
}

/// A byte position as spans keep it; texts are far shorter than its limit.
pub(super) fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The text from a byte on.
pub(super) fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// The length of the newline that a text starts with, 0 if it starts with none.
pub(super) fn newline_len(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        return 2;
    }
    match rest.chars().next() {
        Some(c) if is_newline(c) => c.len_utf8(),
        _ => 0,
    }
}

/// Whether a character ends a line.
pub(super) fn is_newline(c: char) -> bool {
    matches!(
        c,
        '\r' | '\n' | '\u{85}' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character is a blank within a line.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Whether a character may stand nowhere in a file: controls, and marks that turn the direction of text.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The first character of a text that may stand nowhere, and where it is.
pub(super) fn forbidden(text: &str) -> Option<(usize, char)> {
    // Most texts have no byte that such a character could start with.
    if text.bytes().all(starts_no_forbidden) {
        return None;
    }
    text.char_indices().find(|(_, c)| is_forbidden(*c))
}

/// Whether no forbidden character starts with a byte: U+200E to U+2069 start with E2, U+FEFF with EF.
fn starts_no_forbidden(byte: u8) -> bool {
    !matches!(byte, 0..=0x8 | 0xe..=0x1f | 0xe2 | 0xef)
}

/// The length of the blanks that a text starts with.
pub(super) fn spaces_len(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(is_space).len()
}

/// The length of the line that a text starts with, without its newline.
pub(super) fn line_len(rest: &str) -> usize {
    let mut at = 0;
    while let Some(ahead) = rest.as_bytes().get(at..) {
        let Some(step) = ahead.iter().position(|byte| may_start_newline(*byte)) else {
            break;
        };
        at += step;
        match rest.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if !is_newline(c) => at += c.len_utf8(),
            _ => return at,
        }
    }
    rest.len()
}

/// Whether a newline may start with a byte: U+0085 starts with C2, U+2028 and U+2029 with E2.
fn may_start_newline(byte: u8) -> bool {
    matches!(byte, 0xa..=0xd | 0xc2 | 0xe2)
}

/// The longest part of a line that is looked at for the sake of a message.
const LONGEST_LOOK: usize = 512;

/// The text from a byte up to the end of its line, cut where the line is very long.
pub(super) fn line_ahead(text: &str, at: usize) -> &str {
    let ahead = rest(text, at);
    let ahead = ahead
        .get(..ahead.floor_char_boundary(LONGEST_LOOK))
        .unwrap_or("");
    ahead.get(..line_len(ahead)).unwrap_or("")
}
