//! The tree as it is written → the tree of values.

use crate::diag::Diagnostic;
use crate::source::{FileId, Spanned};

use super::chars::{Bytes, narrow};
use super::judge::{EntryTexts, Texts, ask};
use super::multiline;
use super::node::{Node, Prop, Scalar, ScalarKind};
use super::plain;
use super::report::Report;
use super::token::{Token, TokenKind};
use super::tree::{Block, Entry, Part, Statement, Value, What};
use super::word::{Word, classify};

/// Builds the nodes of a text; tells also whether all of them could be built.
pub(super) fn build(
    file: FileId,
    text: &str,
    block: &Block,
    report: &mut Report,
) -> (Vec<Node>, bool) {
    let mut builder = Builder::new(file, text, report, Judge::Kdl);
    let nodes = builder.nodes(block);
    (nodes, builder.complete)
}

/// Builds the nodes of a text in which all nodes are plain, with a stack of any size; none if one is not.
pub(super) fn build_plain(file: FileId, text: &str, block: &Block) -> Option<(Vec<Node>, bool)> {
    let mut report = Report::default();
    let mut builder = Builder::new(file, text, &mut report, Judge::Nobody);
    let nodes = builder.nodes(block);
    (!builder.undecided).then_some((nodes, builder.complete))
}

/// Who says what a node that is not plain means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judge {
    /// The kdl crate.
    Kdl,
    /// Nobody: building ends at such a node.
    Nobody,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    report: &'a mut Report,
    judge: Judge,
    /// Whether all nodes so far could be built.
    complete: bool,
    /// Whether a node was met that nobody could judge.
    undecided: bool,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, report: &'a mut Report, judge: Judge) -> Self {
        Self {
            file,
            text,
            report,
            judge,
            complete: true,
            undecided: false,
        }
    }
}

impl Builder<'_> {
    fn nodes(&mut self, block: &Block) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in &block.items {
            if self.undecided {
                break;
            }
            if let What::Node(statement) = &item.what
                && !statement.dashed
            {
                if !statement.sound {
                    self.complete = false;
                } else if let Some(node) = self.node(statement) {
                    nodes.push(node);
                }
            }
        }
        nodes
    }

    fn node(&mut self, statement: &Statement) -> Option<Node> {
        let texts = self.texts(statement)?;
        let kind = match &statement.name {
            Value::Literal(_) => texts.name.unwrap_or_default(),
            Value::Meant { text, .. } => text.clone(),
        };
        let mut node = Node {
            kind: self.spanned(kind, statement.name.at()),
            annotation: self.annotation(statement.annotation, texts.annotation),
            args: Vec::new(),
            props: Vec::new(),
            children: None,
            span: statement.at.span(self.file),
        };
        let mut entries = texts.entries.into_iter();
        for part in &statement.parts {
            match part {
                Part::Entry(entry) if !entry.dashed => {
                    let texts = match entry.value {
                        Value::Literal(_) => entries.next().unwrap_or_default(),
                        Value::Meant { .. } => EntryTexts::default(),
                    };
                    self.entry(entry, texts, &mut node);
                }
                Part::Children {
                    dashed: false,
                    block,
                } => node.children = Some(self.nodes(block)),
                _ => {}
            }
        }
        Some(node)
    }

    /// The texts of one node: as they stand where all is plain, else as the judge reads them.
    fn texts(&mut self, statement: &Statement) -> Option<Texts> {
        if let Some(texts) = plain::texts(self.text, statement) {
            return Some(texts);
        }
        if self.judge == Judge::Nobody {
            self.undecided = true;
            return None;
        }
        let refusal = match ask(self.text, statement) {
            Ok(texts) => return Some(texts),
            Err(refusal) => refusal,
        };
        self.complete = false;
        let file = self.file;
        self.report.push(|| {
            Diagnostic::error("syntax", refusal.at.span(file), refusal.message)
                .label("not KDL")
                .help("put text in quotes, and separate values with blanks")
        });
        None
    }

    fn spanned(&self, text: String, at: Bytes) -> Spanned<String> {
        Spanned::new(text, at.span(self.file))
    }

    fn annotation(&self, token: Option<Token>, text: Option<String>) -> Option<Spanned<String>> {
        let token = token?;
        let text = text.unwrap_or_else(|| token.at.of(self.text).to_owned());
        Some(self.spanned(text, token.at))
    }

    fn entry(&self, entry: &Entry, texts: EntryTexts, node: &mut Node) {
        let (kind, text, quoted) = match &entry.value {
            Value::Meant { kind, text, .. } => (*kind, text.clone(), false),
            Value::Literal(token) => self.literal(*token, texts.text),
        };
        let verbatim = match &entry.value {
            Value::Literal(token) if kind == ScalarKind::Text => self.verbatim(*token, &text),
            Value::Meant { at, .. } if at.of(self.text) == text => Some(narrow(at.start())),
            _ => None,
        };
        let value = Scalar {
            kind,
            text,
            quoted,
            annotation: self.annotation(entry.annotation, texts.annotation),
            span: entry.value.at().span(self.file),
            verbatim,
        };
        match entry.name {
            None => node.args.push(value),
            Some(name) => {
                let text = texts
                    .name
                    .unwrap_or_else(|| name.at.of(self.text).to_owned());
                node.props.push(Prop {
                    name: self.spanned(text, name.at),
                    value,
                });
            }
        }
    }

    fn literal(&self, token: Token, text: Option<String>) -> (ScalarKind, String, bool) {
        let written = token.at.of(self.text);
        if token.kind.is_string() {
            return (ScalarKind::Text, text.unwrap_or_default(), true);
        }
        match classify(written) {
            Word::Bool => (ScalarKind::Bool, unmarked(written), false),
            Word::Null => (ScalarKind::Null, unmarked(written), false),
            Word::Number | Word::Special => (ScalarKind::Number, written.to_owned(), false),
            _ => (
                ScalarKind::Text,
                text.unwrap_or_else(|| written.to_owned()),
                false,
            ),
        }
    }

    /// Where a string's content stands as it is.
    fn verbatim(&self, token: Token, text: &str) -> Option<u32> {
        let written = token.at.of(self.text);
        let hashes = written.len() - written.trim_start_matches('#').len();
        let content = match token.kind {
            TokenKind::Quoted | TokenKind::Raw => hashes + 1,
            TokenKind::Multiline | TokenKind::RawMultiline => {
                let content = multiline::lines(written, hashes).ok()?;
                content.lines.first()?.0 + content.prefix.len()
            }
            _ => 0,
        };
        let start = token.at.start() + content;
        let same = Bytes::new(start, start + text.len()).of(self.text) == text;
        (same && (content + text.len() <= written.len())).then(|| narrow(start))
    }
}

fn unmarked(keyword: &str) -> String {
    keyword.trim_start_matches('#').to_owned()
}
