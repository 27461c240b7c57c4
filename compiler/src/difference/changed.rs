//! The nodes of two stacks that may differ: those that are written the same and mean the same are left out before anything is filled in.

use std::collections::BTreeMap;

use super::{ABOUT_THE_TEXT, filled::filled};
use crate::{
    reader::Scope,
    resolve::Stack,
    syntax::{Node, Scalar},
};

/// What may differ of two stacks, and what can't.
pub(crate) struct Changed {
    /// Nodes of the first stack, as they read in its environment.
    pub before: Vec<Node>,
    /// Nodes of the second.
    pub after: Vec<Node>,
    /// Kind and name of every other node of the second.
    pub same: Vec<(String, Option<String>)>,
}

/// What may differ of two stacks.
pub(crate) fn changed(before: &Stack, after: &Stack) -> Changed {
    let said = |node: &&Node| !ABOUT_THE_TEXT.contains(&node.kind.value.as_str());
    let may_skip = before.scope.modules.is_empty() && after.scope.modules.is_empty();
    let fill_alike = is_alike(&before.scope, &after.scope);
    let mut known: BTreeMap<(&str, &str), Vec<&Node>> = BTreeMap::new();
    for node in before.nodes.iter().filter(said) {
        known.entry(key(node)).or_default().push(node);
    }
    let mut new: BTreeMap<(&str, &str), Vec<&Node>> = BTreeMap::new();
    for node in after.nodes.iter().filter(said) {
        new.entry(key(node)).or_default().push(node);
    }
    let is_same = |node: &Node| {
        let (Some(old), Some(now)) = (known.get(&key(node)), new.get(&key(node))) else {
            return false;
        };
        let mut pairs = old.iter().zip(now);
        may_skip && old.len() == now.len() && pairs.all(|(old, now)| same(old, now, fill_alike))
    };
    let all = |stack: &Stack| -> Vec<Node> {
        let nodes = stack.nodes.iter().filter(said);
        nodes
            .filter(|node| !is_same(node))
            .map(|node| filled(node, &stack.scope))
            .collect()
    };
    let head = |node: &Node| {
        let head = Node {
            props: Vec::new(),
            children: None,
            kind: node.kind.clone(),
            annotation: None,
            args: node.args.first().cloned().into_iter().collect(),
            span: node.span,
        };
        let head = filled(&head, &after.scope);
        (node.kind.value.clone(), head.first().map(str::to_owned))
    };
    Changed {
        before: all(before),
        after: all(after),
        same: after
            .nodes
            .iter()
            .filter(said)
            .filter(|node| is_same(node))
            .map(head)
            .collect(),
    }
}

/// Whether two stacks are written the same, in the same order, and mean the same: then every file that is made of them is the same too.
/// One that uses modules is never said to be.
pub(crate) fn is_equal(before: &Stack, after: &Stack) -> bool {
    before.scope.modules.is_empty()
        && after.scope.modules.is_empty()
        && before.name == after.name
        && before.project == after.project
        && before.is_default == after.is_default
        && before.folders == after.folders
        && before.nodes.len() == after.nodes.len()
        && is_alike(&before.scope, &after.scope)
        && before
            .nodes
            .iter()
            .zip(&after.nodes)
            .all(|(old, new)| same(old, new, true))
        && before.contents == after.contents
}

/// What a node is found by here; an overlay's key may be another, which only means that it is looked at.
fn key(node: &Node) -> (&str, &str) {
    (node.kind.value.as_str(), node.first().unwrap_or_default())
}

/// Whether what the compiler fills in is the same in both.
fn is_alike(before: &Scope, after: &Scope) -> bool {
    let params = |scope: &'_ Scope| -> Vec<(String, String)> {
        let params = scope.own().params.iter();
        params
            .map(|(name, value)| (name.clone(), value.text.clone()))
            .collect()
    };
    before.stack == after.stack
        && before.environment == after.environment
        && params(before) == params(after)
}

/// Whether two nodes are written the same, with no reference in them that may be filled in otherwise.
fn same(before: &Node, after: &Node, fill_alike: bool) -> bool {
    let texts = |old: &Scalar, new: &Scalar| {
        old.text == new.text
            && old.kind == new.kind
            && old.annotation.as_ref().map(|word| &word.value)
                == new.annotation.as_ref().map(|word| &word.value)
            && (fill_alike || !(old.text.contains("${") || before.kind.value == "param"))
    };
    before.kind.value == after.kind.value
        && before.args.len() == after.args.len()
        && before.props.len() == after.props.len()
        && before.children.is_some() == after.children.is_some()
        && before.nodes().len() == after.nodes().len()
        && before
            .args
            .iter()
            .zip(&after.args)
            .all(|(old, new)| texts(old, new))
        && before
            .props
            .iter()
            .zip(&after.props)
            .all(|(old, new)| old.name.value == new.name.value && texts(&old.value, &new.value))
        && before
            .nodes()
            .iter()
            .zip(after.nodes())
            .all(|(old, new)| same(old, new, fill_alike))
}
