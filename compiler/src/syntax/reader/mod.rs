//! Pieces → the tree as it is written. It goes on behind every fault, so that one run tells all of them.

mod dash;
mod entry;
mod name;
mod space;
mod statement;
mod take;

use crate::diag::Diagnostic;
use crate::source::FileId;

use super::braces::{Plan, stray_brace};
use super::chars::Bytes;
use super::mistakes::Mistake;
use super::report::Report;
use super::token::{Token, TokenKind};
use super::tree::{Block, Item, Part, What};

/// How deep blocks may stand in one another.
const DEEPEST_BLOCK: usize = 64;
/// How deep `/-` may stand in one another.
const DEEPEST_DASH: usize = 3;

/// Reads the pieces of a text.
pub(super) fn read(
    file: FileId,
    text: &str,
    tokens: &[Token],
    plan: Plan,
    report: &mut Report,
) -> (Block, bool) {
    let mut reader = Reader {
        file,
        text,
        tokens,
        at: 0,
        ends: plan.ends,
        ended: 0,
        extra: plan.extra,
        depth: 0,
        dashes: 0,
        report,
        complete: true,
        cut_short: false,
    };
    let mut block = reader.block();
    block.at = Some(Bytes::new(0, text.len()));
    (block, reader.complete)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    ends: Vec<usize>,
    ended: usize,
    extra: Vec<usize>,
    depth: usize,
    dashes: usize,
    report: &'a mut Report,
    complete: bool,
    /// Whether the last block ended without a brace, and its node with it.
    cut_short: bool,
}

/// A node while its parts are read.
struct Draft {
    parts: Vec<Part>,
    sound: bool,
    end: usize,
    /// Whether a block of it was read, one that `/-` takes out included.
    block: bool,
    /// Whether a block that counts was read.
    children: bool,
    name: Bytes,
    /// Whether an argument or property was read.
    entries: bool,
    /// Whether the name or an argument says that what follows is a secret.
    secret: bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    fn say(&mut self, at: Bytes, secret: bool, make: impl FnOnce(Mistake<'a>) -> Diagnostic) {
        let mistake = Mistake {
            file: self.file,
            at,
            text: at.of(self.text),
            secret,
        };
        self.report.push(|| make(mistake));
    }

    /// Whether the open block ends here although no brace says so.
    fn ends_here(&self) -> bool {
        self.ends.get(self.ended).is_some_and(|end| *end <= self.at)
    }

    /// Reads nodes up to the closing brace of the block, or the end of the file.
    fn block(&mut self) -> Block {
        let mut block = Block::default();
        let mut newlines = 0;
        while let Some(token) = self.peek() {
            if self.depth > 0 && self.ends_here() {
                break;
            }
            match token.kind {
                TokenKind::Newline => {
                    newlines += 1;
                    self.at += 1;
                    continue;
                }
                TokenKind::Space => {
                    self.at += 1;
                    continue;
                }
                TokenKind::Continuation => {
                    self.carried(&mut |_| {});
                    continue;
                }
                TokenKind::CloseBrace => {
                    if !self.is_extra() {
                        if self.depth > 0 {
                            break;
                        }
                        stray_brace(self.file, token, self.report);
                    }
                    self.at += 1;
                    self.complete = false;
                }
                TokenKind::Semicolon => {
                    self.say(token.at, false, |mistake| {
                        Diagnostic::error(
                            "syntax",
                            mistake.at.span(mistake.file),
                            "there is no node before this `;`",
                        )
                        .label("ends nothing")
                        .help("take it out")
                        .fix(mistake.at.span(mistake.file), "")
                    });
                    self.at += 1;
                }
                TokenKind::OpenBrace => self.nameless_block(token),
                kind if kind.is_comment() => {
                    self.at += 1;
                    block.items.push(Item {
                        newlines,
                        what: What::Comment(token),
                    });
                }
                TokenKind::Slashdash => self.dashed_node(&mut block, newlines),
                _ => self.node(&mut block, newlines, false),
            }
            newlines = 0;
        }
        block
    }

    /// Whether the closing brace here is one that the indentation says is one too many.
    fn is_extra(&self) -> bool {
        self.extra.binary_search(&self.at).is_ok()
    }

    fn nameless_block(&mut self, brace: Token) {
        self.say(brace.at, false, |mistake| {
            Diagnostic::error(
                "syntax",
                mistake.at.span(mistake.file),
                "a block needs the name of its node before it",
            )
            .label("whose block is this?")
            .help("put the `{` on the line of the node that it belongs to")
        });
        self.complete = false;
        self.children();
        self.cut_short = false;
        self.end_of_node(true);
    }

    /// Reads a block from its opening to its closing brace.
    fn children(&mut self) -> Block {
        let Some(open) = self.peek() else {
            return Block::default();
        };
        if self.depth >= DEEPEST_BLOCK {
            self.complete = false;
            self.say(open.at, false, |mistake| {
                Diagnostic::error(
                    "nesting-too-deep",
                    mistake.at.span(mistake.file),
                    format!("blocks stand more than {DEEPEST_BLOCK} deep in one another"),
                )
                .label("one too deep")
                .help("a stack needs about five: is a `}` missing above?")
            });
            self.skip_block();
            return Block::default();
        }
        self.at += 1;
        self.depth += 1;
        let mut block = self.block();
        self.depth -= 1;
        let end = match self.peek() {
            Some(token) if self.ends_here() => {
                self.ended += 1;
                self.complete = false;
                self.cut_short = true;
                self.before(token.at.start())
            }
            Some(token) => {
                self.at += 1;
                token.at.end()
            }
            None => {
                self.complete = false;
                self.before(self.text.len())
            }
        };
        block.at = Some(Bytes::new(open.at.start(), end.max(open.at.end())));
        block
    }

    /// The end of the text before a place, without blanks and newlines.
    fn before(&self, at: usize) -> usize {
        Bytes::new(0, at).of(self.text).trim_end().len()
    }
}
