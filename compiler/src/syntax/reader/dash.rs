//! `/-`, which takes out what follows it.

use super::super::mistakes::Mistake;
use super::super::token::{Token, TokenKind};
use super::super::tree::{Block, Item, Part, What};
use super::space::keep_comment;
use super::{DEEPEST_DASH, Draft, Reader};
use crate::diag::Diagnostic;

impl Reader<'_> {
    pub(super) fn dashed_node(&mut self, block: &mut Block, newlines: usize) {
        let dash = self.peek();
        self.at += 1;
        let mut newlines = newlines;
        let items = &mut block.items;
        self.line_space(&mut |token| {
            items.push(Item {
                newlines,
                what: What::Comment(token),
            });
            newlines = 1;
        });
        while let Some(second) = self.peek()
            && second.kind == TokenKind::Slashdash
        {
            self.second_dash(second);
        }
        let nothing = matches!(
            self.kind(),
            None | Some(TokenKind::CloseBrace | TokenKind::Semicolon)
        ) || self.ends_here();
        if let Some(dash) = dash {
            if nothing {
                return self.empty_dash(dash);
            }
            if !self.enter_dash(dash) {
                self.skip_node();
                return;
            }
        }
        match self.kind() {
            Some(TokenKind::OpenBrace) => {
                if let Some(brace) = self.peek() {
                    self.nameless_block(brace);
                }
            }
            _ => self.node(block, newlines, true),
        }
        self.dashes -= 1;
    }

    /// Reads `/-` and what it takes out; tells whether the node goes on.
    pub(super) fn dashed_part(&mut self, draft: &mut Draft, dash: Token) -> bool {
        self.at += 1;
        let parts = &mut draft.parts;
        self.line_space(&mut |token| keep_comment(parts, &Part::Comment(token)));
        while let Some(second) = self.peek()
            && second.kind == TokenKind::Slashdash
        {
            self.second_dash(second);
        }
        let next = self.peek();
        let nothing = next
            .is_none_or(|token| matches!(token.kind, TokenKind::CloseBrace | TokenKind::Semicolon));
        if nothing || self.ends_here() {
            self.empty_dash(dash);
            return true;
        }
        if !self.enter_dash(dash) {
            self.skip_node();
            return false;
        }
        let block = self.kind() == Some(TokenKind::OpenBrace);
        if block {
            let block = self.children();
            Self::push_children(draft, block, true);
        } else if let Some(token) = next {
            if draft.block {
                let at = self.rest_of_node(token.at.start());
                self.say(at, false, Mistake::behind_block);
                self.complete = false;
                self.end_of_node(false);
            } else {
                self.entry(draft, true);
            }
        }
        self.dashes -= 1;
        true
    }

    pub(super) fn empty_dash(&mut self, dash: Token) {
        self.complete = false;
        self.say(dash.at, false, |mistake| {
            Diagnostic::error(
                "syntax",
                mistake.at.span(mistake.file),
                "`/-` takes out what follows it, and nothing does",
            )
            .label("takes out nothing")
            .help("take it out, or write it before a node, a value or a block")
        });
    }

    pub(super) fn second_dash(&mut self, dash: Token) {
        self.complete = false;
        self.say(dash.at, false, |mistake| {
            Diagnostic::error(
                "syntax",
                mistake.at.span(mistake.file),
                "one `/-` is enough to take something out",
            )
            .label("the second one")
            .help("take it out")
            .fix(mistake.at.span(mistake.file), "")
        });
        self.at += 1;
        self.line_space(&mut |_| {});
    }

    pub(super) fn enter_dash(&mut self, dash: Token) -> bool {
        if self.dashes < DEEPEST_DASH {
            self.dashes += 1;
            return true;
        }
        self.complete = false;
        self.say(dash.at, false, |mistake| {
            Diagnostic::error(
                "nesting-too-deep",
                mistake.at.span(mistake.file),
                format!("`/-` stands more than {DEEPEST_DASH} deep in other `/-`"),
            )
            .label("already taken out")
            .help("the outermost `/-` takes out all that is in it: drop this one")
        });
        false
    }
}
