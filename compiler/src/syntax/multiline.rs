//! The lines of a string in triple quotes.

use super::chars::{is_newline, is_space, line_len, newline_len};

/// What is wrong with its lines. Positions count from the start of the literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The closing quotes stand behind text.
    Closing {
        /// Where their line starts.
        line: usize,
        /// Where they stand.
        quotes: usize,
    },
    /// A line doesn't start with the blanks before the closing quotes.
    Prefix {
        /// Where it starts.
        at: usize,
        /// Its length.
        len: usize,
        /// Where those blanks stand.
        blanks: usize,
        /// Their length.
        prefix: usize,
    },
}

/// The content of a literal: its lines, and the blanks that are taken from each of them.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    /// The lines with their place, without newlines; a line that is carried on by `\` holds the next one too.
    pub(super) lines: Vec<(usize, &'a str)>,
    /// The blanks before the closing quotes.
    pub(super) prefix: &'a str,
    /// Where those stand.
    pub(super) blanks: usize,
    /// Whether a line is carried on by `\`.
    pub(super) carried: bool,
}

/// Takes a literal apart, from its opening to its closing quotes.
pub(super) fn lines(literal: &str, hashes: usize) -> Result<Lines<'_>, Fault> {
    let quotes = hashes + 3;
    let opening = quotes + newline_len(literal.get(quotes..).unwrap_or(""));
    let end = literal.len().saturating_sub(quotes);
    let mut lines = Vec::new();
    let mut carried = false;
    let mut at = opening;
    loop {
        let ahead = literal.get(at..end).unwrap_or("");
        let len = if hashes == 0 {
            logical_len(ahead, &mut carried)
        } else {
            line_len(ahead)
        };
        let line = ahead.get(..len).unwrap_or("");
        if len == ahead.len() {
            let prefix = super::strings::indent(line);
            let behind = line.get(prefix.len()..).unwrap_or("");
            let only_blanks = behind.is_empty()
                || (hashes == 0
                    && behind
                        .chars()
                        .all(|c| c == '\\' || is_space(c) || is_newline(c))
                    && !behind.contains("\\\\"));
            if !only_blanks {
                return Err(Fault::Closing {
                    line: at,
                    quotes: end,
                });
            }
            return Ok(Lines {
                lines,
                prefix,
                blanks: at,
                carried,
            });
        }
        lines.push((at, line));
        at += len + newline_len(ahead.get(len..).unwrap_or(""));
    }
}

/// Checks the lines of a literal.
pub(super) fn check(literal: &str, hashes: usize) -> Result<(), Fault> {
    let content = lines(literal, hashes)?;
    for (at, line) in content.lines {
        if !line.starts_with(content.prefix) && !line.chars().all(is_space) {
            return Err(Fault::Prefix {
                at,
                len: line_len(line).max(1),
                blanks: content.blanks,
                prefix: content.prefix.len(),
            });
        }
    }
    Ok(())
}

/// The length of a line in which `\` and blanks carry on to the next.
fn logical_len(text: &str, carried: &mut bool) -> usize {
    let mut len = 0;
    while let Some(c) = text.get(len..).and_then(|ahead| ahead.chars().next()) {
        if is_newline(c) {
            return len;
        }
        len += c.len_utf8();
        if c != '\\' {
            continue;
        }
        let after = text.get(len..).unwrap_or("");
        match after.chars().next() {
            Some(c) if is_space(c) || is_newline(c) => {
                *carried = true;
                len += after.len()
                    - after
                        .trim_start_matches(|c| is_space(c) || is_newline(c))
                        .len();
            }
            Some(c) => len += c.len_utf8(),
            None => {}
        }
    }
    len
}
