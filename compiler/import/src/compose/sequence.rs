//! Mappings and single values as lists, as Compose makes them to merge them.

use std::collections::BTreeSet;

use crate::yaml::{Entry, Node, Value};

/// The items of what is a list, a mapping of pairs, or one item.
pub(super) fn items(node: Node) -> Vec<Node> {
    match node.value {
        Value::List(items) => items,
        Value::Map(entries) => entries.into_iter().flat_map(pairs).collect(),
        Value::Scalar(_) if node.is_null() => Vec::new(),
        Value::Scalar(_) => vec![node],
    }
}

/// `K=V`, `K` without a value, and one for each value of a list.
fn pairs(entry: Entry) -> Vec<Node> {
    let key = entry.key;
    let pair = |value: &Node| match &value.value {
        Value::Scalar(_) if value.is_null() => Node::text(key.value.clone(), key.span),
        Value::Scalar(scalar) => {
            Node::text(format!("{}={}", key.value, scalar.composed()), value.span)
        }
        Value::List(_) | Value::Map(_) => value.clone(),
    };
    match &entry.value.value {
        Value::List(items) => items.iter().map(pair).collect(),
        Value::Scalar(_) | Value::Map(_) => vec![pair(&entry.value)],
    }
}

/// Hosts: all of both, what is written alike once.
pub(super) fn hosts(base: Node, over: Node) -> Node {
    let span = base.span;
    match (base.value, over.value) {
        (Value::Map(mut base), Value::Map(over)) if apart(&base, &over) => {
            base.extend(over);
            Node::new(Value::Map(base), span)
        }
        (base, other) => {
            let mut all = items(Node::new(base, span));
            let known: BTreeSet<String> = all.iter().filter_map(text).collect();
            let new = items(Node::new(other, over.span));
            all.extend(
                new.into_iter()
                    .filter(|item| text(item).is_none_or(|text| !known.contains(&text))),
            );
            Node::new(Value::List(all), span)
        }
    }
}

fn text(node: &Node) -> Option<String> {
    Some(node.scalar()?.composed())
}

fn apart(base: &[Entry], over: &[Entry]) -> bool {
    let known: BTreeSet<&str> = base.iter().map(|entry| entry.key.value.as_str()).collect();
    over.iter()
        .all(|entry| !known.contains(entry.key.value.as_str()))
}
