//! `unset`: what an overlay takes away.

use super::Overlay;
use crate::{
    diag::{Diagnostic, nearest},
    model::DEFAULT_HEADERS,
    schema::{Child, How, Key, NodeSchema},
    source::Span,
    syntax::{Node, Scalar},
};

impl Overlay<'_> {
    pub(super) fn unset(&mut self, base: &mut Vec<Node>, node: &Node, schema: &'static NodeSchema) {
        let Some((kind, keys)) = node.args.split_first() else {
            return;
        };
        let Some(child) = schema.child(&kind.text) else {
            return;
        };
        let by_all = child.key() == Key::All && keys.len() > 1;
        if self.deferred && by_all {
            keep_whole(base, node);
        } else if self.deferred {
            keep(base, node);
        }
        if by_all && self.unset_whole(base, &kind.text, keys) {
            return;
        }
        if keys.is_empty() {
            let before = base.len();
            base.retain(|other| other.kind.value != kind.text);
            if base.len() == before {
                self.nothing(node, &kind.text, kind.span, base);
            }
            return;
        }
        if let Child::Field(field) = child
            && field.how == How::Block
        {
            for key in keys {
                let blocks = base
                    .iter_mut()
                    .filter(|other| other.kind.value == kind.text);
                let mut removed = false;
                for block in blocks {
                    let children = block.children.get_or_insert_default();
                    let before = children.len();
                    children.retain(|entry| entry.kind.value != key.text);
                    removed |= children.len() < before;
                }
                if !removed {
                    self.nothing(node, &format!("{} {}", kind.text, key.text), key.span, base);
                }
            }
            return;
        }
        if by_all && !self.has_all_kinds(base, &kind.text, keys) {
            let said: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
            let what = format!("{} {}", kind.text, said.join(" "));
            let span = keys.last().map_or(kind.span, |key| key.span);
            self.nothing(node, &what, span, base);
            return;
        }
        for key in keys {
            let wanted = (self.fill)(&key.text);
            if schema.kind == "site" && kind.text == "header" && is_default_header(&wanted) {
                base.retain(|other| {
                    other.kind.value != "header" || !self.has_key(other, child.key(), &wanted)
                });
                if !self.deferred {
                    base.push(no_header(node, key));
                }
                continue;
            }
            let before = base.len();
            base.retain(|other| {
                let own = schema.child_of(other).unwrap_or(child);
                other.kind.value != kind.text || !self.has_key(other, own.key(), &wanted)
            });
            if base.len() == before {
                self.nothing(node, &format!("{} {wanted}", kind.text), key.span, base);
            }
        }
    }

    /// Takes away what starts with all of these arguments, in their order; whether there was any.
    pub(super) fn unset_whole(&self, base: &mut Vec<Node>, kind: &str, keys: &[Scalar]) -> bool {
        let is_meant = |node: &Node| {
            let args = node.args.iter().take(keys.len());
            let same =
                |(arg, key): (&Scalar, &Scalar)| (self.fill)(&arg.text) == (self.fill)(&key.text);
            node.kind.value == kind && node.args.len() >= keys.len() && args.zip(keys).all(same)
        };
        let before = base.len();
        base.retain(|node| !is_meant(node));
        base.len() < before
    }

    /// Whether each of these is the first argument of something.
    pub(super) fn has_all_kinds(&self, base: &[Node], kind: &str, keys: &[Scalar]) -> bool {
        let has = |key: &Scalar| {
            let mut of_kind = base.iter().filter(|node| node.kind.value == kind);
            let wanted = (self.fill)(&key.text);
            of_kind.any(|node| self.has_key(node, Key::First, &wanted))
        };
        keys.iter().all(has)
    }

    pub(super) fn has_key(&self, node: &Node, key: Key, wanted: &str) -> bool {
        let is = |text: &str| (self.fill)(text) == wanted;
        match key {
            Key::FirstFolded => node
                .first()
                .is_some_and(|first| first.eq_ignore_ascii_case(wanted)),
            Key::Prop(prop) => node.prop(prop).is_some_and(|prop| is(&prop.value.text)),
            Key::Mount {
                prop,
                default_prefix,
            } => {
                let is_path =
                    |path: String| (self.fill)(&path) == crate::schema::without_end(wanted);
                crate::schema::mount_path(node, prop, default_prefix).is_some_and(is_path)
                    || node.first().is_some_and(is)
            }
            _ => node.first().is_some_and(is),
        }
    }

    pub(super) fn nothing(&mut self, node: &Node, what: &str, span: Span, base: &mut Vec<Node>) {
        if self.deferred {
            return;
        }
        if self.pending {
            let kind = node.args.first().filter(|kind| kind.span != span);
            let key = node.args.iter().filter(|arg| arg.span == span);
            let args = kind.into_iter().chain(key).cloned().collect();
            base.push(Node {
                args,
                ..node.clone()
            });
            return;
        }
        let kind = node.first().unwrap_or("");
        let counterparts = || base.iter().filter(|other| other.kind.value == kind);
        // Only a block, which has no name itself, has entries that are taken away by theirs.
        let blocks = counterparts().filter(|node| node.args.is_empty() && node.props.is_empty());
        let entries = blocks.flat_map(Node::nodes);
        let named = |node: &'_ Node| match node.prop("as") {
            Some(name) => Some(name.value.text.clone()),
            None => node.first().map(str::to_owned),
        };
        let mut there: Vec<String> = counterparts()
            .filter_map(named)
            .chain(entries.map(|entry| entry.kind.value.clone()))
            .collect();
        there.dedup();
        let mut found = Diagnostic::error(
            "unset-nothing",
            span,
            format!("there is no `{what}` to unset"),
        );
        let asked = what.split_once(' ').map_or("", |(_, key)| key);
        if let Some(word) = nearest(asked, there.iter().map(String::as_str)) {
            found = found.help(format!("did you mean `{word}`?"));
        } else if there.is_empty() {
            found = found.help("take the line away");
        } else {
            found = found.help(format!("there are: {}", there.join(", ")));
        }
        self.diagnostics.push(found);
    }
}

/// Keeps an `unset` whose arguments belong together.
pub(super) fn keep_whole(base: &mut Vec<Node>, unset: &Node) {
    let texts =
        |node: &Node| -> Vec<String> { node.args.iter().map(|arg| arg.text.clone()).collect() };
    let wanted = texts(unset);
    if !base
        .iter()
        .any(|node| node.kind.value == "unset" && texts(node) == wanted)
    {
        base.push(unset.clone());
    }
}

/// Keeps what an overlay takes away, for the body that it is laid over; what is taken away already is not said twice.
pub(super) fn keep(base: &mut Vec<Node>, unset: &Node) {
    let Some((kind, keys)) = unset.args.split_first() else {
        return;
    };
    let is_said = |key: Option<&Scalar>| {
        let of_kind = base
            .iter()
            .filter(|node| node.kind.value == "unset" && node.first() == Some(kind.text.as_str()));
        of_kind.into_iter().any(|node| {
            node.args.len() == 1
                || key.is_some_and(|key| node.args.iter().skip(1).any(|arg| arg.text == key.text))
        })
    };
    let new: Vec<Scalar> = keys
        .iter()
        .filter(|key| !is_said(Some(key)))
        .cloned()
        .collect();
    if (keys.is_empty() && !is_said(None)) || !new.is_empty() {
        base.push(Node {
            args: [vec![kind.clone()], new].concat(),
            ..unset.clone()
        });
    }
}

/// Whether a node takes something away from itself, or anything in it does.
pub(in crate::resolve) fn has_unset(node: &Node) -> bool {
    node.nodes()
        .iter()
        .any(|child| child.kind.value == "unset" || has_unset(child))
}

pub(super) fn is_default_header(name: &str) -> bool {
    DEFAULT_HEADERS
        .iter()
        .any(|(default, _)| default.eq_ignore_ascii_case(name))
}

/// What `unset header` says of a header that no one wrote, since every site has it by itself.
pub(super) fn no_header(unset: &Node, name: &Scalar) -> Node {
    Node {
        kind: unset.kind.clone().map(|_| "no-header".to_owned()),
        annotation: None,
        args: vec![name.clone()],
        props: Vec::new(),
        children: None,
        span: unset.span,
    }
}
