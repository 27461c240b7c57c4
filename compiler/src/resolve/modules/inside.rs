//! One use of a module: what its names mean, and its nodes with the names that they have in the stack.

use std::collections::BTreeMap;

use super::named;
use crate::{
    model::StackFile,
    reader::{Names, NodeType},
    reference::{self, Piece},
    resolve::{kind, params::fill_key},
    schema::NodeSchema,
    source::FileId,
    syntax::{Node, Scalar},
};

/// What each use of a module sees, by the file that it is read as; the stack's own files are not in it.
pub(crate) type Seen = BTreeMap<FileId, Names>;

/// What a module calls its own service, which has no name: `depends-on self`.
pub(super) const OWN: &str = "self";

/// Declares what a module's nodes declare: `as` for its own service, `<as>-NAME` for all else.
pub(super) fn declare(names: &mut Names, nodes: &[Node]) {
    let own = names.own.clone().unwrap_or_default();
    names.declare("service", OWN, own.clone());
    for of in named::DECLARED {
        for node in kind(nodes, of) {
            let Some(name) = node.first() else { continue };
            let name = fill_key(name, &names.params, "", "");
            let full = if name.is_empty() {
                own.clone()
            } else {
                format!("{own}-{name}")
            };
            // A secret that is filled has the name of what fills it.
            if names.full(of, &name).is_none() {
                names.declare(of, &name, full);
            }
        }
    }
    for node in kind(nodes, "use") {
        if let Some(name) = node.prop("as") {
            let name = fill_key(&name.value.text, &names.params, "", "");
            names.declare("service", &name, format!("{own}-{name}"));
        }
    }
}

/// Declares what modules inside this one brought, whose nodes have their whole names already.
pub(super) fn declare_inner(names: &mut Names, nodes: &[Node]) {
    let prefix = format!("{}-", names.own.as_deref().unwrap_or_default());
    for of in named::DECLARED {
        for node in kind(nodes, of) {
            if let Some(full) = node.first()
                && let Some(name) = full.strip_prefix(&prefix)
            {
                names.declare(of, name, full.to_owned());
            }
        }
    }
}

/// The module's own service has no name: it gets one that no other can have.
pub(super) fn name_own_service(nodes: &mut [Node]) {
    for node in nodes {
        if node.kind.value == "service" && node.args.is_empty() {
            node.args.push(unnamed(node));
        }
        if node.kind.value == "param" {
            for choice in node.children.iter_mut().flatten() {
                name_own_service(choice.children.as_deref_mut().unwrap_or_default());
            }
        }
    }
}

fn unnamed(node: &Node) -> Scalar {
    Scalar {
        kind: crate::syntax::ScalarKind::Text,
        text: String::new(),
        quoted: false,
        annotation: None,
        span: node.kind.span,
        verbatim: None,
    }
}

/// Gives every name in these nodes the one that it has in the stack: a name belongs to the file that writes it.
pub(super) fn name(nodes: &mut [Node], seen: &Seen) {
    for node in nodes {
        named::each(node, StackFile::SCHEMA, &mut |of, scalar, _| {
            if let Some(names) = seen.get(&scalar.span.file) {
                rename(of, scalar, names);
            }
        });
    }
}

/// The same for what a `use` lays over a module: what it takes away, it names as the module does.
pub(super) fn name_overlay(
    node: &mut Node,
    schema: &'static NodeSchema,
    inside: &Names,
    seen: &Seen,
) {
    named::each(node, schema, &mut |of, scalar, is_unset| {
        if is_unset && inside.full(of, &scalar.text).is_some() {
            rename(of, scalar, inside);
        } else if let Some(names) = seen.get(&scalar.span.file) {
            rename(of, scalar, names);
        }
    });
}

pub(super) fn rename(of: &'static str, scalar: &mut Scalar, names: &Names) {
    let own = names.own.as_deref().unwrap_or_default();
    let name = fill_key(&scalar.text, &names.params, "", "");
    let is_default = of == "network" && name == "default";
    if own.is_empty() || is_default || name.starts_with(['.', '/', '~']) {
        return;
    }
    let full = names
        .full(of, &name)
        .map_or_else(|| format!("{own}-{name}"), str::to_owned);
    scalar.text = reference::escape(&full);
    scalar.verbatim = None;
}

/// Fills in the params of what tells nodes apart, so that an overlay finds them by what they are.
pub(super) fn fill_keys(nodes: &mut [Node], names: &Names) {
    for node in nodes {
        let keys = node.args.iter_mut().take(1);
        let paths = node.props.iter_mut().filter(|prop| prop.name.value == "to");
        keys.chain(paths.map(|prop| &mut prop.value))
            .for_each(|scalar| fill_key_of(scalar, names));
        fill_keys(node.children.as_deref_mut().unwrap_or_default(), names);
    }
}

fn fill_key_of(scalar: &mut Scalar, names: &Names) {
    if !scalar.text.contains("${param.") {
        return;
    }
    let known = |piece: &Piece| match piece {
        Piece::Text(_) => true,
        Piece::Reference(reference) => {
            reference.namespace == "param" && names.params.contains_key(&reference.path)
        }
    };
    let (pieces, faults) = reference::parse(&scalar.text);
    if faults.is_empty() && pieces.iter().all(known) {
        scalar.text = reference::escape(&fill_key(&scalar.text, &names.params, "", ""));
        scalar.verbatim = None;
    }
}
