//! The tree as it is written: every name, value and comment in its place. Values are read from it, and the layout is made from it.

use super::chars::Bytes;
use super::node::ScalarKind;
use super::token::Token;

/// The nodes and comments of a file or of a block.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// In order.
    pub(super) items: Vec<Item>,
    /// From the opening to the closing brace; all of the text for a file.
    pub(super) at: Option<Bytes>,
}

/// A node or a comment between nodes.
#[derive(Debug)]
pub(super) struct Item {
    /// How many newlines stand before it.
    pub(super) newlines: usize,
    /// What it is.
    pub(super) what: What,
}

/// A node or a comment.
#[derive(Debug)]
pub(super) enum What {
    /// A comment.
    Comment(Token),
    /// A node, apart: comments are many, and small.
    Node(Box<Statement>),
}

/// A node as it is written.
#[derive(Debug)]
pub(super) struct Statement {
    /// Whether `/-` takes it out.
    pub(super) dashed: bool,
    /// The annotation before its name.
    pub(super) annotation: Option<Token>,
    /// Its name.
    pub(super) name: Value,
    /// What follows the name, in order.
    pub(super) parts: Vec<Part>,
    /// Whether all of it could be read.
    pub(super) sound: bool,
    /// From the annotation or name to the last of its entries and blocks.
    pub(super) at: Bytes,
}

/// What follows a node's name.
#[derive(Debug)]
pub(super) enum Part {
    /// A comment.
    Comment(Token),
    /// The line is carried on.
    Continuation,
    /// An argument or property.
    Entry(Entry),
    /// A block.
    Children {
        /// Whether `/-` takes it out.
        dashed: bool,
        /// What is in it.
        block: Block,
    },
}

/// An argument or property as it is written.
#[derive(Debug)]
pub(super) struct Entry {
    /// Whether `/-` takes it out.
    pub(super) dashed: bool,
    /// The name of a property.
    pub(super) name: Option<Token>,
    /// The annotation of the value.
    pub(super) annotation: Option<Token>,
    /// The value.
    pub(super) value: Value,
}

/// A value as it is written, or as it was meant.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// As it is written.
    Literal(Token),
    /// Written wrongly, reported, and plain enough to go on with.
    Meant {
        /// Where it is written.
        at: Bytes,
        /// What it is.
        kind: ScalarKind,
        /// Its text.
        text: String,
    },
}

impl Value {
    /// Where it is written.
    pub(super) fn at(&self) -> Bytes {
        match self {
            Self::Literal(token) => token.at,
            Self::Meant { at, .. } => *at,
        }
    }
}
