//! `!reset` and `!override`: what they take away, and trees without them.

use super::canonical;
use crate::yaml::{Kind, Node, Tag, Value};

/// Paths whose values are taken away from what came before.
pub(super) type Resets = Vec<Vec<String>>;

/// A tree without tags, and the paths that its tags take away.
pub(super) fn take(mut node: Node) -> (Node, Resets) {
    let mut resets = Vec::new();
    walk(&mut node, &mut Vec::new(), &mut resets);
    (node, resets)
}

fn walk(node: &mut Node, path: &mut Vec<String>, resets: &mut Resets) {
    match node.tag {
        Some(Tag::Override) => {
            resets.push(path.clone());
            return plain(node);
        }
        Some(Tag::Brought) => resets.push(path.clone()),
        Some(Tag::Reset) | None => {}
    }
    node.tag = None;
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::List(items) => {
            items.retain(|item| item.tag != Some(Tag::Reset));
            for item in items {
                // A path through a list meets nothing.
                walk(item, &mut vec![String::new()], &mut Vec::new());
            }
        }
        Value::Map(entries) => entries.retain_mut(|entry| {
            path.push(entry.key.value.clone());
            let reset = entry.value.tag == Some(Tag::Reset);
            if reset {
                resets.push(path.clone());
            } else {
                walk(&mut entry.value, path, resets);
            }
            path.pop();
            !reset
        }),
    }
}

/// Takes the tags away; in what replaces, they only make text of a scalar.
fn plain(node: &mut Node) {
    let tagged = node.tag.take().is_some();
    match &mut node.value {
        Value::Scalar(scalar) if tagged => scalar.kind = Kind::Text,
        Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(plain),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| plain(&mut entry.value)),
    }
}

/// Takes away what the paths say. What Compose has brought into long forms before is seen in them.
pub(super) fn apply(root: &mut Node, resets: &Resets, canonical: bool) {
    for path in resets {
        remove(root, path, 0, canonical);
    }
}

/// The same for a service that is not in its file's tree.
pub(super) fn apply_to_service(service: &mut Node, name: &str, resets: &Resets, canonical: bool) {
    for path in resets {
        let [section, owner, _, ..] = path.as_slice() else {
            continue;
        };
        if section == "services" && owner == name {
            remove(service, path, 2, canonical);
        }
    }
}

/// Takes away what a path says; the tree stands where the first `skip` keys lead to.
fn remove(root: &mut Node, path: &[String], skip: usize, canonical: bool) {
    let Some((last, folders)) = path.split_last() else {
        return;
    };
    let mut node = root;
    for (depth, key) in folders.iter().enumerate().skip(skip) {
        let Value::Map(entries) = &mut node.value else {
            return;
        };
        let Some(entry) = entries.iter_mut().find(|entry| entry.key.value == *key) else {
            return;
        };
        node = &mut entry.value;
        if canonical {
            lengthen(node, path.get(..=depth).unwrap_or(path), last);
        }
    }
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|entry| entry.key.value != *last);
    }
}

/// Brings a value that is gone through into its long form.
fn lengthen(node: &mut Node, path: &[String], last: &str) {
    let [section, _, key, rest @ ..] = path else {
        return;
    };
    let long = match (section.as_str(), key.as_str(), rest) {
        ("services", "depends_on", []) => canonical::depends_on,
        ("services", "networks", []) => canonical::names,
        ("services", "build", []) if last == "context" => canonical::build,
        ("services", "build", [inner]) if inner == "additional_contexts" || inner == "ssh" => {
            canonical::pairs
        }
        _ => return,
    };
    let empty = Node::text("", node.span);
    *node = long(std::mem::replace(node, empty));
}
