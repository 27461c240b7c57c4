//! What is said, as text: a node's own line, with the literals left out that may be secrets.

use super::Step;
use crate::{
    secret_like::redactions,
    syntax::{Node, Scalar, ScalarKind, is_plain_word},
};

/// What stands for a literal that may be a secret.
const HIDDEN: &str = "\"…\"";

/// The line of a node, without what is in it, as it may be shown.
pub(super) fn line(node: &Node) -> String {
    let mut node = node.clone();
    let values = node.props.iter_mut().map(|prop| &mut prop.value);
    for value in node.args.iter_mut().chain(values) {
        *value = masked(value);
    }
    hidden(&open_line(&node))
}

/// A value that is marked `(plain)` looks like a secret, whatever its name.
fn masked(value: &Scalar) -> Scalar {
    let mut value = value.clone();
    if value.is_annotated("plain") {
        "…".clone_into(&mut value.text);
    }
    value
}

/// What stands in a node, a line for each node in it, as it may be shown.
pub(super) fn inside(node: &Node) -> Vec<String> {
    let mut text = head(node);
    text.push('\n');
    lines(node.nodes(), 0, &mut text);
    // What is around a value may say that it is secret: the whole is looked at at once.
    let shown = hidden(&text);
    shown.lines().skip(1).map(str::to_owned).collect()
}

fn lines(nodes: &[Node], depth: usize, text: &mut String) {
    let indent = "    ".repeat(depth);
    for node in nodes {
        text.push_str(&indent);
        text.push_str(&head(node));
        text.push('\n');
        if !node.nodes().is_empty() {
            lines(node.nodes(), depth + 1, text);
            text.push_str(&indent);
            text.push_str("}\n");
        }
    }
}

/// The first line of a node, whose block goes on in the next.
fn head(node: &Node) -> String {
    let mut open = node.clone();
    let values = open.props.iter_mut().map(|prop| &mut prop.value);
    for value in open.args.iter_mut().chain(values) {
        *value = masked(value);
    }
    open.children = None;
    let line = open_line(&open);
    if node.nodes().is_empty() {
        line
    } else {
        format!("{line} {{")
    }
}

/// The line of a node with everything that is secret in it: to compare, never to show.
pub(super) fn open_line(node: &Node) -> String {
    let mut text = word(&node.kind.value);
    for arg in &node.args {
        text.push(' ');
        text.push_str(&scalar(arg));
    }
    for prop in &node.props {
        text.push_str(&format!(" {}={}", prop.name.value, scalar(&prop.value)));
    }
    if node
        .children
        .as_ref()
        .is_some_and(|children| !children.is_empty())
    {
        text.push_str(" { … }");
    }
    text
}

/// A node with all that is in it: to compare, never to show.
pub(crate) fn open_whole(node: &Node) -> String {
    let inside: Vec<String> = node.nodes().iter().map(open_whole).collect();
    let head = open_line(&Node {
        children: None,
        ..node.clone()
    });
    match node.children {
        Some(_) => format!("{head} {{ {} }}", inside.join("; ")),
        None => head,
    }
}

/// A property, hidden where its name or its owner's is that of a secret.
pub(super) fn property(owner: Option<&Step>, name: &str, value: &Scalar) -> String {
    let key = owner.and_then(|owner| owner.key.as_deref()).unwrap_or("");
    let kind = owner.map_or("", |owner| owner.word.as_str());
    let before = format!("{kind} {} ", quoted(key));
    let text = hidden(&format!("{before}{name}={}", scalar(&masked(value))));
    text.strip_prefix(&before)
        .map_or_else(|| format!("{name}={HIDDEN}"), str::to_owned)
}

/// A value as the stack language writes it, on one line.
pub(super) fn scalar(value: &Scalar) -> String {
    let text = match value.kind {
        ScalarKind::Bool | ScalarKind::Null => format!("#{}", value.text),
        ScalarKind::Number => value.text.clone(),
        ScalarKind::Text => word(&value.text),
    };
    match &value.annotation {
        Some(annotation) => format!("({}){text}", annotation.value),
        None => text,
    }
}

fn word(text: &str) -> String {
    if is_plain_word(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\t', "\\t");
    format!("\"{escaped}\"")
}

fn hidden(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (start, end) in redactions(text) {
        if start >= at {
            out.push_str(text.get(at..start).unwrap_or(""));
            out.push_str(HIDDEN);
            at = end;
        } else {
            at = at.max(end);
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}
