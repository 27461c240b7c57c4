//! What a `use` lays over its module's inside.

use super::inside::{self, Seen};
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    model::{ModuleFile, Service},
    reader::{Names, NodeType},
    syntax::{Node, Scalar, ScalarKind},
};

/// The overlay that the body of a `use` is, on the nodes of its module as the stack has them.
pub(super) fn overlay(
    used: &Node,
    inside: &Names,
    seen: &Seen,
    diagnostics: &mut Diagnostics,
) -> Vec<Node> {
    let mut change = Change {
        inside,
        seen,
        diagnostics,
        own: Vec::new(),
        nodes: Vec::new(),
    };
    for node in used.nodes() {
        change.node(node.clone());
    }
    let (mut nodes, own) = (change.nodes, change.own);
    if !own.is_empty() {
        nodes.insert(0, own_service(used, inside, own));
    }
    nodes
}

/// What changes the module's own service.
fn own_service(used: &Node, inside: &Names, children: Vec<Node>) -> Node {
    Node {
        kind: used.kind.clone().map(|_| "service".to_owned()),
        annotation: None,
        args: vec![Scalar {
            kind: ScalarKind::Text,
            text: inside.own.clone().unwrap_or_default(),
            quoted: false,
            annotation: None,
            span: used.kind.span,
            verbatim: None,
        }],
        props: Vec::new(),
        children: Some(children),
        span: used.span,
    }
}

struct Change<'a> {
    inside: &'a Names,
    seen: &'a Seen,
    diagnostics: &'a mut Diagnostics,
    /// What is said of the module's own service.
    own: Vec<Node>,
    nodes: Vec<Node>,
}

impl Change<'_> {
    fn node(&mut self, mut node: Node) {
        match node.kind.value.as_str() {
            "network" => self.of_own_service(node),
            "volume" if node.prop("to").is_some() => self.of_own_service(node),
            "volume" => self.named("volume", node),
            "service" => {
                inside::name_own_service(std::slice::from_mut(&mut node));
                self.named("service", node);
            }
            "unset" => self.unset(node),
            // The others set params, or fill secrets.
            _ => {}
        }
    }

    fn of_own_service(&mut self, mut node: Node) {
        inside::name_overlay(&mut node, Service::SCHEMA, self.inside, self.seen);
        self.own.push(node);
    }

    /// A change to what the module calls by this name.
    fn named(&mut self, of: &'static str, mut node: Node) {
        if node.args.is_empty() {
            return;
        }
        let mut name = node.args.remove(0);
        if self.inside.full(of, &name.text).is_none() {
            self.undefined(of, &name);
            return;
        }
        let children = node.children.iter_mut().flatten();
        if of == "service" {
            children.for_each(|child| {
                inside::name_overlay(child, Service::SCHEMA, self.inside, self.seen);
            });
        }
        inside::rename(of, &mut name, self.inside);
        node.args.insert(0, name);
        self.nodes.push(node);
    }

    fn undefined(&mut self, of: &'static str, name: &Scalar) {
        let code = match of {
            "volume" => "undefined-volume",
            _ => "undefined-service",
        };
        let found = Diagnostic::error(
            code,
            name.span,
            format!("the module has no {of} `{}`", name.text),
        );
        let names: Vec<&str> = self
            .inside
            .of_kind(of)
            .filter(|name| *name != inside::OWN)
            .collect();
        self.diagnostics
            .push(match nearest(&name.text, names.iter().copied()) {
                Some(word) => found
                    .help(format!("did you mean `{word}`?"))
                    .fix(name.span, word),
                None if of == "volume" => {
                    found.help(format!("to mount a volume: volume {} to=\"…\"", name.text))
                }
                None if names.is_empty() => {
                    found.help("its own service has no name: service { … }")
                }
                None => found.help(format!(
                    "it has: {}; its own service has no name: service {{ … }}",
                    names.join(", ")
                )),
            });
    }

    fn unset(&mut self, mut node: Node) {
        let Some(kind) = node.first().map(str::to_owned) else {
            return;
        };
        match kind.as_str() {
            "network" => self.of_own_service(node),
            "volume" | "service" | "secret" | "file" | "job" => {
                let of = super::named::DECLARED.into_iter().find(|of| *of == kind);
                let keys = node.args.iter_mut().skip(1);
                for key in keys {
                    if let Some(of) = of.filter(|of| self.inside.full(of, &key.text).is_some()) {
                        inside::rename(of, key, self.inside);
                    }
                }
                self.nodes.push(node);
            }
            // A param that is not set any more has its default again.
            _ if self.inside.declared_params.contains_key(&kind) => {}
            _ => self.nothing(&node),
        }
    }

    fn nothing(&mut self, node: &Node) {
        let Some(kind) = node.args.first() else {
            return;
        };
        let is_of_service = Service::SCHEMA.child(&kind.text).is_some();
        let found = Diagnostic::error(
            "unknown-node",
            kind.span,
            format!("there is no `{}` that could be unset here", kind.text),
        );
        self.diagnostics.push(if is_of_service {
            found.help(format!(
                "what the module's own service says: service {{ unset {} }}",
                kind.text
            ))
        } else {
            match nearest(&kind.text, ModuleFile::SCHEMA.child_kinds()) {
                Some(word) => found.help(format!("did you mean `{word}`?")),
                None => {
                    found.help("unset network, volume, service, secret, file or job, or a param")
                }
            }
        });
    }
}
