//! Where lines break and how far they are indented.

use super::super::chars::is_newline;
use super::super::token::{Token, TokenKind};
use super::super::tree::{Block, Entry, Item, Part, Statement, Value, What};
use super::literal;

/// The longest line that holds a block.
const WIDEST: usize = 100;
/// The indentation of one level.
const INDENT: &str = "    ";

/// Lays out the nodes of a file.
pub(super) fn lay_out(text: &str, block: &Block) -> String {
    let mut layout = Layout {
        text,
        out: String::new(),
        flat: false,
        commented: false,
    };
    layout.items(&block.items, 0, false);
    let mut out = layout.out;
    out.truncate(out.trim_end_matches('\n').len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

struct Layout<'a> {
    text: &'a str,
    out: String,
    /// Whether all blocks stay on the line, however long it becomes.
    flat: bool,
    /// Whether the line ends in a `//` comment.
    commented: bool,
}

impl Layout<'_> {
    fn written(&self, token: Token) -> &str {
        token.at.of(self.text)
    }

    fn comment(&self, token: Token) -> String {
        let written = self.written(token);
        match token.kind {
            TokenKind::BlockComment => literal::normal_newlines(written),
            _ => written.trim_end().to_owned(),
        }
    }

    /// Writes nodes and comments, each on a line of its own but for comments behind a node.
    fn items(&mut self, items: &[Item], level: usize, in_block: bool) {
        let mut before: Option<&Item> = None;
        for item in items {
            let joined = item.newlines == 0 && !self.commented && joins(before, item, in_block);
            if joined {
                self.out.push(' ');
            } else {
                if before.is_some() || in_block {
                    self.out.push('\n');
                }
                if item.newlines > 1 && before.is_some() {
                    self.out.push('\n');
                }
                self.commented = false;
                self.indent(level);
            }
            match &item.what {
                What::Comment(token) => self.put_comment(*token),
                What::Node(node) => self.node(node, level),
            }
            before = Some(item);
        }
    }

    fn put_comment(&mut self, token: Token) {
        let comment = self.comment(token);
        self.out.push_str(&comment);
        self.commented = token.kind != TokenKind::BlockComment;
    }

    fn indent(&mut self, level: usize) {
        self.out.push_str(&INDENT.repeat(level));
    }

    fn node(&mut self, node: &Statement, level: usize) {
        if node.dashed {
            self.out.push_str("/-");
        }
        if let Some(annotation) = node.annotation {
            self.annotation(annotation);
        }
        self.name(&node.name);
        for (number, part) in node.parts.iter().enumerate() {
            let next = node.parts.get(number + 1..).unwrap_or_default();
            self.part(part, next, level);
        }
    }

    fn name(&mut self, name: &Value) {
        if let Value::Literal(token) = name {
            self.out.push_str(&literal::name(self.text, *token));
        }
    }

    fn annotation(&mut self, token: Token) {
        self.out.push('(');
        self.out.push_str(&literal::name(self.text, token));
        self.out.push(')');
    }

    fn part(&mut self, part: &Part, next: &[Part], level: usize) {
        match part {
            Part::Comment(token) => self.part_comment(*token, next, level),
            Part::Continuation => self.continuation(next, level),
            Part::Entry(entry) => self.entry(entry, level),
            Part::Children { dashed, block } => {
                self.separate();
                if *dashed {
                    self.out.push_str("/-");
                }
                self.block(block, level);
            }
        }
    }

    /// A blank, unless the line has just been indented.
    fn separate(&mut self) {
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// A comment among a node's values.
    fn part_comment(&mut self, token: Token, next: &[Part], level: usize) {
        if self.commented {
            self.out.push('\n');
            self.indent(level);
        } else {
            self.separate();
        }
        self.put_comment(token);
        if self.commented && goes_on(next) {
            self.out.push('\n');
            self.indent(level + 1);
            self.commented = false;
        }
    }

    /// Carries the line on, if anything follows that needs it.
    fn continuation(&mut self, next: &[Part], level: usize) {
        if !goes_on(next) {
            return;
        }
        match next.first() {
            Some(Part::Comment(token)) if token.kind != TokenKind::BlockComment => {
                self.separate();
                self.out.push('\\');
            }
            Some(Part::Entry(_) | Part::Comment(_)) => {
                self.separate();
                self.out.push_str("\\\n");
                self.indent(level + 1);
            }
            _ => {}
        }
    }

    fn entry(&mut self, entry: &Entry, level: usize) {
        self.separate();
        if entry.dashed {
            self.out.push_str("/-");
        }
        if let Some(name) = entry.name {
            self.out.push_str(&literal::name(self.text, name));
            self.out.push('=');
        }
        if let Some(annotation) = entry.annotation {
            self.annotation(annotation);
        }
        if let Value::Literal(token) = entry.value {
            let indent = INDENT.repeat(level + 1);
            self.out
                .push_str(&literal::value(self.text, token, &indent));
        }
    }

    fn block(&mut self, block: &Block, level: usize) {
        if block.items.is_empty() {
            self.out.push_str("{}");
            return;
        }
        if self.flat {
            return self.one_line(block, level);
        }
        let written = block.at.map_or("", |at| at.of(self.text));
        if !written.contains(is_newline) {
            let start = self.out.len();
            self.flat = true;
            self.one_line(block, level);
            self.flat = false;
            if self.last_line_width() <= WIDEST {
                return;
            }
            self.out.truncate(start);
        }
        self.out.push('{');
        self.items(&block.items, level + 1, true);
        self.out.push('\n');
        self.indent(level);
        self.out.push('}');
    }

    fn one_line(&mut self, block: &Block, level: usize) {
        self.out.push_str("{ ");
        let mut node_before = false;
        for (number, item) in block.items.iter().enumerate() {
            if number > 0 {
                self.out.push_str(if node_before { "; " } else { " " });
            }
            match &item.what {
                What::Comment(token) => {
                    self.put_comment(*token);
                    node_before = false;
                }
                What::Node(node) => {
                    self.node(node, level + 1);
                    node_before = true;
                }
            }
        }
        self.out.push_str(" }");
    }

    fn last_line_width(&self) -> usize {
        let line = self.out.rsplit('\n').next().unwrap_or("");
        line.chars().count()
    }
}

/// Whether an item that is written on the line of the one before stays there.
fn joins(before: Option<&Item>, item: &Item, in_block: bool) -> bool {
    match (before.map(|before| &before.what), &item.what) {
        (None, What::Comment(token)) => in_block && token.kind == TokenKind::LineComment,
        (Some(What::Comment(before)), _) => before.kind == TokenKind::BlockComment,
        (Some(What::Node(_)), What::Comment(_)) => true,
        _ => false,
    }
}

/// Whether more of a node follows than the end of its line.
fn goes_on(next: &[Part]) -> bool {
    next.iter().any(|part| match part {
        Part::Entry(_) | Part::Children { .. } => true,
        Part::Comment(token) => token.kind == TokenKind::BlockComment,
        Part::Continuation => false,
    })
}
