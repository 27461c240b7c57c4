//! Pieces that belong together although KDL sees several, or more than it should.

use super::super::chars::{Bytes, line_ahead};
use super::super::token::{Token, TokenKind};
use super::super::word::is_quote;
use super::Reader;

impl Reader<'_> {
    /// Takes everything from here up to the next blank, `${…}` included.
    pub(super) fn chunk(&mut self, start: usize) -> Bytes {
        let mut end = start;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::OpenBrace if Bytes::new(start, end).of(self.text).ends_with('$') => {
                    let Some(close) = self.reference_end() else {
                        break;
                    };
                    self.at = close;
                }
                TokenKind::Newline
                | TokenKind::Space
                | TokenKind::LineComment
                | TokenKind::BlockComment
                | TokenKind::HashComment
                | TokenKind::Continuation
                | TokenKind::Semicolon
                | TokenKind::OpenBrace
                | TokenKind::CloseBrace => break,
                _ => {}
            }
            end = self.peek().map_or(end, |token| token.at.end());
            self.at += 1;
        }
        if end == start {
            end = self.peek().map_or(start, |token| token.at.end());
            self.at += 1;
        }
        Bytes::new(start, end)
    }

    /// The number of the brace that closes the reference whose `{` is here, on the same line.
    pub(super) fn reference_end(&self) -> Option<usize> {
        let ahead = self.tokens.get(self.at + 1..)?;
        let closing = ahead
            .iter()
            .take_while(|token| token.kind != TokenKind::Newline)
            .take_while(|token| token.kind != TokenKind::OpenBrace)
            .position(|token| token.kind == TokenKind::CloseBrace)?;
        Some(self.at + 1 + closing)
    }

    /// Whether `${` starts or follows in a word.
    pub(super) fn is_reference(&self, token: Token) -> bool {
        token.at.of(self.text).ends_with('$')
            && self
                .tokens
                .get(self.at + 1)
                .is_some_and(|next| next.kind == TokenKind::OpenBrace)
    }

    /// Whether the next piece is glued to what ends here, and may not be.
    pub(super) fn glued_to(&self, end: usize) -> bool {
        self.peek().is_some_and(|next| {
            next.at.start() == end
                && (next.kind.is_string()
                    || matches!(
                        next.kind,
                        TokenKind::Word
                            | TokenKind::OpenParen
                            | TokenKind::CloseParen
                            | TokenKind::Equals
                            | TokenKind::Slashdash
                    ))
        })
    }

    /// Takes a word in quotes that KDL reads as letters, blanks within included.
    pub(super) fn quoted_wrongly(&mut self, token: Token) -> Option<Bytes> {
        let text = token.at.of(self.text);
        if !text.starts_with(is_quote) {
            return None;
        }
        let line = line_ahead(self.text, token.at.start());
        let open = text.chars().next().map_or(0, char::len_utf8);
        let close = line
            .char_indices()
            .find(|(at, c)| *at >= open && is_quote(*c))?;
        let end = token.at.start() + close.0 + close.1.len_utf8();
        while self.peek().is_some_and(|token| token.at.start() < end) {
            self.at += 1;
        }
        Some(Bytes::new(token.at.start(), end))
    }

    /// Takes `[…]` on one line.
    pub(super) fn take_list(&mut self, token: Token) -> Bytes {
        let line = line_ahead(self.text, token.at.start());
        let end = token.at.start()
            + line
                .find(']')
                .map_or(token.at.end() - token.at.start(), |at| at + 1);
        while self
            .peek()
            .is_some_and(|token| token.at.start() < end && token.kind != TokenKind::OpenBrace)
        {
            self.at += 1;
        }
        Bytes::new(token.at.start(), end)
    }

    /// Skips to the closing parenthesis on the line, if there is one, and tells what was skipped.
    pub(super) fn take_parens(&mut self, open: Token) -> Bytes {
        let line = line_ahead(self.text, open.at.start()).len();
        let close = self
            .tokens
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .take_while(|token| {
                token.at.start() < open.at.start() + line && token.kind != TokenKind::OpenBrace
            })
            .position(|token| token.kind == TokenKind::CloseParen);
        if let Some(close) = close {
            self.at += close + 1;
        }
        let end = self
            .at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(open.at.end(), |token| token.at.end());
        Bytes::new(open.at.start(), end)
    }
}
