//! A stack as it is written: nodes, and how they are laid out. What is printed is what `stackc fmt` makes of it.

mod comments;
mod print;
mod word;

pub(crate) use comments::place;
pub(crate) use print::{Printed, print};

use stackc_compiler::source::Span;

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its kind.
    pub kind: String,
    /// A type before its kind: `(list)`.
    pub annotation: Option<&'static str>,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Its properties.
    pub props: Vec<(&'static str, Value)>,
    /// Its children.
    pub children: Vec<Node>,
    /// Whether a block is written even if it is empty.
    pub block: bool,
    /// What it was made of.
    pub origin: Span,
    /// Whether it stands for something of its own there, and not for a use of it: then the comments there are its.
    pub anchored: bool,
    /// Comments on lines of their own before it.
    pub above: Vec<String>,
    /// Comments on lines of their own below it.
    pub below: Vec<String>,
    /// A comment behind it.
    pub behind: Option<String>,
    /// Whether an empty line stands before it, at the top level.
    pub apart: bool,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// Text, bare where it is a plain word.
    Word(String),
    /// Text in quotes, whatever it is.
    Text(String),
    /// A number as it is spelled.
    Number(String),
    /// `#true` or `#false`.
    Bool(bool),
    /// `#null`.
    Null,
    /// `(secret)name`.
    Secret(String),
}

impl Node {
    /// A node without anything on it.
    pub(crate) fn new(kind: impl Into<String>, origin: Span) -> Self {
        Self {
            kind: kind.into(),
            annotation: None,
            args: Vec::new(),
            props: Vec::new(),
            children: Vec::new(),
            block: false,
            origin,
            anchored: true,
            above: Vec::new(),
            below: Vec::new(),
            behind: None,
            apart: false,
        }
    }

    /// A node that was made of the use of something.
    pub(crate) fn derived(kind: impl Into<String>, origin: Span) -> Self {
        Self {
            anchored: false,
            ..Self::new(kind, origin)
        }
    }

    /// With one more argument.
    #[must_use]
    pub(crate) fn arg(mut self, value: Value) -> Self {
        self.args.push(value);
        self
    }

    /// With one more property.
    #[must_use]
    pub(crate) fn prop(mut self, name: &'static str, value: Value) -> Self {
        self.props.push((name, value));
        self
    }

    /// With a property, if there is a value for it.
    #[must_use]
    pub(crate) fn maybe(self, name: &'static str, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.prop(name, value),
            None => self,
        }
    }

    /// With these children.
    #[must_use]
    pub(crate) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// How many nodes there are, itself counted.
    pub(crate) fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }
}
