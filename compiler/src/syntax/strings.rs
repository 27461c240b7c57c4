//! The strings of a text: where they end, and what is wrong in them.

use crate::diag::Diagnostic;
use crate::source::Span;

use super::chars::{Bytes, is_newline, is_space, line_len, newline_len, rest, spaces_len};
use super::lexer::Lexer;
use super::multiline;
use super::token::TokenKind;

/// How far a string that doesn't end on its line is followed, to tell whether it was meant to have several.
const LINES_AHEAD: usize = 2048;

impl Lexer<'_> {
    /// Cuts the string that starts with `"` here.
    pub(super) fn quoted(&mut self) {
        let rest = self.rest();
        if let Some(after) = rest.strip_prefix("\"\"\"") {
            if newline_len(after) > 0 {
                self.multiline(0);
            } else {
                self.text_behind_opening(after);
            }
            return;
        }
        let mut len = 1;
        let mut sound = true;
        loop {
            let ahead = rest.get(len..).unwrap_or("");
            match ahead.chars().next() {
                Some('"') => break,
                Some('\\') => {
                    let (escape, valid) = escape_len(ahead);
                    if !valid && sound {
                        self.bad_escape(self.at + len, escape, rest);
                        sound = false;
                    }
                    len += escape;
                }
                Some(c) if !is_newline(c) => len += c.len_utf8(),
                _ => return self.unclosed_line(len),
            }
        }
        let clean = self.check_characters(len);
        self.cut(TokenKind::Quoted, len + 1, !sound || !clean);
    }

    /// Cuts the raw string whose `#`s start here.
    pub(super) fn raw(&mut self, hashes: usize) {
        let rest = self.rest();
        let body = rest.get(hashes..).unwrap_or("");
        if body
            .strip_prefix("\"\"\"")
            .is_some_and(|after| newline_len(after) > 0)
        {
            return self.multiline(hashes);
        }
        let end = match raw_line_end(rest, hashes) {
            Ok(end) => end,
            Err(line) => return self.unclosed_raw(hashes, line),
        };
        let clean = self.check_characters(end);
        let content = rest.get(hashes + 1..end - hashes - 1);
        if content == Some("\"") {
            let span = Bytes::new(self.at, self.at + end).span(self.file);
            self.report.push(|| {
                Diagnostic::error("syntax", span, "a raw string can't be a single quote")
                    .label("looks like the start of a multi-line string")
                    .help("\"\\\"\"")
                    .fix(span, "\"\\\"\"")
            });
            return self.cut(TokenKind::Raw, end, true);
        }
        self.cut(TokenKind::Raw, end, !clean);
    }

    /// Cuts a string in triple quotes with this many `#`s.
    fn multiline(&mut self, hashes: usize) {
        let rest = self.rest();
        let kind = if hashes == 0 {
            TokenKind::Multiline
        } else {
            TokenKind::RawMultiline
        };
        let opening = hashes + 3;
        let end = if hashes == 0 {
            self.triple_end(opening)
        } else {
            raw_end(rest, hashes, 3).map(|end| (end, true))
        };
        let Some((end, sound)) = end else {
            self.unclosed_triple(opening, self.text.len());
            self.swallowed = true;
            return self.cut(kind, rest.len(), true);
        };
        let literal = rest.get(..end).unwrap_or("");
        match multiline::check(literal, hashes) {
            Ok(()) => {
                let clean = self.check_characters(end);
                self.cut(kind, end, !sound || !clean);
            }
            Err(multiline::Fault::Closing { line, quotes }) => {
                self.closing_in_line(kind, hashes, end, line, quotes);
            }
            Err(multiline::Fault::Prefix {
                at,
                len,
                blanks,
                prefix,
            }) => {
                let line = Bytes::new(self.at + at, self.at + at + len).span(self.file);
                let closing =
                    Bytes::new(self.at + blanks, self.at + blanks + prefix).span(self.file);
                self.report.push(|| {
                    Diagnostic::error(
                        "multi-line-string",
                        line,
                        "the line is indented less than the closing quotes of its string",
                    )
                    .label("it must start with the same blanks")
                    .other(closing, "these blanks are taken from every line")
                    .help("indent the line as far as the closing quotes, or move those to the left")
                });
                self.cut(kind, end, true);
            }
        }
    }

    /// The end of a `"""` string from its start, and whether all of its escapes are known.
    fn triple_end(&mut self, opening: usize) -> Option<(usize, bool)> {
        let rest = self.rest();
        let mut len = opening;
        let mut sound = true;
        loop {
            let ahead = rest.get(len..).unwrap_or("");
            match ahead.chars().next()? {
                '"' if ahead.starts_with("\"\"\"") => return Some((len + 3, sound)),
                '\\' => {
                    let (escape, valid) = escape_len(ahead);
                    if !valid && sound {
                        self.bad_escape(self.at + len, escape, "");
                        sound = false;
                    }
                    len += escape;
                }
                c => len += c.len_utf8(),
            }
        }
    }

    /// The first closing quotes stand behind text: either the string before was not closed, or they need a line.
    fn closing_in_line(
        &mut self,
        kind: TokenKind,
        hashes: usize,
        end: usize,
        line: usize,
        quotes: usize,
    ) {
        let before = Bytes::new(self.at + line, self.at + quotes).of(self.text);
        let after = rest(self.text, self.at + quotes + 3);
        let opens = newline_len(after) > 0 && before.ends_with(|c| is_space(c) || c == '=');
        if opens && hashes == 0 {
            self.unclosed_triple(3, self.at + quotes);
            let text = self.rest().get(..line).unwrap_or("");
            return self.cut(kind, text.trim_end_matches(is_newline).len(), true);
        }
        let span = Bytes::new(self.at + quotes, self.at + end).span(self.file);
        self.report.push(|| {
            Diagnostic::error(
                "multi-line-string",
                span,
                "the quotes that close a multi-line string need a line of their own",
            )
            .label("behind text")
            .help("start a new line before the closing quotes")
        });
        self.cut(kind, end, true);
    }

    fn unclosed_triple(&mut self, opening: usize, seen: usize) {
        let open = Bytes::new(self.at, self.at + opening).span(self.file);
        let ends = seen >= self.text.len();
        let other = Bytes::new(seen, if ends { seen } else { seen + 3 }).span(self.file);
        self.report.push(|| {
            Diagnostic::error("unclosed-string", open, "the string is not closed")
                .label("it starts here")
                .other(
                    other,
                    if ends {
                        "and the file ends without its closing quotes"
                    } else {
                        "and these quotes open the next one"
                    },
                )
                .help("close it with the same quotes on a line of their own")
        });
    }

    fn unclosed_raw(&mut self, hashes: usize, line: usize) {
        let span = Bytes::new(self.at, self.at + line).span(self.file);
        let closing = format!("\"{}", "#".repeat(hashes.min(8)));
        self.report.push(|| {
            Diagnostic::error("unclosed-string", span, "the string is not closed")
                .label(format!("no `{closing}` on this line"))
                .help(format!("end it with `{closing}`"))
                .redact(span)
        });
        self.cut(TokenKind::Raw, line, true);
    }

    /// A string that meets the end of its line after `len` bytes.
    fn unclosed_line(&mut self, len: usize) {
        if let Some(end) = self.several_lines(len) {
            let span = Bytes::new(self.at, self.at + end).span(self.file);
            self.report.push(|| {
                Diagnostic::error(
                    "unclosed-string",
                    span,
                    "a string in `\"` ends on its own line",
                )
                .label("it has several lines")
                .help("write `\"\"\"`, the text on lines of its own, and `\"\"\"` on a last line")
                .redact(span)
            });
            return self.cut(TokenKind::Quoted, end, true);
        }
        let written = self.rest().get(..len).unwrap_or("");
        let trimmed = written.trim_end_matches(|c| is_space(c) || matches!(c, '{' | '}' | ';'));
        let end = if written.ends_with(['{', ';']) && trimmed.len() > 1 {
            trimmed.len()
        } else {
            written.trim_end_matches(is_space).len()
        };
        let span = Bytes::new(self.at, self.at + end).span(self.file);
        self.report.push(|| {
            Diagnostic::error("unclosed-string", span, "the string is not closed")
                .label("no `\"` at its end")
                .help("end it with `\"`")
                .redact(span)
        });
        self.cut(TokenKind::Quoted, end, true);
    }

    /// The end of a string that was meant to have several lines: its quote ends a line below that has no other.
    fn several_lines(&self, len: usize) -> Option<usize> {
        let rest = self.rest();
        let ahead = rest.get(len..)?;
        let quote = ahead.find('"')?;
        if quote > LINES_AHEAD {
            return None;
        }
        let before = ahead.get(..quote)?;
        let after = ahead.get(quote + 1..)?;
        let behind = after.get(..line_len(after))?;
        let closes = behind
            .trim_matches(|c| is_space(c) || matches!(c, ';' | '}'))
            .is_empty();
        let glued = !before.ends_with(|c| is_space(c) || matches!(c, '=' | ')'))
            || before
                .rsplit(is_newline)
                .next()
                .is_some_and(|line| line.trim().is_empty());
        (closes && glued).then_some(len + quote + 1)
    }

    /// `"""` with text behind it on its line.
    fn text_behind_opening(&mut self, after: &str) {
        let closing = after.find("\"\"\"");
        let before = closing.and_then(|at| after.get(..at)).unwrap_or(after);
        let same_line = closing.filter(|_| !before.contains(is_newline));
        let len = match closing {
            Some(at) => 3 + at + 3,
            None => 3 + line_len(after),
        };
        let span = Bytes::new(self.at, self.at + 3).span(self.file);
        let whole = Bytes::new(self.at, self.at + len).span(self.file);
        self.report.push(|| {
            Diagnostic::error(
                "multi-line-string",
                span,
                "text can't stand on the line of the quotes that open a multi-line string",
            )
            .label("a new line must follow")
            .help(if same_line.is_some() {
                "a string of one line has one quote on each side"
            } else {
                "start the text on the next line, and close it with `\"\"\"` on a last line"
            })
            .redact(whole)
        });
        self.cut(TokenKind::Multiline, len, true);
    }

    fn bad_escape(&mut self, at: usize, len: usize, literal: &str) {
        let span: Span = Bytes::new(at, at + len).span(self.file);
        let escape = Bytes::new(at, at + len).of(self.text).to_owned();
        let unicode = escape.starts_with("\\u");
        let path = literal
            .get(1..)
            .is_some_and(|text| text.chars().nth(1) == Some(':'));
        self.report.push(|| {
            Diagnostic::error(
                "bad-escape",
                span,
                format!("`{escape}` means nothing in a string"),
            )
            .label("unknown escape")
            .help(if unicode {
                "a character is written by its number, from 1 to 6 hexadecimal digits: `\\u{e9}`".to_owned()
            } else if path {
                "write each `\\` of a path as `\\\\`, or put the path in a raw string: `#\"C:\\dir\"#`".to_owned()
            } else {
                format!("a backslash is written `\\\\`: `\\{escape}`; or use a raw string: `#\"…\"#`")
            })
        });
    }
}

/// The length of the escape that a text starts with, and whether KDL knows it.
fn escape_len(text: &str) -> (usize, bool) {
    let after = text.get(1..).unwrap_or("");
    match after.chars().next() {
        Some('\\' | '"' | 'b' | 'f' | 'n' | 'r' | 't' | 's') => (2, true),
        Some('u') => unicode_len(after),
        Some(c) if is_space(c) || is_newline(c) => {
            let blank = after.trim_start_matches(|c| is_space(c) || is_newline(c));
            (1 + after.len() - blank.len(), true)
        }
        Some(c) => (1 + c.len_utf8(), false),
        None => (1, false),
    }
}

fn unicode_len(after: &str) -> (usize, bool) {
    let Some(digits) = after.strip_prefix("u{") else {
        return (2, false);
    };
    let hex = digits.len()
        - digits
            .trim_start_matches(|c: char| c.is_ascii_hexdigit())
            .len();
    if !digits.get(hex..).is_some_and(|end| end.starts_with('}')) {
        return (2, false);
    }
    let valid = hex <= 6
        && digits
            .get(..hex)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32)
            .is_some();
    (4 + hex, valid)
}

/// The end of a raw string of one line from its first `#`, or the end of its line.
fn raw_line_end(text: &str, hashes: usize) -> Result<usize, usize> {
    let closing = format!("\"{}", "#".repeat(hashes));
    let mut at = hashes + 1;
    loop {
        let ahead = text.get(at..).unwrap_or("");
        if ahead.starts_with(&closing) {
            return Ok(at + closing.len());
        }
        match ahead.chars().next() {
            Some(c) if !is_newline(c) => at += c.len_utf8(),
            _ => return Err(at),
        }
    }
}

/// The end of a raw string from its first `#`, with this many `#`s and quotes on each side.
fn raw_end(text: &str, hashes: usize, quotes: usize) -> Option<usize> {
    let closing = format!("{}{}", "\"".repeat(quotes), "#".repeat(hashes));
    let body = hashes + quotes;
    let found = text.get(body..)?.find(&closing)?;
    Some(body + found + closing.len())
}

/// The blanks that a line starts with.
pub(super) fn indent(line: &str) -> &str {
    line.get(..spaces_len(line)).unwrap_or("")
}
