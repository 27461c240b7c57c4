//! The one way to change what is already said: a body of nodes laid over another.

mod identity;
mod slots;
mod unset;

use std::collections::BTreeMap;

use crate::{
    diag::Diagnostics,
    schema::{Child, How, Key, NodeSchema, Shape},
    syntax::{Node, ScalarKind},
};

use slots::{free_prop_slots, free_slots};

pub(crate) use identity::{Identity, identity};
pub(super) use unset::has_unset;

/// Fills params into a text that identifies a node.
pub(crate) type Fill<'a> = &'a dyn Fn(&str) -> String;

/// Turns `kind a b` into `kind a` and `kind b` where that is what it means, at every depth.
pub(crate) fn spread(nodes: &mut Vec<Node>, schema: &'static NodeSchema) {
    let mut out = Vec::with_capacity(nodes.len());
    for mut node in std::mem::take(nodes) {
        if let Some(Child::Node(_, child)) = schema.child_of(&node) {
            if let Some(children) = &mut node.children {
                spread(children, child);
            }
            if child.key == Key::EachArg && node.args.len() > 1 {
                // Without all the arguments, which would be copied as often as there are some.
                let args = std::mem::take(&mut node.args);
                for arg in args {
                    out.push(Node {
                        args: vec![arg],
                        ..node.clone()
                    });
                }
                continue;
            }
        }
        out.push(node);
    }
    *nodes = out;
}

/// Lays `body` over `base`.
pub(super) fn merge(
    base: &mut Vec<Node>,
    body: &[Node],
    schema: &'static NodeSchema,
    fill: Fill<'_>,
    diagnostics: &mut Diagnostics,
) {
    Overlay {
        fill,
        diagnostics,
        pending: false,
        deferred: false,
    }
    .bodies(base, body, schema);
}

struct Overlay<'a> {
    fill: Fill<'a>,
    diagnostics: &'a mut Diagnostics,
    /// The body that is changed extends another: what isn't there to unset may come from that one.
    pending: bool,
    /// The body that is changed is an overlay itself: what it takes away is taken away where it is laid over something.
    deferred: bool,
}

impl Overlay<'_> {
    fn bodies(&mut self, base: &mut Vec<Node>, body: &[Node], schema: &'static NodeSchema) {
        for node in body.iter().filter(|node| node.kind.value == "unset") {
            self.unset(base, node, schema);
        }
        free_slots(base, body, schema);
        let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
        for (index, node) in base.iter().enumerate() {
            if let Some(identity) = self.identity_in(node, schema) {
                known.entry(identity).or_insert(index);
            }
        }
        for node in body.iter().filter(|node| node.kind.value != "unset") {
            self.node(base, node, schema, &mut known);
        }
    }

    fn identity_in(&self, node: &Node, schema: &'static NodeSchema) -> Option<Identity> {
        let child = schema.child_of(node)?;
        identity(node, child.key(), self.fill)
    }

    fn node(
        &mut self,
        base: &mut Vec<Node>,
        node: &Node,
        schema: &'static NodeSchema,
        known: &mut BTreeMap<Identity, usize>,
    ) {
        let child = schema.child_of(node);
        let identity = child.and_then(|child| identity(node, child.key(), self.fill));
        let index = identity
            .as_ref()
            .and_then(|identity| known.get(identity).copied());
        if let (Some(identity), None) = (identity, index) {
            known.insert(identity, base.len());
        }
        let counterpart = index.and_then(|index| base.get_mut(index));
        match (counterpart, child) {
            (Some(old), Some(child)) if old.kind.value == node.kind.value => {
                self.counterparts(old, node, child);
            }
            (Some(old), _) => *old = node.clone(),
            (None, Some(Child::Node(_, child)))
                if has_unset(node) && !extends(node) && !child.is_overlay() && !self.deferred =>
            {
                // What is new starts from nothing: an `unset` in it has nothing to take away.
                let mut fresh = Node {
                    children: Some(Vec::new()),
                    ..node.clone()
                };
                if let Some(children) = &mut fresh.children {
                    self.bodies(children, node.nodes(), child);
                }
                base.push(fresh);
            }
            (None, _) => base.push(node.clone()),
        }
    }

    fn counterparts(&mut self, old: &mut Node, new: &Node, child: Child) {
        if child.key() == Key::Sort && new.first().is_some_and(|sort| old.first() != Some(sort)) {
            *old = new.clone();
            return;
        }
        let key_args = match child.key() {
            Key::First | Key::FirstFolded | Key::EachArg => 1,
            _ => 0,
        };
        if new.args.len() > key_args {
            old.args.clone_from(&new.args);
        }
        if let Child::Node(_, schema) = child {
            free_prop_slots(old, new, schema);
        }
        for prop in &new.props {
            old.props
                .retain(|other| other.name.value != prop.name.value);
            if prop.value.kind != ScalarKind::Null || self.deferred {
                old.props.push(prop.clone());
            }
        }
        let Some(children) = &new.children else {
            if let Child::Field(field) = child
                && matches!(field.how, How::Words | How::Flag)
            {
                old.args.clone_from(&new.args);
            }
            return;
        };
        let pending = extends(old);
        let base = old.children.get_or_insert_default();
        match child {
            Child::Node(_, schema) => {
                let before = (self.pending, self.deferred);
                self.pending |= pending;
                self.deferred |= schema.is_overlay();
                self.bodies(base, children, schema);
                (self.pending, self.deferred) = before;
            }
            Child::Field(field) if field.how == How::Block => self.block(base, children),
            Child::Field(field) if matches!(field.shape, Shape::Raw) => raw(base, children),
            Child::Field(_) => {}
        }
    }

    /// Entries of a block meet by their names.
    fn block(&mut self, base: &mut Vec<Node>, body: &[Node]) {
        for node in body.iter().filter(|node| node.kind.value == "unset") {
            for key in &node.args {
                let before = base.len();
                base.retain(|other| other.kind.value != key.text);
                if base.len() == before {
                    self.nothing(node, &key.text, key.span, base);
                }
            }
            if self.deferred {
                base.push(node.clone());
            }
        }
        for node in body.iter().filter(|node| node.kind.value != "unset") {
            match base
                .iter_mut()
                .find(|other| other.kind.value == node.kind.value)
            {
                Some(old) => *old = node.clone(),
                None => base.push(node.clone()),
            }
        }
    }
}

fn extends(node: &Node) -> bool {
    node.prop("extends").is_some()
}

/// Raw nodes meet by their keys; items of a list are replaced as a whole.
fn raw(base: &mut Vec<Node>, body: &[Node]) {
    if body.iter().any(|node| node.kind.value == "-") {
        *base = body.to_vec();
        return;
    }
    for node in body {
        match base
            .iter_mut()
            .find(|other| other.kind.value == node.kind.value)
        {
            Some(old) => match (&mut old.children, &node.children) {
                (Some(children), Some(over)) if !over.is_empty() => raw(children, over),
                _ => *old = node.clone(),
            },
            None => base.push(node.clone()),
        }
    }
}
