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

/// The line of a node with everything that is secret in it: to compare, never to show.
pub(super) fn open_line(node: &Node) -> String {
    let mut text = node.kind.value.clone();
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
        ScalarKind::Text if is_plain_word(&value.text) => value.text.clone(),
        ScalarKind::Text => quoted(&value.text),
    };
    match &value.annotation {
        Some(annotation) => format!("({}){text}", annotation.value),
        None => text,
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
