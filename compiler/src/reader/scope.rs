//! What names mean in one environment, and which of them were used.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diag::{Diagnostic, nearest},
    source::Span,
    syntax::{Node, Scalar},
};

/// What references can speak of.
pub(crate) struct Scope {
    pub stack: String,
    pub environment: Option<String>,
    pub params: BTreeMap<String, ParamValue>,
    /// Every param that is declared, also where it has no value.
    pub declared_params: BTreeMap<String, Span>,
    pub inputs: BTreeMap<String, Span>,
    pub secrets: BTreeMap<String, Span>,
    pub services: BTreeMap<String, ServiceScope>,
}

/// What references can say of a service.
pub(crate) struct ServiceScope {
    /// Port names, with the port in the container and where it is published.
    pub ports: BTreeMap<String, (Scalar, Option<Scalar>)>,
    /// The paths at which secrets are mounted.
    pub secret_paths: BTreeMap<String, String>,
}

impl Scope {
    pub(crate) fn new(
        nodes: &[Node],
        stack: String,
        environment: Option<String>,
        params: BTreeMap<String, ParamValue>,
        fill: &dyn Fn(&str) -> String,
    ) -> Self {
        let declared = |of: &'static str| -> BTreeMap<String, Span> {
            let named = kind(nodes, of).filter_map(|node| node.args.first());
            named.map(|arg| (fill(&arg.text), arg.span)).collect()
        };
        let services = kind(nodes, "service")
            .filter_map(|node| Some((fill(node.first()?), ServiceScope::new(node, fill))))
            .collect();
        Self {
            declared_params: declared("param"),
            inputs: declared("input"),
            secrets: declared("secret"),
            services,
            stack,
            environment,
            params,
        }
    }
}

impl ServiceScope {
    fn new(service: &Node, fill: &dyn Fn(&str) -> String) -> Self {
        let ports = kind(service.nodes(), "port")
            .filter_map(|node| {
                let (name, target) = (node.first()?, node.args.get(1)?);
                let publish = node.prop("publish").map(|prop| prop.value.clone());
                Some((fill(name), (target.clone(), publish)))
            })
            .collect();
        let secret_paths = kind(service.nodes(), "secret")
            .filter_map(|node| {
                let name = fill(node.first()?);
                let path = node.prop("to").map_or_else(
                    || format!("/run/secrets/{name}"),
                    |prop| fill(&prop.value.text),
                );
                let path = if path.starts_with('/') {
                    path
                } else {
                    format!("/run/secrets/{path}")
                };
                Some((name, path))
            })
            .collect();
        Self {
            ports,
            secret_paths,
        }
    }
}

/// The nodes of one kind.
fn kind<'n>(nodes: &'n [Node], kind: &'static str) -> impl Iterator<Item = &'n Node> {
    nodes.iter().filter(move |node| node.kind.value == kind)
}

/// Which names were used, over all environments.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Kind and name: `("param", "domain")`.
    pub names: BTreeSet<(&'static str, String)>,
}

impl Uses {
    pub(crate) fn mark(&mut self, kind: &'static str, name: &str) {
        self.names.insert((kind, name.to_owned()));
    }

    pub(crate) fn has(&self, kind: &'static str, name: &str) -> bool {
        self.names.contains(&(kind, name.to_owned()))
    }
}

/// A param's value and the place that gave it.
#[derive(Clone, Debug)]
pub struct ParamValue {
    /// The text.
    pub text: String,
    /// Where it is written; for a value from the command line the declaration.
    pub span: Span,
}

/// A reference `${service.…}` in a service.
#[derive(Clone, Debug)]
pub struct ServiceReference {
    /// The service that speaks.
    pub from: String,
    /// The service that it speaks of.
    pub to: String,
    /// Where.
    pub span: Span,
}

/// The finding about a param that nobody declares.
pub(crate) fn undefined_param(
    name: &str,
    span: Span,
    values: &BTreeMap<String, ParamValue>,
) -> Diagnostic {
    let found = Diagnostic::error(
        "undefined-param",
        span,
        format!("there is no param `{name}`"),
    );
    match nearest(name, values.keys().map(String::as_str)) {
        Some(word) => found.help(format!("did you mean `${{param.{word}}}`?")),
        None => found.help(format!("declare it: param {name} default=\"…\"")),
    }
}
