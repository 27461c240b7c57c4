//! The kdl crate: it says what the strings of a node are, and whether it takes the node at all.
//!
//! It is given one node at a time, without its blocks and comments, so that neither deep nesting nor a file full of faults makes it recurse.

use kdl::{KdlDocument, KdlIdentifier, KdlNode, KdlValue};

use super::chars::Bytes;
use super::token::Token;
use super::tree::{Entry, Part, Statement, Value};

/// The texts of a node, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The node's annotation.
    pub(super) annotation: Option<String>,
    /// Its name, if it is written as it is meant.
    pub(super) name: Option<String>,
    /// Of each entry that is written as it is meant and not taken out.
    pub(super) entries: Vec<EntryTexts>,
}

/// The texts of an entry.
#[derive(Debug, Default)]
pub(super) struct EntryTexts {
    /// The name of a property.
    pub(super) name: Option<String>,
    /// The annotation of the value.
    pub(super) annotation: Option<String>,
    /// The value, if it is a string.
    pub(super) text: Option<String>,
}

/// Why the kdl crate does not take a node.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Where.
    pub(super) at: Bytes,
    /// What it says.
    pub(super) message: String,
}

/// Asks the kdl crate about one node, which takes a large stack.
pub(super) fn ask(text: &str, node: &Statement) -> Result<Texts, Refusal> {
    let (start, header) = header(text, node);
    let whole = || Refusal {
        at: node.at,
        message: "this node can't be read".to_owned(),
    };
    let document = KdlDocument::parse_v2(&header).map_err(|error| {
        error.diagnostics.first().map_or_else(whole, |fault| {
            let from = start + fault.span.offset().min(header.len());
            let to = (from + fault.span.len()).min(start + header.len());
            Refusal {
                at: Bytes::new(from, to),
                message: fault
                    .message
                    .as_deref()
                    .map_or_else(|| "this node can't be read".to_owned(), lower),
            }
        })
    })?;
    let [parsed] = document.nodes() else {
        return Err(whole());
    };
    texts(node, parsed).ok_or_else(whole)
}

/// The node's name and entries at their places, with blanks for everything else.
fn header(text: &str, node: &Statement) -> (usize, String) {
    let start = node.at.start();
    let mut header = Header {
        text,
        start,
        out: String::new(),
    };
    header.annotation(node.annotation);
    match &node.name {
        Value::Literal(token) => header.put(token.at),
        Value::Meant { at, .. } => header.mark(at.start(), "-"),
    }
    for entry in written(node) {
        if let Some(name) = entry.name {
            header.put(name.at);
            header.mark(name.at.end(), "=");
        }
        header.annotation(entry.annotation);
        header.put(entry.value.at());
    }
    (start, header.out)
}

struct Header<'a> {
    text: &'a str,
    start: usize,
    out: String,
}

impl Header<'_> {
    /// Fills with blanks up to a place, and writes.
    fn mark(&mut self, at: usize, what: &str) {
        let blanks = at.saturating_sub(self.start + self.out.len());
        self.out.push_str(&" ".repeat(blanks));
        self.out.push_str(what);
    }

    fn put(&mut self, at: Bytes) {
        self.mark(at.start(), at.of(self.text));
    }

    fn annotation(&mut self, annotation: Option<Token>) {
        if let Some(token) = annotation {
            self.mark(token.at.start().saturating_sub(1), "(");
            self.put(token.at);
            self.mark(token.at.end(), ")");
        }
    }
}

/// The entries that count and are written as they are meant.
pub(super) fn written(node: &Statement) -> impl Iterator<Item = &Entry> {
    node.parts.iter().filter_map(|part| match part {
        Part::Entry(entry) if !entry.dashed && matches!(entry.value, Value::Literal(_)) => {
            Some(entry)
        }
        _ => None,
    })
}

fn texts(node: &Statement, parsed: &KdlNode) -> Option<Texts> {
    let value = |identifier: &KdlIdentifier| identifier.value().to_owned();
    if written(node).count() != parsed.entries().len() {
        return None;
    }
    let mut entries = Vec::new();
    for (entry, parsed) in written(node).zip(parsed.entries()) {
        if entry.name.is_some() != parsed.name().is_some()
            || entry.annotation.is_some() != parsed.ty().is_some()
        {
            return None;
        }
        entries.push(EntryTexts {
            name: parsed.name().map(value),
            annotation: parsed.ty().map(value),
            text: match parsed.value() {
                KdlValue::String(text) => Some(text.clone()),
                _ => None,
            },
        });
    }
    Some(Texts {
        annotation: parsed.ty().map(value),
        name: matches!(node.name, Value::Literal(_)).then(|| value(parsed.name())),
        entries,
    })
}

fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
