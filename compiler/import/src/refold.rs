//! `extends` kept: a service that another one of its file extends is said once, and the other says what it has beside that.
//!
//! Both are converted as a whole first. What is kept has to give back just that, by the language's own rule for overlays; where the rule would
//! give anything else, the service stays as it is.

use std::collections::BTreeMap;

use stackc_compiler::{
    model::Service,
    reader::NodeType,
    schema::{Child, How, Key, NodeSchema, Shape},
};

use crate::kdl::{Node, Value};

/// Lets services extend those that they extended in their file; pairs are a service and what it extends.
pub(crate) fn refold(nodes: &mut [Node], extended: &[(String, String)]) {
    let whole: BTreeMap<String, Node> = nodes
        .iter()
        .filter_map(|node| Some((service(node)?.to_owned(), node.clone())))
        .collect();
    for node in nodes {
        let pair = service(node).and_then(|name| extended.iter().rev().find(|(of, _)| of == name));
        let Some((_, base)) = pair else { continue };
        let children = whole
            .get(base)
            .and_then(|base| beside(&base.children, &node.children, Service::SCHEMA))
            .map(|children| with_image(children, &node.children));
        if let Some(children) = children
            && children.len() < node.children.len()
        {
            node.children = children;
            node.block = !node.children.is_empty();
            node.props.insert(0, ("extends", Value::Word(base.clone())));
        }
    }
}

/// A `build` alone takes an inherited image away: where the service has both, both are said.
fn with_image(mut over: Vec<Node>, wanted: &[Node]) -> Vec<Node> {
    let says = |nodes: &[Node], kind: &str| nodes.iter().any(|node| node.kind == kind);
    if says(&over, "build") && !says(&over, "image") {
        let image = wanted.iter().find(|node| node.kind == "image").cloned();
        over.splice(0..0, image);
    }
    over
}

fn service(node: &Node) -> Option<&str> {
    match node.args.as_slice() {
        [Value::Word(name) | Value::Text(name)] if node.kind == "service" => Some(name),
        _ => None,
    }
}

/// What has to be laid over `base` so that it becomes `wanted`; none if no overlay does that without taking something away.
fn beside(base: &[Node], wanted: &[Node], schema: &'static NodeSchema) -> Option<Vec<Node>> {
    let known: BTreeMap<String, &Node> =
        base.iter().map(|node| (key(node, schema), node)).collect();
    let keys: Vec<String> = wanted.iter().map(|node| key(node, schema)).collect();
    if known.len() != base.len() || base.iter().any(|node| !keys.contains(&key(node, schema))) {
        return None;
    }
    if !keeps_order(base, wanted, schema) {
        return None;
    }
    let mut over = Vec::new();
    for (node, key) in wanted.iter().zip(&keys) {
        match known.get(key) {
            Some(old) if is_same(old, node) => {}
            Some(old) => over.push(changed(old, node, schema)?),
            None => over.push(node.clone()),
        }
    }
    Some(over)
}

/// The node of an overlay that makes `new` of `old`.
fn changed(old: &Node, new: &Node, schema: &'static NodeSchema) -> Option<Node> {
    let says = |node: &Node, name: &str| node.props.iter().any(|(other, _)| *other == name);
    let loses = old.props.iter().any(|(name, _)| !says(new, name));
    if old.kind != new.kind || loses || old.args.is_empty() != new.args.is_empty() {
        return None;
    }
    let children = match schema.child(&new.kind)? {
        Child::Node(_, inner) => beside(&old.children, &new.children, inner)?,
        Child::Field(field) if field.how == How::Block => entries(&old.children, &new.children)?,
        Child::Field(field) if matches!(field.shape, Shape::Raw) => return None,
        Child::Field(_) => new.children.clone(),
    };
    // The property that an overlay finds the node by is always said.
    let found_by = match schema.child(&new.kind).map(Child::key) {
        Some(Key::Prop(name) | Key::Mount { prop: name, .. }) => name,
        _ => "",
    };
    let mut props = new.props.clone();
    props.retain(|prop| prop.0 == found_by || !old.props.contains(prop));
    Some(Node {
        children,
        props,
        ..new.clone()
    })
}

/// The entries of a block that are new or say something else.
fn entries(old: &[Node], new: &[Node]) -> Option<Vec<Node>> {
    let of = |nodes: &[Node], kind: &str| nodes.iter().filter(|node| node.kind == kind).count();
    let is_lost = old.iter().any(|node| of(new, &node.kind) != 1);
    if is_lost || old.iter().any(|node| of(old, &node.kind) != 1) {
        return None;
    }
    let fresh = new
        .iter()
        .filter(|node| !old.iter().any(|other| is_same(other, node)));
    Some(fresh.cloned().collect())
}

/// Whether nodes of each kind stand in the order that an overlay gives: those of the base, then the new ones. Mounts are of one kind.
fn keeps_order(base: &[Node], wanted: &[Node], schema: &'static NodeSchema) -> bool {
    let mut groups: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for node in base {
        let group = groups.entry(group(node, schema)).or_default();
        group.0.push(key(node, schema));
    }
    for node in wanted {
        let group = groups.entry(group(node, schema)).or_default();
        group.1.push(key(node, schema));
    }
    groups
        .values()
        .all(|(base, wanted)| wanted.starts_with(base))
}

fn group(node: &Node, schema: &'static NodeSchema) -> String {
    match schema.child(&node.kind).map(Child::key) {
        Some(Key::Mount { .. }) => "mount".to_owned(),
        _ => node.kind.clone(),
    }
}

/// What an overlay finds a node by.
fn key(node: &Node, schema: &'static NodeSchema) -> String {
    let prop = |name: &str| node.props.iter().find(|(other, _)| *other == name);
    let found = match schema.child(&node.kind).map(Child::key) {
        Some(Key::Once | Key::Sort) | None => String::new(),
        Some(Key::Prop(name)) => format!("{:?}", prop(name)),
        Some(Key::Mount {
            prop: name,
            default_prefix,
        }) => match (prop(name), node.args.first()) {
            (Some((_, value)), _) => format!("{value:?}"),
            (None, first) => format!("{default_prefix}{first:?}"),
        },
        Some(Key::All) => format!("{:?}", node.args),
        Some(Key::First | Key::FirstFolded | Key::EachArg) => format!("{:?}", node.args.first()),
    };
    format!("{} {found}", group(node, schema))
}

/// Whether two nodes say the same, wherever they come from.
fn is_same(one: &Node, other: &Node) -> bool {
    let head = |node: &Node| (node.kind.clone(), node.annotation, node.args.clone());
    head(one) == head(other)
        && one.props == other.props
        && one.children.len() == other.children.len()
        && one
            .children
            .iter()
            .zip(&other.children)
            .all(|(one, other)| is_same(one, other))
}
