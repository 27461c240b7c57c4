//! Which brace is missing, or is one too many: the indentation tells.

use crate::diag::Diagnostic;
use crate::source::FileId;

use super::chars::Bytes;
use super::report::Report;
use super::token::{Token, TokenKind};

/// Where blocks end although no brace says so, and which braces end none.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Pieces (by number, ascending, a number once per block) before which a block ends.
    pub(super) ends: Vec<usize>,
    /// Closing braces (by number, ascending) that are one too many.
    pub(super) extra: Vec<usize>,
}

/// A block that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    token: usize,
    line: usize,
    indent: usize,
}

/// A block that is not closed, and the piece before which it should be.
type Unclosed = (usize, Option<usize>);

/// Matches the braces, and reports those without a partner.
pub(super) fn plan(file: FileId, text: &str, tokens: &[Token], report: &mut Report) -> Plan {
    let (unclosed, stray) = count(tokens);
    if unclosed == 0 && stray == 0 {
        return Plan::default();
    }
    let mut plan = Plan::default();
    let walk = Walk::new(tokens).run(unclosed, stray);
    let walk = if walk.strays > stray || walk.unclosed.len() > unclosed {
        Walk::new(tokens).run(0, 0)
    } else {
        walk
    };
    for (open, before) in &walk.unclosed {
        report_unclosed(file, text, tokens, *open, *before, report);
        plan.ends.extend(before);
    }
    for token in &walk.extra {
        if let Some(brace) = tokens.get(*token) {
            stray_brace(file, *brace, report);
        }
    }
    plan.extra = walk.extra;
    plan
}

/// Reports a closing brace that closes nothing.
pub(super) fn stray_brace(file: FileId, brace: Token, report: &mut Report) {
    let span = brace.at.span(file);
    report.push(|| {
        Diagnostic::error("stray-brace", span, "this `}` closes nothing")
            .label("no block is open here")
            .help("take it out, or look above for a block that was closed too early")
    });
}

/// How many blocks stay open, and how many braces close none, if braces are simply counted.
fn count(tokens: &[Token]) -> (usize, usize) {
    let mut open = 0usize;
    let mut stray = 0;
    for token in tokens {
        match token.kind {
            TokenKind::OpenBrace => open += 1,
            TokenKind::CloseBrace if open == 0 => stray += 1,
            TokenKind::CloseBrace => open -= 1,
            _ => {}
        }
    }
    (open, stray)
}

/// One walk over the pieces that keeps the open blocks.
struct Walk<'a> {
    tokens: &'a [Token],
    open: Vec<Open>,
    line: usize,
    indent: usize,
    unclosed: Vec<Unclosed>,
    extra: Vec<usize>,
    strays: usize,
}

impl<'a> Walk<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        Self {
            tokens,
            open: Vec::new(),
            line: 0,
            indent: 0,
            unclosed: Vec::new(),
            extra: Vec::new(),
            strays: 0,
        }
    }

    /// Looks for `missing` braces and for `extra` ones.
    fn run(mut self, missing: usize, extra: usize) -> Self {
        let missing = if extra > 0 { 0 } else { missing };
        let mut fresh = true;
        let mut width = 0;
        let mut carried = false;
        for (number, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Newline => {
                    fresh = !carried;
                    carried = false;
                    width = 0;
                    self.line += 1;
                    continue;
                }
                TokenKind::Space => {
                    width += token.at.end() - token.at.start();
                    continue;
                }
                TokenKind::Continuation => carried = true,
                _ => {}
            }
            if fresh {
                self.indent = width;
                if !token.kind.is_comment() {
                    self.end_blocks(number, *token, missing);
                }
            }
            self.brace(number, *token, fresh, extra);
            fresh = false;
        }
        let rest = self.open.iter().map(|open| (open.token, None));
        self.unclosed.extend(rest);
        self
    }

    /// Ends the blocks that a line with this indentation can't be in.
    fn end_blocks(&mut self, number: usize, token: Token, missing: usize) {
        let closes = token.kind == TokenKind::CloseBrace;
        while self.unclosed.len() < missing
            && let Some(open) = self.open.last()
            && (self.indent < open.indent || (self.indent == open.indent && !closes))
        {
            self.unclosed.push((open.token, Some(number)));
            self.open.pop();
        }
    }

    fn brace(&mut self, number: usize, token: Token, first: bool, extra: usize) {
        match token.kind {
            TokenKind::OpenBrace => self.open.push(Open {
                token: number,
                line: self.line,
                indent: self.indent,
            }),
            TokenKind::CloseBrace => match self.open.last() {
                None => self.strays += 1,
                Some(open)
                    if first
                        && self.extra.len() < extra
                        && open.line < self.line
                        && open.indent < self.indent =>
                {
                    self.extra.push(number);
                }
                Some(_) => {
                    self.open.pop();
                }
            },
            _ => {}
        }
    }
}

fn report_unclosed(
    file: FileId,
    text: &str,
    tokens: &[Token],
    open: usize,
    before: Option<usize>,
    report: &mut Report,
) {
    let Some(brace) = tokens.get(open) else {
        return;
    };
    report.push(|| {
        let message = match owner(tokens, open) {
            Some(name) if name.end() - name.start() <= 60 => {
                format!("the block of `{}` is not closed", name.of(text))
            }
            _ => "the block is not closed".to_owned(),
        };
        let (other, word) = match before.and_then(|token| tokens.get(token)) {
            Some(token) => (
                Bytes::new(token.at.start(), token.at.end().min(token.at.start() + 40)),
                "by its indentation, this is no longer in it",
            ),
            None => (
                Bytes::new(text.len(), text.len()),
                "and the file ends without its `}`",
            ),
        };
        Diagnostic::error("unclosed-block", brace.at.span(file), message)
            .label("it starts here")
            .other(other.span(file), word)
            .help("close it with `}`")
    });
}

/// What stands before a block on its line: the name of its node and its first values.
fn owner(tokens: &[Token], open: usize) -> Option<Bytes> {
    let before = tokens.get(..open)?;
    let first = before
        .iter()
        .rev()
        .take_while(|token| {
            !matches!(
                token.kind,
                TokenKind::Newline
                    | TokenKind::Semicolon
                    | TokenKind::OpenBrace
                    | TokenKind::CloseBrace
            )
        })
        .filter(|token| token.kind != TokenKind::Space);
    let (last, first) = first.fold((None, None), |(last, _), token| {
        (last.or(Some(token)), Some(token))
    });
    Some(Bytes::new(first?.at.start(), last?.at.end()))
}
