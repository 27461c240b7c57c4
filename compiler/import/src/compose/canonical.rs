//! Short forms in the long form in which Compose merges them.

use stackc_compiler::source::Span;

use super::{rules::matches, sequence, short};
use crate::yaml::{Entry, Node, Scalar, Value};

/// The long form of a value that is merged without a rule of its own.
pub(super) fn value(node: Node, path: &[String]) -> Node {
    if matches(path, "services.*.gpus") {
        return gpus(node);
    }
    if matches(path, "services.*.build.ssh") {
        return pairs(node);
    }
    let section = path.first().map_or("", String::as_str);
    let owned = matches!(section, "networks" | "volumes" | "secrets" | "configs");
    if owned && path.len() == 2 {
        return external(node);
    }
    node
}

/// `all` as the list that it stands for.
fn gpus(node: Node) -> Node {
    let span = node.span;
    match node.value {
        Value::Scalar(_) if !node.is_null() => {
            let count = Node::new(node.value, span);
            let device = Node::new(Value::Map(vec![Entry::made("count", count)]), span);
            Node::new(Value::List(vec![device]), span)
        }
        _ => node,
    }
}

/// A list of `K=V` as a mapping.
pub(super) fn pairs(node: Node) -> Node {
    let span = node.span;
    match node.value {
        Value::List(items) => {
            let entries = items.into_iter().filter_map(|item| {
                let text = item.scalar()?.composed();
                let key = short::name(&text);
                let value = match text.get(key.len() + 1..) {
                    Some(value) => Node::text(value, item.span),
                    None => null(item.span),
                };
                Some(Entry::made(key, value))
            });
            Node::new(Value::Map(entries.collect()), span)
        }
        _ => node,
    }
}

/// `external: {name: n}` as `external: true` and `name: n`.
fn external(mut node: Node) -> Node {
    let Value::Map(entries) = &mut node.value else {
        return node;
    };
    let known = entries.iter().any(|entry| entry.key.value == "name");
    let Some(place) = entries
        .iter()
        .position(|entry| entry.key.value == "external" && entry.value.entries().is_some())
    else {
        return node;
    };
    let old = entries.remove(place);
    let name = old.value.get("name").cloned();
    let yes = Node::new(Value::Scalar(Scalar::plain("true")), old.value.span);
    let external = Entry {
        key: old.key,
        value: yes,
    };
    entries.insert(place, external);
    if let Some(name) = name.filter(|_| !known) {
        entries.insert(place + 1, Entry::made("name", name));
    }
    node
}

/// A build's context as a mapping.
pub(super) fn build(node: Node) -> Node {
    let span = node.span;
    match node.value {
        Value::Scalar(_) if !node.is_null() => {
            let context = Node::new(node.value, span);
            Node::new(Value::Map(vec![Entry::made("context", context)]), span)
        }
        _ => node,
    }
}

/// Names as a mapping to nothing.
pub(super) fn names(node: Node) -> Node {
    listed(node, null)
}

/// Names as a mapping to the condition that they stand for.
pub(super) fn depends_on(node: Node) -> Node {
    listed(node, |span| {
        let required = Node::new(Value::Scalar(Scalar::plain("true")), span);
        let entries = vec![
            Entry::made("condition", Node::text("service_started", span)),
            Entry::made("required", required),
        ];
        Node::new(Value::Map(entries), span)
    })
}

fn listed(node: Node, value: impl Fn(Span) -> Node) -> Node {
    let span = node.span;
    match node.value {
        Value::List(_) => {
            let mut entries: Vec<Entry> = Vec::new();
            let mut known = std::collections::BTreeSet::new();
            for item in sequence::items(node) {
                let Some(scalar) = item.scalar() else {
                    continue;
                };
                if known.insert(scalar.composed()) {
                    entries.push(Entry::made(&scalar.composed(), value(item.span)));
                }
            }
            Node::new(Value::Map(entries), span)
        }
        _ => node,
    }
}

fn null(span: Span) -> Node {
    Node::new(Value::Scalar(Scalar::plain("")), span)
}
