//! What only changed its name: a thing that is gone and a new one of its kind that says the same.

use std::collections::BTreeMap;

use crate::{
    difference::open_whole,
    syntax::{Node, Scalar},
};

/// Kinds whose names matter to what is on the host; only these are looked at.
const KINDS: [&str; 3] = ["service", "volume", "site"];

/// A thing with another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rename {
    pub kind: &'static str,
    pub from: String,
    pub to: String,
}

/// The things that only changed their names. Two that say the same are told apart by nothing, so neither is taken for the other.
pub(super) fn renames(before: &[Node], after: &[Node]) -> Vec<Rename> {
    let mut found = Vec::new();
    for kind in KINDS {
        let (gone, new) = (only(before, after, kind), only(after, before, kind));
        if gone.is_empty() || new.is_empty() {
            continue;
        }
        let mut by_content: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for node in &gone {
            let content = content(node, before);
            by_content.entry(content).or_default().push(name(node));
        }
        let mut taken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for node in &new {
            taken
                .entry(content(node, after))
                .or_default()
                .push(name(node));
        }
        for (content, names) in taken {
            let olds = by_content.get(&content).map(Vec::as_slice);
            if let (Some([from]), [to]) = (olds, names.as_slice()) {
                found.push(Rename {
                    kind,
                    from: (*from).to_owned(),
                    to: (*to).to_owned(),
                });
            }
        }
    }
    found
}

/// The nodes with their new names, so that they meet their counterparts.
pub(super) fn renamed(nodes: Vec<Node>, renames: &[Rename]) -> Vec<Node> {
    let new_name = |node: &Node| {
        let same = |rename: &&Rename| rename.kind == node.kind.value && rename.from == name(node);
        renames.iter().find(same).map(|rename| rename.to.clone())
    };
    let mut nodes = nodes;
    for node in &mut nodes {
        if let Some(to) = new_name(node)
            && let Some(first) = node.args.first_mut()
        {
            first.text = to;
        }
    }
    nodes
}

/// The nodes of a kind whose names the others don't have.
fn only<'n>(nodes: &'n [Node], others: &[Node], kind: &str) -> Vec<&'n Node> {
    let of_kind = |nodes: &'n [Node]| nodes.iter().filter(move |node| node.kind.value == kind);
    let known: Vec<&str> = others
        .iter()
        .filter(|node| node.kind.value == kind)
        .map(name)
        .collect();
    of_kind(nodes)
        .filter(|node| !known.contains(&name(node)))
        .collect()
}

fn name(node: &Node) -> &str {
    node.first().unwrap_or_default()
}

/// What a thing says beside its name. A volume rarely says anything, so it is known by where it is mounted.
fn content(node: &Node, all: &[Node]) -> String {
    let own = open_whole(&nameless(node));
    if node.kind.value != "volume" {
        return own;
    }
    let mounts = all
        .iter()
        .filter(|service| service.kind.value == "service")
        .flat_map(|service| {
            let mounts = service.nodes().iter();
            mounts
                .filter(|mount| mount.kind.value == "volume" && name(mount) == name(node))
                .map(|mount| format!("\n{} {}", name(service), open_whole(&nameless(mount))))
        });
    own + &mounts.collect::<String>()
}

fn nameless(node: &Node) -> Node {
    let mut node = node.clone();
    if let Some(Scalar { text, .. }) = node.args.first_mut() {
        text.clear();
    }
    node
}
