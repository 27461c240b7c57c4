//! Text → pieces. It knows strings, comments and carried lines, and reports those that don't end.

use crate::diag::Diagnostic;
use crate::source::FileId;

use super::chars::{
    Bytes, forbidden, is_newline, is_space, line_len, newline_len, rest, spaces_len,
};
use super::report::Report;
use super::token::{Token, TokenKind};
use super::word::{Word, classify};

/// How many times a `/*` in the middle of a word is followed to the end of the file.
const GLOB_SEARCHES: usize = 16;

/// The pieces of a text.
#[derive(Debug)]
pub(super) struct Lexed {
    /// In order, without gaps.
    pub(super) tokens: Vec<Token>,
    /// Whether a string or comment that is not closed swallowed the end of the file.
    pub(super) swallowed: bool,
}

/// Cuts a text into pieces.
pub(super) fn lex(file: FileId, text: &str, report: &mut Report) -> Lexed {
    let mut lexer = Lexer {
        file,
        text,
        at: 0,
        tokens: Vec::new(),
        swallowed: false,
        glob_searches: 0,
        report,
    };
    if text.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while lexer.at < text.len() {
        lexer.step();
    }
    Lexed {
        tokens: lexer.tokens,
        swallowed: lexer.swallowed,
    }
}

/// The state of one run.
pub(super) struct Lexer<'a> {
    /// The file, for spans.
    pub(super) file: FileId,
    /// All of the text.
    pub(super) text: &'a str,
    /// Where the next piece starts.
    pub(super) at: usize,
    tokens: Vec<Token>,
    /// Whether something that is not closed swallowed the end of the file.
    pub(super) swallowed: bool,
    glob_searches: usize,
    /// Where faults go.
    pub(super) report: &'a mut Report,
}

impl<'a> Lexer<'a> {
    /// The text that is not cut yet.
    pub(super) fn rest(&self) -> &'a str {
        rest(self.text, self.at)
    }

    fn step(&mut self) {
        let rest = self.rest();
        let newline = newline_len(rest);
        if newline > 0 {
            return self.take(TokenKind::Newline, newline);
        }
        let spaces = spaces_len(rest);
        if spaces > 0 {
            return self.take(TokenKind::Space, spaces);
        }
        match rest.chars().next() {
            Some(';') => self.take(TokenKind::Semicolon, 1),
            Some('{') => self.take(TokenKind::OpenBrace, 1),
            Some('}') => self.take(TokenKind::CloseBrace, 1),
            Some('(') => self.take(TokenKind::OpenParen, 1),
            Some(')') => self.take(TokenKind::CloseParen, 1),
            Some('=') => self.take(TokenKind::Equals, 1),
            Some('"') => self.quoted(),
            Some('#') => self.hash(),
            Some('/') => self.slash(),
            Some('\\') if continues(rest) => self.take(TokenKind::Continuation, 1),
            _ => self.word(),
        }
    }

    /// Cuts a piece that has no fault.
    pub(super) fn take(&mut self, kind: TokenKind, len: usize) {
        self.cut(kind, len, false);
    }

    /// Cuts a piece.
    pub(super) fn cut(&mut self, kind: TokenKind, len: usize, broken: bool) {
        let at = Bytes::new(self.at, self.at + len);
        self.tokens.push(Token { kind, at, broken });
        self.at = at.end();
    }

    fn slash(&mut self) {
        let rest = self.rest();
        if rest.starts_with("//") {
            let len = line_len(rest);
            self.check_characters(len);
            self.take(TokenKind::LineComment, len);
        } else if rest.starts_with("/*") {
            self.block_comment();
        } else if rest.starts_with("/-") {
            self.take(TokenKind::Slashdash, 2);
        } else {
            self.word();
        }
    }

    fn block_comment(&mut self) {
        let rest = self.rest();
        if let Some(len) = comment_len(rest) {
            self.check_characters(len);
            return self.take(TokenKind::BlockComment, len);
        }
        let opening = Bytes::new(self.at, self.at + 2).span(self.file);
        let end = Bytes::new(self.text.len(), self.text.len()).span(self.file);
        self.report.push(|| {
            Diagnostic::error("unclosed-comment", opening, "the comment is not closed")
                .label("it starts here")
                .other(end, "and the file ends without its `*/`")
                .help("close it with `*/`; each `/*` inside needs one of its own")
        });
        self.swallowed = true;
        self.cut(TokenKind::BlockComment, rest.len(), true);
    }

    fn hash(&mut self) {
        let rest = self.rest();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let after = rest.get(hashes..).unwrap_or("");
        if after.starts_with('"') {
            self.raw(hashes);
        } else if self.is_hash_comment(after) {
            self.hash_comment();
        } else {
            self.word();
        }
    }

    fn is_hash_comment(&self, after: &str) -> bool {
        if self.at_node_start() {
            let word = self
                .rest()
                .split(|c| is_space(c) || is_newline(c) || matches!(c, ';' | '{' | '}'))
                .next()
                .unwrap_or("");
            return classify(word) == Word::Hash;
        }
        after.is_empty() || after.starts_with(|c| is_space(c) || is_newline(c))
    }

    fn at_node_start(&self) -> bool {
        let before = self
            .tokens
            .iter()
            .rev()
            .find(|token| token.kind != TokenKind::Space);
        before.is_none_or(|token| {
            matches!(
                token.kind,
                TokenKind::Newline
                    | TokenKind::Semicolon
                    | TokenKind::OpenBrace
                    | TokenKind::CloseBrace
            )
        })
    }

    fn hash_comment(&mut self) {
        let rest = self.rest();
        let len = line_len(rest);
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let comment = Bytes::new(self.at, self.at + len).span(self.file);
        let mark = Bytes::new(self.at, self.at + hashes).span(self.file);
        let words = rest.get(hashes..len).unwrap_or("").trim();
        self.report.push(|| {
            Diagnostic::error(
                "syntax",
                comment,
                "a comment starts with `//`, not with `#`",
            )
            .label("not a comment")
            .help(format!("// {words}").trim_end().to_owned())
            .fix(mark, "//")
        });
        self.cut(TokenKind::HashComment, len, true);
    }

    fn word(&mut self) {
        let rest = self.rest();
        let mut len = 0;
        while let Some(c) = rest.get(len..).and_then(|rest| rest.chars().next()) {
            let ahead = rest.get(len..).unwrap_or("");
            let ends = match c {
                ';' | '{' | '}' | '(' | ')' | '=' | '"' => true,
                '/' if ahead.starts_with("//") => {
                    if rest.get(..len).is_some_and(|word| word.ends_with(':')) {
                        len += url_len(ahead);
                        break;
                    }
                    true
                }
                '/' if ahead.starts_with("/*") => !self.is_glob(ahead),
                '\\' => continues(ahead),
                c => is_space(c) || is_newline(c),
            };
            if ends {
                break;
            }
            len += c.len_utf8();
        }
        let len = len.max(rest.chars().next().map_or(0, char::len_utf8));
        let sound = self.check_characters(len);
        self.cut(TokenKind::Word, len, !sound);
    }

    /// Whether a `/*` within a word opens nothing: `src/*`.
    fn is_glob(&mut self, ahead: &str) -> bool {
        if self.glob_searches >= GLOB_SEARCHES {
            return false;
        }
        let open = comment_len(ahead).is_none();
        self.glob_searches += usize::from(open);
        open
    }

    /// Reports the first character in the next `len` bytes that may stand nowhere.
    pub(super) fn check_characters(&mut self, len: usize) -> bool {
        let piece = self.rest().get(..len).unwrap_or("");
        let Some((at, c)) = forbidden(piece) else {
            return true;
        };
        let start = self.at + at;
        let span = Bytes::new(start, start + c.len_utf8()).span(self.file);
        self.report.push(|| {
            Diagnostic::error(
                "forbidden-character",
                span,
                format!(
                    "the character U+{:04X} may not stand in a file",
                    u32::from(c)
                ),
            )
            .label("it can't be seen here")
            .help(format!(
                "take it out, or write it as `\\u{{{:x}}}` in a string in quotes",
                u32::from(c)
            ))
        });
        false
    }
}

/// Whether a text that starts with `\` carries the line on.
fn continues(text: &str) -> bool {
    let mut ahead = text.strip_prefix('\\').unwrap_or("");
    loop {
        ahead = ahead.trim_start_matches(is_space);
        if ahead.is_empty() || ahead.starts_with("//") || ahead.starts_with(is_newline) {
            return true;
        }
        match ahead
            .starts_with("/*")
            .then(|| comment_len(ahead))
            .flatten()
        {
            Some(len) => ahead = ahead.get(len..).unwrap_or(""),
            None => return false,
        }
    }
}

/// The length of the comment that a text starts with, nested ones included; none if it isn't closed.
fn comment_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(pair) = bytes.get(at..at + 2) {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth = depth.saturating_sub(1),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The length of what follows the colon of a URL.
fn url_len(text: &str) -> usize {
    text.find(|c| is_space(c) || is_newline(c) || matches!(c, ';' | '"'))
        .unwrap_or(text.len())
}
