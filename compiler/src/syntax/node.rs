//! The tree that a stack file is read into, with a span on everything. It knows KDL's shape and nothing of the stack language.

use crate::source::{Span, Spanned};

/// A node: `kind arg… name=value… { children }`.
#[derive(Clone, Debug)]
pub struct Node {
    /// The node's name.
    pub kind: Spanned<String>,
    /// A type annotation before the name: `(x)kind`.
    pub annotation: Option<Spanned<String>>,
    /// The arguments, in order.
    pub args: Vec<Scalar>,
    /// The properties, in order; a repeated one stands here twice.
    pub props: Vec<Prop>,
    /// The children block, if one is written.
    pub children: Option<Vec<Node>>,
    /// From the first byte of the kind (or its annotation) to the last of the node, its block included, without trailing blanks.
    pub span: Span,
}

/// A property `name=value`.
#[derive(Clone, Debug)]
pub struct Prop {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: Scalar,
}

/// What a literal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// A string, quoted or bare.
    Text,
    /// A number; the text keeps its spelling.
    Number,
    /// `#true` or `#false`; the text is `true` or `false`.
    Bool,
    /// `#null`; the text is `null`.
    Null,
}

/// A value: an argument or the value of a property.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// What it is.
    pub kind: ScalarKind,
    /// The string's value after KDL's escapes, or the number's or keyword's spelling.
    pub text: String,
    /// Whether a string is written in quotes (`"…"`, `#"…"#`, `"""`).
    pub quoted: bool,
    /// A type annotation: `(secret)x`, `(plain)"…"`.
    pub annotation: Option<Spanned<String>>,
    /// The value with its quotes and without its annotation.
    pub span: Span,
    /// Where the content starts in the file, if `text` stands there byte for byte: then places in `text` have places in the file.
    pub verbatim: Option<u32>,
}

impl Scalar {
    /// The span of `start..end` of the text, or of the whole value where the text is not written as it is.
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> Span {
        match (self.verbatim, u32::try_from(start), u32::try_from(end)) {
            (Some(base), Ok(start), Ok(end)) => Span {
                file: self.span.file,
                start: base + start,
                end: base + end,
            },
            _ => self.span,
        }
    }

    /// Whether the annotation is this word.
    #[must_use]
    pub fn is_annotated(&self, word: &str) -> bool {
        self.annotation
            .as_ref()
            .is_some_and(|annotation| annotation.value == word)
    }
}

impl Node {
    /// The children, none if there is no block.
    pub fn nodes(&self) -> &[Self] {
        self.children.as_deref().unwrap_or_default()
    }

    /// The last property of this name (in KDL the last one counts).
    #[must_use]
    pub fn prop(&self, name: &str) -> Option<&Prop> {
        self.props.iter().rev().find(|prop| prop.name.value == name)
    }

    /// The text of the first argument.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.args.first().map(|arg| arg.text.as_str())
    }
}

/// A file's nodes.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The nodes that could be read.
    pub nodes: Vec<Node>,
    /// Whether the whole file could be read; if not, what is missing from it may stand in the part that was not.
    pub complete: bool,
}
