//! Params that are choices: the body of the chosen one is an overlay.

use std::collections::BTreeMap;

use super::{
    kind,
    params::{self, Given, Layers},
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    reader::ParamValue,
    source::Span,
    syntax::Node,
};

/// Every choice of every param.
fn choices<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> impl Iterator<Item = &'n Node> {
    nodes
        .into_iter()
        .filter(|node| node.kind.value == "param")
        .flat_map(|param| kind(param.nodes(), "choice"))
}

/// The bodies of all choices.
pub(super) fn bodies<'n>(
    nodes: impl IntoIterator<Item = &'n Node>,
) -> impl Iterator<Item = &'n [Node]> {
    choices(nodes).map(Node::nodes)
}

/// Whether any param is a choice.
fn are_there(bodies: &[&[Node]]) -> bool {
    bodies
        .iter()
        .any(|body| choices(body.iter()).next().is_some())
}

/// The bodies of what is chosen, in the order of the params.
fn picked<'n>(bodies: &[&'n [Node]], values: &BTreeMap<String, ParamValue>) -> Vec<&'n [Node]> {
    let nodes = bodies.iter().flat_map(|body| body.iter());
    let params = nodes.filter(|node| node.kind.value == "param");
    params
        .filter_map(|param| {
            let value = values.get(param.first()?)?;
            let mut choices = kind(param.nodes(), "choice");
            choices
                .find(|choice| choice.first() == Some(&value.text))
                .map(Node::nodes)
        })
        .collect()
}

/// What has no place in the body of a choice: what is picked is known before any of them is laid over the stack.
fn check(bodies: &[&[Node]], diagnostics: &mut Diagnostics) {
    let params = || bodies.iter().flat_map(|body| kind(body, "param"));
    let is_choice = |name: &str| {
        params().any(|param| {
            param.first() == Some(name) && kind(param.nodes(), "choice").next().is_some()
        })
    };
    for choice in params().flat_map(|param| kind(param.nodes(), "choice")) {
        for param in kind(choice.nodes(), "param") {
            let nested = kind(param.nodes(), "choice").next();
            let name = param.first().unwrap_or("");
            if nested.is_some() || is_choice(name) {
                diagnostics.push(
                    Diagnostic::error(
                        "misplaced-node",
                        param.kind.span,
                        format!("a choice can't decide what `{name}` is, which is a choice too"),
                    )
                    .help("choices are picked by their defaults, the environment and --set alone"),
                );
            }
        }
    }
}

/// Nodes that have no meaning in the overlays of a stack: in choices and environments.
pub(crate) fn check_overlays(nodes: &[Node], diagnostics: &mut Diagnostics) {
    let environments = || kind(nodes, "environment");
    let own = environments().flat_map(Node::nodes);
    let overlays = environments().chain(choices(nodes.iter().chain(own)));
    for overlay in overlays {
        let of = overlay.kind.value.as_str();
        let misplaced = ["stack", "include", "environment"];
        for node in overlay.nodes() {
            let word = node.kind.value.as_str();
            if misplaced.contains(&word) {
                diagnostics.push(
                    Diagnostic::error(
                        "misplaced-node",
                        node.kind.span,
                        format!("`{word}` has no meaning in `{of}`"),
                    )
                    .help("it stands at the top level of a file"),
                );
            }
        }
    }
}

/// Picks the choices and fixes the params: the picked bodies' own params count too, before the last layer.
pub(super) fn fix<'n>(
    bodies: &[&'n [Node]],
    given: &BTreeMap<String, Given>,
    missing: &dyn Fn(&str, Span) -> Diagnostic,
    diagnostics: &mut Diagnostics,
) -> (BTreeMap<String, ParamValue>, Vec<&'n [Node]>) {
    let layers = |bodies| Layers {
        bodies,
        given,
        missing,
    };
    if !are_there(bodies) {
        return (params::fix(&layers(bodies), diagnostics), Vec::new());
    }
    check(bodies, diagnostics);
    let first = params::fix(&layers(bodies), &mut Diagnostics::default());
    let picked = picked(bodies, &first);
    let mut all: Vec<&[Node]> = bodies.iter().take(1).copied().collect();
    all.extend(picked.iter().copied());
    all.extend(bodies.iter().skip(1).copied());
    (params::fix(&layers(&all), diagnostics), picked)
}
