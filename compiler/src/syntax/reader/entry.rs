//! Arguments and properties.

use super::super::chars::Bytes;
use super::super::mistakes::{self, Mistake, names_secret};
use super::super::node::ScalarKind;
use super::super::token::{Token, TokenKind};
use super::super::tree::{Entry, Part, Value};
use super::super::word::{Word, classify, is_quote};
use super::space::keep_comment;
use super::{Draft, Reader};
use crate::diag::Diagnostic;

impl Reader<'_> {
    pub(super) fn entry(&mut self, draft: &mut Draft, dashed: bool) {
        let Some(first) = self.peek() else {
            return;
        };
        let name = self.property_name(draft, first);
        let annotation = self.annotation(draft);
        let secret = draft.secret || name.is_some_and(|name| names_secret(name.at.of(self.text)));
        draft.entries = true;
        match self.value(draft, secret, name.is_some()) {
            Some(value) => {
                draft.end = draft.end.max(value.at().end());
                draft.secret |= name.is_none() && names_secret(value.at().of(self.text));
                draft.parts.push(Part::Entry(Entry {
                    dashed,
                    name,
                    annotation,
                    value,
                }));
            }
            None => draft.sound = false,
        }
    }

    /// Reads `name =` and the blanks behind it, if a property starts here.
    pub(super) fn property_name(&mut self, draft: &mut Draft, first: Token) -> Option<Token> {
        if first.kind != TokenKind::Word && !first.kind.is_string() {
            return None;
        }
        let mut ahead = self.at + 1;
        let mut carried = false;
        while let Some(token) = self.tokens.get(ahead) {
            match token.kind {
                TokenKind::Space | TokenKind::BlockComment => {}
                TokenKind::Equals => break,
                TokenKind::Continuation => carried = true,
                TokenKind::LineComment if carried => {}
                TokenKind::Newline if carried => carried = false,
                _ => return None,
            }
            ahead += 1;
        }
        let equals = self.tokens.get(ahead).copied()?;
        let text = first.at.of(self.text);
        draft.sound &= !first.broken;
        if !first.broken && !self.is_name(first) {
            if equals.at.start() == first.at.end() && classify(text) == Word::Other {
                return None;
            }
            draft.sound = false;
            self.say(first.at, false, |mistake| mistake.bad_name("property"));
        }
        self.at += 1;
        let parts = &mut draft.parts;
        self.node_space(&mut |part| keep_comment(parts, &part));
        self.at += 1;
        self.node_space(&mut |part| keep_comment(parts, &part));
        Some(first)
    }

    /// Reads a value; none if there is none, or none that could be told, which is reported.
    pub(super) fn value(
        &mut self,
        draft: &mut Draft,
        secret: bool,
        property: bool,
    ) -> Option<Value> {
        let Some(token) = self.peek() else {
            self.no_value(draft);
            return None;
        };
        match token.kind {
            TokenKind::Word => self.bare_value(token, secret, property),
            kind if kind.is_string() => self.string_value(token, secret),
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
                let at = self.chunk(token.at.start());
                if draft.sound {
                    self.say(at, secret, Mistake::unexpected);
                }
                None
            }
        }
    }

    pub(super) fn no_value(&mut self, draft: &Draft) {
        if !draft.sound {
            return;
        }
        let before = self
            .tokens
            .get(..self.at)
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|token| {
                !matches!(
                    token.kind,
                    TokenKind::Space | TokenKind::BlockComment | TokenKind::Newline
                )
            });
        let Some(before) = before.copied() else {
            return;
        };
        self.say(before.at, false, |mistake| {
            Diagnostic::error(
                "syntax",
                mistake.at.span(mistake.file),
                format!("a value is missing behind `{}`", mistake.text),
            )
            .label("nothing follows")
            .help("write the value right behind it: `key=\"value\"`")
        });
    }

    pub(super) fn string_value(&mut self, token: Token, secret: bool) -> Option<Value> {
        self.at += 1;
        let glued = self.glued_to(token.at.end());
        if token.broken {
            if glued {
                self.chunk(token.at.end());
            }
            return None;
        }
        if !glued {
            return Some(Value::Literal(token));
        }
        let at = self.chunk(token.at.end());
        if at.of(self.text) == "," {
            self.say(at, false, Mistake::comma);
            return Some(Value::Literal(token));
        }
        self.say(at, secret, Mistake::glued);
        None
    }

    pub(super) fn bare_value(
        &mut self,
        token: Token,
        secret: bool,
        property: bool,
    ) -> Option<Value> {
        let text = token.at.of(self.text);
        if token.broken {
            self.at += 1;
            return None;
        }
        if text.starts_with('[') {
            let at = self.take_list(token);
            let text = self.text;
            self.say(at, secret, |mistake| {
                let before = text.get(..at.start()).unwrap_or_default();
                mistake.list(before.rsplit('\n').next().unwrap_or_default())
            });
            return None;
        }
        if let Some(at) = self.quoted_wrongly(token) {
            self.say(at, secret, Mistake::wrong_quotes);
            let meant = at.of(self.text).trim_matches(is_quote);
            return Some(mistakes::meant_text(at, meant));
        }
        if self.is_reference(token) {
            return self.unquoted(token, secret);
        }
        self.at += 1;
        let follows = self.glued_to(token.at.end());
        self.at -= 1;
        if follows {
            return self.unquoted(token, secret);
        }
        if !property && let Some(value) = self.before_comma(token, text) {
            return value;
        }
        self.at += 1;
        match classify(text) {
            Word::Name | Word::Number | Word::Bool | Word::Null | Word::Special => {
                Some(Value::Literal(token))
            }
            Word::Unmarked => {
                self.say(token.at, false, Mistake::unmarked);
                let (kind, text) = match text {
                    "true" | "false" => (ScalarKind::Bool, text),
                    "null" => (ScalarKind::Null, text),
                    other => (ScalarKind::Text, other),
                };
                Some(Value::Meant {
                    at: token.at,
                    kind,
                    text: text.to_owned(),
                })
            }
            Word::Hash => {
                self.say(token.at, secret, Mistake::unknown_keyword);
                None
            }
            Word::Digits | Word::Other => {
                self.at -= 1;
                self.unquoted(token, secret)
            }
        }
    }

    /// A value that lacks quotes, up to the next blank.
    pub(super) fn unquoted(&mut self, token: Token, secret: bool) -> Option<Value> {
        let from = self.at;
        let at = self.chunk(token.at.start());
        if self.is_broken(from) {
            return None;
        }
        self.say(at, secret, Mistake::needs_quotes);
        Some(mistakes::meant_text(at, at.of(self.text)))
    }

    /// A word with a comma behind it: the word alone. The outer option tells whether it is one.
    pub(super) fn before_comma(&mut self, token: Token, text: &str) -> Option<Option<Value>> {
        let word = text.strip_suffix(',')?;
        let comma = Bytes::new(token.at.end() - 1, token.at.end());
        self.at += 1;
        if word.is_empty() {
            self.say(comma, false, Mistake::comma);
            return Some(None);
        }
        if !matches!(
            classify(word),
            Word::Name | Word::Number | Word::Bool | Word::Null
        ) {
            self.at -= 1;
            return None;
        }
        self.say(comma, false, Mistake::comma);
        Some(Some(Value::Literal(Token {
            at: Bytes::new(token.at.start(), comma.start()),
            ..token
        })))
    }

    /// Whether a fault was reported in one of the pieces from this one up to here.
    pub(super) fn is_broken(&self, from: usize) -> bool {
        let taken = self.tokens.get(from..self.at).unwrap_or_default();
        taken.iter().any(|token| token.broken)
    }
}
