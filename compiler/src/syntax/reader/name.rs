//! The name of a node, and the signs that other formats put behind it.

use super::super::chars::{Bytes, line_ahead};
use super::super::mistakes::{self, Mistake, names_secret};
use super::super::token::{Token, TokenKind};
use super::super::tree::Value;
use super::super::word::{Word, classify, is_plain_word, is_quote};
use super::{Draft, Reader};
use crate::diag::Diagnostic;

impl Reader<'_> {
    /// Reads the name of a node; none if there is none, which is reported.
    pub(super) fn name(&mut self, draft: &mut Draft) -> Option<Value> {
        let Some(token) = self.peek() else {
            self.no_value(draft);
            return None;
        };
        let text = token.at.of(self.text);
        match token.kind {
            TokenKind::Word if token.broken => {
                self.at += 1;
                None
            }
            TokenKind::Word => self.bare_name(token, text, draft),
            kind if kind.is_string() => {
                self.at += 1;
                if token.broken {
                    return None;
                }
                Some(Value::Literal(token))
            }
            TokenKind::Newline
            | TokenKind::Semicolon
            | TokenKind::CloseBrace
            | TokenKind::OpenBrace
            | TokenKind::LineComment
            | TokenKind::HashComment => {
                self.no_value(draft);
                None
            }
            _ => {
                self.at += 1;
                if draft.sound {
                    self.say(token.at, false, Mistake::no_name);
                }
                None
            }
        }
    }

    pub(super) fn bare_name(
        &mut self,
        token: Token,
        text: &str,
        draft: &mut Draft,
    ) -> Option<Value> {
        if text.starts_with('[') {
            let at = self.take_list(token);
            self.say(at, false, |mistake| mistake.list(""));
            return None;
        }
        if let Some(at) = self.quoted_wrongly(token) {
            self.say(at, false, Mistake::wrong_quotes);
            let meant = at.of(self.text).trim_matches(is_quote);
            draft.sound &= !meant.is_empty();
            return Some(mistakes::meant_text(at, meant));
        }
        if self.is_reference(token) || classify(text) != Word::Name {
            let from = self.at;
            let at = self.chunk(token.at.start());
            if self.is_broken(from) {
                return None;
            }
            if at.of(self.text).starts_with('`') {
                self.say(at, false, Mistake::no_name);
            } else {
                self.say(at, false, |mistake| mistake.bad_name("node"));
            }
            return None;
        }
        self.at += 1;
        if let Some(name) = text.strip_suffix(':')
            && classify(name) == Word::Name
        {
            let value = self.value_ahead(token.at.end());
            let sign = Bytes::new(token.at.end() - 1, token.at.end());
            let secret = names_secret(name);
            if self.has_value_ahead() {
                self.say(token.at, secret, |mistake| {
                    mistakes::assignment(
                        mistake,
                        name,
                        Some(value.as_str()).filter(|_| !value.is_empty()),
                        sign,
                    )
                    .fix(sign.span(mistake.file), "")
                });
            } else {
                self.say(sign, false, |mistake| {
                    Diagnostic::error(
                        "syntax",
                        mistake.at.span(mistake.file),
                        "a node's name has no colon",
                    )
                    .label("take it out")
                    .help(format!("{name} {{ … }}"))
                    .fix(mistake.at.span(mistake.file), "")
                });
            }
            return Some(mistakes::meant_text(token.at, name));
        }
        Some(Value::Literal(token))
    }

    /// Whether `=` follows the name of the node: `key=value`, `key = value`.
    pub(super) fn is_assignment(draft: &Draft, token: Token) -> bool {
        token.kind == TokenKind::Equals && !draft.entries
    }

    pub(super) fn entry_or_assignment(&mut self, draft: &mut Draft, token: Token) {
        if !Self::is_assignment(draft, token) {
            return self.entry(draft, false);
        }
        let name = draft.name.of(self.text).to_owned();
        let secret = names_secret(&name);
        self.at += 1;
        self.node_space(&mut |_| {});
        let value = self.value_ahead(token.at.end());
        self.say(draft.name, secret, |mistake| {
            mistakes::assignment(
                mistake,
                &name,
                Some(value.as_str()).filter(|value| !value.is_empty()),
                token.at,
            )
            .fix(token.at.span(mistake.file), " ")
        });
        let next = self.kind();
        if next.is_some_and(|kind| {
            kind == TokenKind::Word || kind == TokenKind::OpenParen || kind.is_string()
        }) {
            self.entry(draft, false);
        } else {
            draft.sound = false;
        }
    }

    /// Whether a value follows on the line.
    pub(super) fn has_value_ahead(&self) -> bool {
        let next = self
            .tokens
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .find(|token| token.kind != TokenKind::Space);
        next.is_some_and(|token| token.kind == TokenKind::Word || token.kind.is_string())
    }

    /// What follows on the line, as it should be written.
    pub(super) fn value_ahead(&self, from: usize) -> String {
        let line = line_ahead(self.text, from).trim();
        let line = line.split(" #").next().unwrap_or("").trim_end();
        if line.is_empty() || line.starts_with('"') || line.contains(['{', '}', ';']) {
            return line.trim_end_matches(['{', '}', ';', ' ']).to_owned();
        }
        match classify(line) {
            Word::Number => line.to_owned(),
            Word::Name if is_plain_word(line) => line.to_owned(),
            _ => mistakes::quote(line.trim_matches(is_quote)),
        }
    }
}
