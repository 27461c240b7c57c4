//! YAML text → a tree with a place on everything, read as Compose reads it.
//!
//! Compose's reader is Go's `yaml.v3`: YAML 1.2 with the numbers of 1.1, merge keys, and no key twice.

mod binary;
mod fault;
mod read;
mod scalar;
mod time;

#[cfg(test)]
mod tests;

pub(crate) use read::read;
pub(crate) use scalar::{Kind, Scalar};

use stackc_compiler::source::{Span, Spanned};

/// The longest file, in bytes.
const LONGEST: usize = 1 << 20;

/// What one file holds: its documents and its comments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    /// The documents, in order.
    pub documents: Vec<Node>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
}

/// A comment.
#[derive(Clone, Debug)]
pub(crate) struct Comment {
    /// Its text, without `#`.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands behind something on its line.
    pub behind: bool,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is written. What an alias stands for has the place of its anchor.
    pub span: Span,
    /// What its tag says about merging.
    pub tag: Option<Tag>,
}

/// The tags that Compose gives a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `!reset`: takes away what files before said here.
    Reset,
    /// `!override`: replaces what files before said here.
    Override,
    /// `!reset` of what a merge key brings: what files before said goes, and what is brought stays.
    Brought,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file; no key twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// An entry that was not written: its key stands where the value does.
    pub(crate) fn made(key: &str, value: Node) -> Self {
        Self {
            key: Spanned::new(key.to_owned(), value.span),
            value,
        }
    }

    /// From the key to the end of the value, if both stand in one place.
    pub(crate) fn span(&self) -> Span {
        if self.key.span.file == self.value.span.file
            && self.value.span.start >= self.key.span.start
        {
            self.key.span.to(self.value.span)
        } else {
            self.key.span
        }
    }
}

impl Node {
    /// A node without a tag.
    pub(crate) fn new(value: Value, span: Span) -> Self {
        Self {
            value,
            span,
            tag: None,
        }
    }

    /// Text that was not read but made, at the place that it was made of.
    pub(crate) fn text(text: impl Into<String>, span: Span) -> Self {
        Self::new(Value::Scalar(Scalar::text(text)), span)
    }

    /// What it counts where trees are bounded: one, and more for long text.
    pub(crate) fn weight(&self) -> usize {
        1 + self.scalar().map_or(0, |scalar| scalar.text.len() / 64)
    }

    /// The scalar, if it is one.
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether it is null.
    pub(crate) fn is_null(&self) -> bool {
        self.scalar()
            .is_some_and(|scalar| scalar.kind == Kind::Null)
    }

    /// Whether it is a text with nothing in it, which Compose often takes for none.
    pub(crate) fn is_empty_text(&self) -> bool {
        self.scalar()
            .is_some_and(|scalar| scalar.kind == Kind::Text && scalar.text.is_empty())
    }

    /// The entries of a mapping.
    pub(crate) fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Scalar(_) | Value::Map(_) => None,
        }
    }

    /// The value under a key of a mapping.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?
            .iter()
            .find(|entry| entry.key.value == key)
            .map(|entry| &entry.value)
    }

    /// What it is, in the words of a message.
    pub(crate) fn what(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Scalar(scalar) => scalar.kind.what(),
        }
    }
}
