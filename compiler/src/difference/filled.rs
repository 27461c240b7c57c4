//! Nodes as they read in one environment: what the compiler knows is filled in, what is known at deploy time keeps its reference.

use crate::{
    reader::{Names, Scope},
    reference::{self, Piece, Reference},
    syntax::{Node, Scalar, ScalarKind},
};

/// The node, and what is in it, with every param and every name of a module's filled in.
pub(super) fn filled(node: &Node, scope: &Scope) -> Node {
    let names = scope.names(node.span.file);
    let mut node = Node {
        children: node
            .children
            .as_ref()
            .map(|children| children.iter().map(|child| filled(child, scope)).collect()),
        ..node.clone()
    };
    if let Some(value) = param(&node, names) {
        return value;
    }
    let values = node.props.iter_mut().map(|prop| &mut prop.value);
    for scalar in node.args.iter_mut().chain(values) {
        fill(scalar, names, scope);
    }
    node
}

/// A param with the value that it has, wherever that comes from.
fn param(node: &Node, names: &Names) -> Option<Node> {
    let name = node.args.first().filter(|_| node.kind.value == "param")?;
    let value = names.params.get(&name.text)?;
    let given = Scalar {
        kind: ScalarKind::Text,
        text: value.text.clone(),
        quoted: true,
        annotation: None,
        span: value.span,
        verbatim: None,
    };
    Some(Node {
        args: vec![name.clone(), given],
        props: Vec::new(),
        children: None,
        ..node.clone()
    })
}

fn fill(scalar: &mut Scalar, names: &Names, scope: &Scope) {
    if scalar.is_annotated("secret") {
        if let Some(full) = names.full("secret", &scalar.text) {
            full.clone_into(&mut scalar.text);
        }
        return;
    }
    if scalar.text.contains("${") {
        let (pieces, _) = reference::parse(&scalar.text);
        scalar.text = pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(literal) => reference::escape(&literal),
                Piece::Reference(reference) => meaning(&scalar.text, &reference, names, scope),
            })
            .collect();
    }
}

/// What a reference stands for, or the reference with the name that its thing has in the whole stack.
fn meaning(text: &str, reference: &Reference, names: &Names, scope: &Scope) -> String {
    let (namespace, path) = (reference.namespace.as_str(), reference.path.as_str());
    let known = match (namespace, path) {
        ("param", name) => names.params.get(name).map(|value| value.text.clone()),
        ("stack", "name") => Some(scope.stack.clone()),
        ("environment", "name") => scope.environment.clone(),
        _ => None,
    };
    known.unwrap_or_else(|| {
        let (of, whole) = match namespace {
            "self" => (
                "service",
                format!("{}.{path}", names.own.as_deref().unwrap_or_default()),
            ),
            "service" => ("service", whole_service(path, names)),
            "secret" | "secret-file" => (
                namespace,
                names.full("secret", path).unwrap_or(path).to_owned(),
            ),
            _ => (namespace, path.to_owned()),
        };
        // The operator, its word and the brace stand behind the path.
        let behind = reference.start + "${.".len() + namespace.len() + path.len();
        let rest = text.get(behind..reference.end).unwrap_or("}");
        format!("${{{of}.{whole}{rest}")
    })
}

/// The path of a reference to a service, with the whole name of the service.
fn whole_service(path: &str, names: &Names) -> String {
    path.match_indices('.')
        .rev()
        .find_map(|(at, _)| {
            let full = names.full("service", path.get(..at)?)?;
            Some(format!("{full}{}", path.get(at..)?))
        })
        .unwrap_or_else(|| path.to_owned())
}
