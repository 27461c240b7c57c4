//! Small parts that many concepts share.

use super::Reader;
use std::collections::BTreeMap;

use crate::{
    atoms::AnyText,
    diag::Diagnostic,
    source::{Span, Spanned},
    syntax::{Node, ScalarKind},
    template::{Template, Value},
};

/// Words in a row: `command npm start`. None at all differs from a node that is not written.
#[derive(Clone, Debug)]
pub struct Words<T> {
    /// The words.
    pub items: Vec<T>,
    /// Where they are written.
    pub span: Span,
}

/// A key and its value: `label KEY VALUE`, or `KEY VALUE` in a block.
#[derive(Clone, Debug)]
pub struct Pair<T> {
    /// The key.
    pub key: Value<AnyText>,
    /// The value, if one is written.
    pub value: Option<T>,
    /// Where it is written.
    pub span: Span,
}

/// Nodes that are carried through to one target as they stand.
#[derive(Clone, Debug)]
pub struct RawNodes {
    /// The nodes.
    pub nodes: Vec<RawNode>,
    /// Where they are written.
    pub span: Span,
}

/// A node that is carried through.
#[derive(Clone, Debug)]
pub struct RawNode {
    /// Its key; `-` is an item of a list.
    pub key: Spanned<String>,
    /// Whether `(list)` stands before it: a list, even if it is empty.
    pub list: bool,
    /// Its arguments.
    pub args: Vec<RawValue>,
    /// Its children, if a block is written.
    pub children: Option<Vec<RawNode>>,
}

/// A value that is carried through.
#[derive(Clone, Debug)]
pub enum RawValue {
    /// Text, which may hold inputs.
    Text(Template),
    /// A number as it is spelled.
    Number(String),
    /// `#true` or `#false`
    Bool(bool),
    /// `#null`
    Null,
}

impl RawNodes {
    /// Reads a block.
    pub(crate) fn read(node: &Node, reader: &mut Reader<'_>) -> Self {
        Self {
            nodes: raw_nodes(node.nodes(), reader),
            span: node.span,
        }
    }
}

fn raw_nodes(nodes: &[Node], reader: &mut Reader<'_>) -> Vec<RawNode> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for node in nodes.iter().filter(|node| node.kind.value != "-") {
        let key = node.kind.value.as_str();
        if let Some(first) = seen.insert(key, node.kind.span) {
            reader.report(
                Diagnostic::error(
                    "duplicate",
                    node.kind.span,
                    format!("`{key}` is given twice"),
                )
                .label("again here")
                .other(first, "first here"),
            );
        }
    }
    let ours = nodes.iter().filter(|node| node.kind.value != "allow");
    ours.map(|node| raw_node(node, reader)).collect()
}

fn raw_node(node: &Node, reader: &mut Reader<'_>) -> RawNode {
    for prop in &node.props {
        let (kind, name) = (&node.kind.value, &prop.name.value);
        reader.report(
            Diagnostic::error(
                "unknown-property",
                prop.name.span,
                "a node that is carried through has no properties",
            )
            .help(format!("{kind} {{ {name} … }}")),
        );
    }
    RawNode {
        key: node.kind.clone(),
        list: node
            .annotation
            .as_ref()
            .is_some_and(|annotation| annotation.value == "list"),
        args: node
            .args
            .iter()
            .filter_map(|arg| raw_value(arg, reader))
            .collect(),
        children: node
            .children
            .as_ref()
            .map(|children| raw_nodes(children, reader)),
    }
}

fn raw_value(scalar: &crate::syntax::Scalar, reader: &mut Reader<'_>) -> Option<RawValue> {
    Some(match scalar.kind {
        ScalarKind::Text => {
            let value: Value<AnyText> = reader.slot(scalar, "compose")?;
            RawValue::Text(match value.expr {
                crate::template::Expr::Known(text) => Template::text(text.0),
                crate::template::Expr::Deferred(template) => template,
            })
        }
        ScalarKind::Number => RawValue::Number(scalar.text.clone()),
        ScalarKind::Bool => RawValue::Bool(scalar.text == "true"),
        ScalarKind::Null => RawValue::Null,
    })
}
