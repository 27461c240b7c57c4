//! Blanks and comments within a node, and what is skipped.

use super::super::chars::{Bytes, line_ahead};
use super::super::token::{Token, TokenKind};
use super::super::tree::Part;
use super::Reader;

impl Reader<'_> {
    /// Skips blanks and comments within a node; tells whether there were any.
    pub(super) fn node_space(&mut self, found: &mut dyn FnMut(Part)) -> bool {
        let start = self.at;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Space => self.at += 1,
                TokenKind::BlockComment => {
                    found(Part::Comment(token));
                    self.at += 1;
                }
                TokenKind::Continuation => {
                    found(Part::Continuation);
                    self.carried(&mut |token| found(Part::Comment(token)));
                }
                _ => break,
            }
        }
        self.at > start
    }

    /// Skips blanks, newlines and comments.
    pub(super) fn line_space(&mut self, comment: &mut dyn FnMut(Token)) {
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Space | TokenKind::Newline => self.at += 1,
                TokenKind::Continuation => self.carried(comment),
                kind if kind.is_comment() => {
                    comment(token);
                    self.at += 1;
                }
                _ => break,
            }
        }
    }

    /// Reads `\`, what follows it on its line, and the newline.
    pub(super) fn carried(&mut self, comment: &mut dyn FnMut(Token)) {
        self.at += 1;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Space => {}
                TokenKind::BlockComment => comment(token),
                TokenKind::LineComment => comment(token),
                TokenKind::Newline => {
                    self.at += 1;
                    break;
                }
                _ => break,
            }
            self.at += 1;
        }
    }

    /// Skips to the end of a node, over its blocks.
    pub(super) fn skip_node(&mut self) {
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::OpenBrace => self.skip_block(),
                TokenKind::Newline
                | TokenKind::Semicolon
                | TokenKind::CloseBrace
                | TokenKind::LineComment
                | TokenKind::HashComment => break,
                _ => self.at += 1,
            }
        }
        if self.kind() == Some(TokenKind::Semicolon) {
            self.at += 1;
        }
    }

    /// Skips a block from its opening to its closing brace.
    pub(super) fn skip_block(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            if depth > 0 && self.ends_here() {
                self.ended += 1;
                depth -= 1;
            } else {
                match token.kind {
                    TokenKind::OpenBrace => depth += 1,
                    TokenKind::CloseBrace if !self.is_extra() => depth -= 1,
                    _ => {}
                }
                self.at += 1;
            }
            if depth == 0 {
                break;
            }
        }
    }

    /// Skips what is left of a node.
    pub(super) fn end_of_node(&mut self, only_blanks: bool) {
        if only_blanks {
            while matches!(
                self.kind(),
                Some(TokenKind::Space | TokenKind::BlockComment)
            ) {
                self.at += 1;
            }
            if self.kind() == Some(TokenKind::Semicolon) {
                self.at += 1;
            }
        } else {
            self.skip_node();
        }
    }

    /// The text up to the end of the node, to be named in a message: on one line.
    pub(super) fn rest_of_node(&self, start: usize) -> Bytes {
        let line = line_ahead(self.text, start);
        let end = line
            .find([';', '}', '{'])
            .unwrap_or_else(|| line.find("//").unwrap_or(line.len()));
        let text = line.get(..end).unwrap_or("").trim_end();
        Bytes::new(start, start + text.len().max(1))
    }
}

/// Keeps a comment of the inside of an entry; it will stand before the entry.
pub(super) fn keep_comment(parts: &mut Vec<Part>, part: &Part) {
    if let Part::Comment(token) = *part {
        if token.kind != TokenKind::BlockComment {
            parts.push(Part::Continuation);
        }
        parts.push(Part::Comment(token));
    }
}
