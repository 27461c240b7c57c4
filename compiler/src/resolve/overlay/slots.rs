//! What excludes one another is one slot: what an overlay says takes the others away.

use crate::{schema::NodeSchema, syntax::Node};

/// What excludes one another is one slot: what the overlay says takes the others away.
pub(super) fn free_slots(base: &mut Vec<Node>, body: &[Node], schema: &'static NodeSchema) {
    for slot in schema.slots {
        let given: Vec<&str> = body
            .iter()
            .map(|node| node.kind.value.as_str())
            .filter(|kind| slot.contains(kind))
            .collect();
        if !given.is_empty() {
            base.retain(|node| {
                !slot.contains(&node.kind.value.as_str())
                    || given.contains(&node.kind.value.as_str())
            });
        }
    }
    let says = |nodes: &[Node], kind: &str| nodes.iter().any(|node| node.kind.value == kind);
    if schema.kind == "service"
        && says(body, "build")
        && !says(body, "image")
        && !says(base, "build")
    {
        base.retain(|node| node.kind.value != "image");
    }
}

pub(super) fn free_prop_slots(old: &mut Node, new: &Node, schema: &'static NodeSchema) {
    for slot in schema.slots {
        let props = new.props.iter().map(|prop| prop.name.value.as_str());
        let children = new.nodes().iter().map(|node| node.kind.value.as_str());
        let given: Vec<&str> = props
            .chain(children)
            .filter(|word| slot.contains(word))
            .collect();
        if given.is_empty() {
            continue;
        }
        let changes = !slot_words(old, slot)
            .iter()
            .all(|word| given.contains(&word.as_str()));
        let goes = |word: &str| changes && companions(schema.kind).contains(&word);
        let stays = |word: &str| !goes(word) && (!slot.contains(&word) || given.contains(&word));
        old.props.retain(|prop| stays(&prop.name.value));
        if let Some(children) = &mut old.children {
            children.retain(|node| stays(&node.kind.value));
        }
    }
}

/// The words of a slot that a node says.
pub(super) fn slot_words(node: &Node, slot: &[&str]) -> Vec<String> {
    let props = node.props.iter().map(|prop| &prop.name.value);
    let children = node.nodes().iter().map(|child| &child.kind.value);
    let words = props.chain(children);
    words
        .filter(|word| slot.contains(&word.as_str()))
        .cloned()
        .collect()
}

/// Properties that say something about what is in the node's slot: they go when something else comes.
pub(super) fn companions(kind: &str) -> &'static [&'static str] {
    match kind {
        "healthcheck" => &["with", "port"],
        "route" => &[
            "code",
            "body",
            "strip-prefix",
            "add-prefix",
            "websocket",
            "buffering",
            "request-buffering",
            "timeout",
        ],
        _ => &[],
    }
}
