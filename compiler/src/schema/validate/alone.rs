//! What may stand only once, or not beside another.

use std::collections::BTreeMap;

use super::Validator;
use crate::{
    diag::Diagnostic,
    schema::{Key, NodeSchema},
    source::Span,
    syntax::{Node, ScalarKind},
};

impl Validator<'_> {
    pub(super) fn duplicate(&mut self, what: &str, span: Span, first: Span) {
        self.diagnostics.push(
            Diagnostic::error("duplicate", span, format!("`{what}` is given twice"))
                .label("again here")
                .other(first, "first here"),
        );
    }

    pub(super) fn duplicates(&mut self, nodes: &[Node], schema: &'static NodeSchema) {
        let mut seen: BTreeMap<(String, String), Span> = BTreeMap::new();
        for node in nodes {
            let kind = node.kind.value.as_str();
            // Where every word is a param, these two are none.
            if matches!(kind, "unset" | "allow") {
                continue;
            }
            let Some(child) = schema.child_of(node) else {
                continue;
            };
            let keys: Vec<String> = match child.key() {
                Key::All => continue,
                Key::Once | Key::Sort => vec![String::new()],
                Key::EachArg => node.args.iter().map(|arg| arg.text.clone()).collect(),
                Key::Prop(prop) => node
                    .prop(prop)
                    .map(|prop| prop.value.text.clone())
                    .into_iter()
                    .collect(),
                Key::Mount {
                    prop,
                    default_prefix,
                } => mount_path(node, prop, default_prefix).into_iter().collect(),
                Key::First => node.first().map(str::to_owned).into_iter().collect(),
                Key::FirstFolded => node
                    .first()
                    .map(str::to_ascii_lowercase)
                    .into_iter()
                    .collect(),
            };
            let group = if matches!(child.key(), Key::Mount { .. }) {
                "mount"
            } else {
                kind
            };
            let path = match child.key() {
                Key::Mount { prop, .. } | Key::Prop(prop) => {
                    node.prop(prop).map(|prop| prop.value.span)
                }
                _ => None,
            };
            let first = node.args.first().map(|arg| arg.span);
            let span = path.or(first).unwrap_or(node.kind.span);
            for key in keys {
                let what = if key.is_empty() {
                    kind.to_owned()
                } else {
                    format!("{kind} {key}")
                };
                if let Some(first) = seen.insert((group.to_owned(), key), span) {
                    self.duplicate(&what, span, first);
                }
            }
        }
    }

    pub(super) fn slots(&mut self, nodes: &[Node], schema: &'static NodeSchema) {
        for slot in schema.slots {
            let mut given = nodes
                .iter()
                .filter(|node| slot.contains(&node.kind.value.as_str()));
            if let (Some(first), Some(second)) = (given.next(), given.next())
                && first.kind.value != second.kind.value
            {
                self.conflict(
                    &second.kind.value,
                    second.kind.span,
                    &first.kind.value,
                    first.kind.span,
                );
            }
        }
    }

    pub(super) fn prop_slots(&mut self, node: &Node, schema: &'static NodeSchema) {
        for slot in schema.slots {
            let props = node
                .props
                .iter()
                .filter(|prop| prop.value.kind != ScalarKind::Null)
                .map(|prop| &prop.name);
            let children = node.nodes().iter().map(|child| &child.kind);
            let mut given = props
                .chain(children)
                .filter(|word| slot.contains(&word.value.as_str()));
            if let (Some(first), Some(second)) = (given.next(), given.next())
                && first.value != second.value
            {
                self.conflict(&second.value, second.span, &first.value, first.span);
            }
        }
    }

    pub(super) fn conflict(&mut self, word: &str, span: Span, other: &str, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(
                "conflict",
                span,
                format!("`{word}` and `{other}` exclude each other"),
            )
            .other(first, format!("`{other}` is given here"))
            .help("keep one of the two"),
        );
    }
}

/// The path of a mount in the container.
pub(crate) fn mount_path(node: &Node, prop: &str, default_prefix: &str) -> Option<String> {
    match node.prop(prop).filter(|_| !prop.is_empty()) {
        Some(prop) => Some(without_end(&prop.value.text)),
        None if !prop.is_empty() && default_prefix.is_empty() => None,
        None => node
            .first()
            .map(|first| without_end(&format!("{default_prefix}{first}"))),
    }
}

/// A path without slashes at its end: `/data/` is the folder that `/data` is.
#[must_use]
pub fn without_end(path: &str) -> String {
    match path.trim_end_matches('/') {
        "" => path.to_owned(),
        shorter => shorter.to_owned(),
    }
}
