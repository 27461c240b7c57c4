//! A node: its annotation and what follows its name.

use super::super::chars::Bytes;
use super::super::mistakes::{Mistake, names_secret};
use super::super::token::{Token, TokenKind};
use super::super::tree::{Block, Item, Part, Statement, What};
use super::super::word::{Word, classify};
use super::space::keep_comment;
use super::{Draft, Reader};
use crate::diag::Diagnostic;

impl Reader<'_> {
    pub(super) fn node(&mut self, block: &mut Block, newlines: usize, dashed: bool) {
        let Some(first) = self.peek() else {
            return;
        };
        let mut draft = Draft {
            parts: Vec::new(),
            sound: true,
            end: first.at.end(),
            block: false,
            children: false,
            name: first.at,
            entries: false,
            secret: false,
        };
        let annotation = self.annotation(&mut draft);
        let Some(name) = self.name(&mut draft) else {
            self.complete = false;
            self.skip_node();
            return;
        };
        draft.name = name.at();
        draft.secret = names_secret(draft.name.of(self.text));
        draft.end = draft.end.max(name.at().end());
        self.parts(&mut draft);
        self.complete &= draft.sound;
        block.items.push(Item {
            newlines,
            what: What::Node(Box::new(Statement {
                dashed,
                annotation,
                name,
                parts: draft.parts,
                sound: draft.sound,
                at: Bytes::new(first.at.start(), draft.end),
            })),
        });
    }

    /// Reads `(type)` and the blanks behind it, if one is there.
    pub(super) fn annotation(&mut self, draft: &mut Draft) -> Option<Token> {
        let open = self.peek()?;
        if open.kind != TokenKind::OpenParen {
            return None;
        }
        self.at += 1;
        let parts = &mut draft.parts;
        self.node_space(&mut |part| keep_comment(parts, &part));
        let name = self.peek();
        let valid = name.is_some_and(|name| self.is_name(name));
        if valid {
            self.at += 1;
            self.node_space(&mut |part| keep_comment(parts, &part));
        }
        if !valid || self.kind() != Some(TokenKind::CloseParen) {
            let broken = name.is_some_and(|name| name.broken);
            let at = self.take_parens(open);
            self.node_space(&mut |_| {});
            draft.sound = false;
            if !broken {
                self.say(at, false, |mistake| {
                    Diagnostic::error(
                        "syntax",
                        mistake.at.span(mistake.file),
                        "an annotation is one word in parentheses",
                    )
                    .label("not an annotation")
                    .help(
                        "`(secret)name` or `(plain)\"text\"`; a text with parentheses needs quotes",
                    )
                });
            }
            return None;
        }
        self.at += 1;
        let parts = &mut draft.parts;
        self.node_space(&mut |part| keep_comment(parts, &part));
        name
    }

    /// Whether a piece is a string, in quotes or not.
    pub(super) fn is_name(&self, token: Token) -> bool {
        !token.broken
            && (token.kind.is_string()
                || (token.kind == TokenKind::Word
                    && classify(token.at.of(self.text)) == Word::Name))
    }

    pub(super) fn parts(&mut self, draft: &mut Draft) {
        loop {
            if std::mem::take(&mut self.cut_short) {
                return;
            }
            let parts = &mut draft.parts;
            let spaced = self.node_space(&mut |part| parts.push(part));
            let Some(token) = self.peek() else {
                return;
            };
            if self.depth > 0 && self.ends_here() {
                return;
            }
            match token.kind {
                TokenKind::Newline
                | TokenKind::LineComment
                | TokenKind::HashComment
                | TokenKind::CloseBrace => return,
                TokenKind::Semicolon => {
                    self.at += 1;
                    return;
                }
                TokenKind::OpenBrace if !draft.children => {
                    let block = self.children();
                    Self::push_children(draft, block, false);
                }
                TokenKind::Slashdash if spaced || draft.block => {
                    if !self.dashed_part(draft, token) {
                        return;
                    }
                }
                _ if draft.block => {
                    let at = self.rest_of_node(token.at.start());
                    self.say(at, false, Mistake::behind_block);
                    self.complete = false;
                    return self.end_of_node(false);
                }
                _ if !spaced && !Self::is_assignment(draft, token) => {
                    let at = self.chunk(token.at.start());
                    let secret = draft.secret;
                    draft.sound = false;
                    if !self.follows_broken(token) {
                        self.say(at, secret, Mistake::glued);
                    }
                }
                _ => self.entry_or_assignment(draft, token),
            }
        }
    }

    pub(super) fn push_children(draft: &mut Draft, block: Block, dashed: bool) {
        if let Some(at) = block.at {
            draft.end = draft.end.max(at.end());
        }
        draft.block = true;
        draft.children |= !dashed;
        draft.parts.push(Part::Children { dashed, block });
    }

    pub(super) fn follows_broken(&self, token: Token) -> bool {
        token.broken
            || self
                .tokens
                .iter()
                .take(self.at)
                .rev()
                .find(|before| before.at.end() <= token.at.start())
                .is_some_and(|before| before.broken)
    }
}
