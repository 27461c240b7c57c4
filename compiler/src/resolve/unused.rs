//! What is declared and used in no environment.

use super::{choices, kind, modules::named, params::is_value};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::StackFile,
    reader::{NodeType, Uses},
    reference::{self, Piece},
    schema::Child,
    syntax::{Node, Scalar},
};

const KINDS: [(&str, &str); 6] = [
    ("param", "unused-param"),
    ("input", "unused-input"),
    ("secret", "unused-secret"),
    ("network", "unused-network"),
    ("volume", "unused-volume"),
    ("file", "unused-file"),
];

pub(crate) fn check(
    base: &[Node],
    environments: &[Node],
    uses: &Uses,
    diagnostics: &mut Diagnostics,
) {
    let mut uses = uses.clone();
    for node in base.iter().chain(environments) {
        mark_keys(node, &mut uses);
    }
    let own = environments.iter().flat_map(Node::nodes);
    for node in choices::bodies(base.iter().chain(own)).flatten() {
        mark_names(node, &mut uses);
    }
    for (what, code) in KINDS {
        let own = environments
            .iter()
            .flat_map(|environment| kind(environment.nodes(), what))
            .filter(|node| !is_value(node));
        let mut seen: Vec<&str> = Vec::new();
        for node in kind(base, what).chain(own) {
            let Some(name) = node.args.first() else {
                continue;
            };
            // A choice is used by being picked.
            if kind(node.nodes(), "choice").next().is_some() {
                seen.push(&name.text);
            }
            let known = uses.has(what, &name.text) || seen.contains(&name.text.as_str());
            let configured = what == "network" && name.text == "default";
            if known || configured || name.text.contains("${") {
                continue;
            }
            seen.push(&name.text);
            diagnostics.push(unused(what, code, name));
        }
    }
}

fn unused(what: &str, code: &'static str, name: &Scalar) -> Diagnostic {
    Diagnostic::warning(
        code,
        name.span,
        format!("{what} `{}` is not used", name.text),
    )
    .help(format!(
        "take it away, or say why it stays: allow {code} reason=\"…\""
    ))
}

/// Params and secrets that a module declares and says nothing with, whatever is set and chosen where it is used.
pub(crate) fn check_module(nodes: &[Node], diagnostics: &mut Diagnostics) {
    let mut uses = Uses::default();
    for node in nodes {
        mark_keys(node, &mut uses);
        mark_names(node, &mut uses);
    }
    let bodies = || choices::bodies(nodes).flatten();
    for (what, code) in [("param", "unused-param"), ("secret", "unused-secret")] {
        for node in kind(nodes, what).chain(bodies().filter(|node| node.kind.value == what)) {
            // A choice is used by being picked.
            let is_choice = kind(node.nodes(), "choice").next().is_some();
            if let Some(name) = node.args.first()
                && !is_choice
                && !is_value(node)
                && !uses.has(what, &name.text)
            {
                diagnostics.push(unused(what, code, name));
            }
        }
    }
}

/// What a choice names that is not picked: it is used where it is.
fn mark_names(node: &Node, uses: &mut Uses) {
    // A declaration is no use.
    let children = node.nodes().iter().filter_map(|child| {
        let Some(Child::Node(_, schema)) = StackFile::SCHEMA.child_of(node) else {
            return None;
        };
        Some((child, schema))
    });
    for (child, schema) in children {
        named::each(&mut child.clone(), schema, &mut |of, name, _| {
            uses.mark(of, &name.text);
        });
    }
    mark_secrets(node, uses);
}

/// Secrets by their name as a value, and in text.
fn mark_secrets(node: &Node, uses: &mut Uses) {
    let props = node.props.iter().map(|prop| &prop.value);
    for scalar in node.args.iter().chain(props) {
        if scalar.is_annotated("secret") {
            uses.mark("secret", &scalar.text);
        }
        for piece in reference::parse(&scalar.text).0 {
            if let Piece::Reference(found) = piece
                && found.namespace.starts_with("secret")
            {
                uses.mark("secret", &found.path);
            }
        }
    }
    for child in node.nodes() {
        mark_secrets(child, uses);
    }
}

/// Params in the names of nodes count as used, wherever they stand.
fn mark_keys(node: &Node, uses: &mut Uses) {
    let scalars = node
        .args
        .iter()
        .chain(node.props.iter().map(|prop| &prop.value));
    for scalar in scalars.filter(|scalar| scalar.text.contains("${")) {
        for piece in reference::parse(&scalar.text).0 {
            if let Piece::Reference(found) = piece {
                match found.namespace.as_str() {
                    "param" => uses.mark("param", &found.path),
                    "input" => uses.mark("input", &found.path),
                    _ => {}
                }
            }
        }
    }
    for child in node.nodes() {
        mark_keys(child, uses);
    }
}
