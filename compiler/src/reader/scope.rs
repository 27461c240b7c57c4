//! What names mean in one environment, and which of them were used.

use std::collections::{BTreeMap, BTreeSet};

use super::Names;
use crate::{
    diag::{Diagnostic, nearest},
    source::{FileId, Span},
    syntax::{Node, Scalar},
    template::{Closing, closing},
};

/// What references can speak of.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub stack: String,
    pub environment: Option<String>,
    /// What the stack's own files see.
    root: Names,
    /// What a module sees, by the file of its use.
    pub modules: BTreeMap<FileId, Names>,
    /// Every service by its whole name.
    pub services: BTreeMap<String, ServiceScope>,
    /// The inputs whose default or message Compose ends at the last `}` of the line that it stands on.
    pub open_inputs: BTreeSet<String>,
    /// The secrets whose message Compose ends there.
    pub open_secrets: BTreeSet<String>,
}

/// What references can say of a service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceScope {
    /// Port names, with the port in the container and where it is published.
    pub ports: BTreeMap<String, (Scalar, Option<Scalar>)>,
    /// What the module that it comes from says of it.
    pub exports: BTreeMap<String, Scalar>,
    /// The paths at which secrets are mounted.
    pub secret_paths: BTreeMap<String, String>,
}

impl Scope {
    /// The names of a stack whose modules are in place; `names` is what its own files see, but for what they declare.
    pub(crate) fn new(
        nodes: &[Node],
        (stack, environment): (String, Option<String>),
        names: Names,
        modules: BTreeMap<FileId, Names>,
        fill: &dyn Fn(&str) -> String,
    ) -> Self {
        let declared = |of: &'static str| -> BTreeMap<String, Span> {
            let named = kind(nodes, of).filter_map(|node| node.args.first());
            named.map(|arg| (fill(&arg.text), arg.span)).collect()
        };
        let mut root = Names {
            declared_params: declared("param"),
            inputs: declared("input"),
            ..names
        };
        for of in ["secret", "service"] {
            for name in declared(of).into_keys() {
                root.declare(of, &name.clone(), name);
            }
        }
        let mut services: BTreeMap<String, ServiceScope> = kind(nodes, "service")
            .filter_map(|node| Some((fill(node.first()?), ServiceScope::new(node, fill))))
            .collect();
        for node in kind(nodes, "export") {
            if let [owner, name, value] = node.args.as_slice()
                && let Some(service) = services.get_mut(&owner.text)
            {
                service.exports.insert(name.text.clone(), value.clone());
            }
        }
        let open = |of: &'static str| -> BTreeSet<String> {
            let nodes = kind(nodes, of).filter(|node| is_open(node));
            nodes.filter_map(|node| node.first().map(fill)).collect()
        };
        let (open_inputs, open_secrets) = (open("input"), open("secret"));
        Self {
            root,
            modules,
            services,
            open_inputs,
            open_secrets,
            stack,
            environment,
        }
    }

    /// What is visible in a file.
    /// What the stack's own files see.
    pub(crate) fn own(&self) -> &Names {
        &self.root
    }

    pub(crate) fn names(&self, file: FileId) -> &Names {
        self.modules.get(&file).unwrap_or(&self.root)
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
            exports: BTreeMap::new(),
            secret_paths,
        }
    }
}

/// Whether what Compose writes for a variable that is empty, its default or else its message, leaves a brace open.
fn is_open(node: &Node) -> bool {
    let is_optional = node
        .prop("optional")
        .is_some_and(|prop| prop.value.text == "true");
    let word = node.prop("default");
    let word = word.or_else(|| node.prop("message").filter(|_| !is_optional));
    word.is_some_and(|word| closing(&word.value.text) == Closing::Open)
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
pub(crate) fn undefined_param<'n>(
    name: &str,
    span: Span,
    values: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let found = Diagnostic::error(
        "undefined-param",
        span,
        format!("there is no param `{name}`"),
    );
    match nearest(name, values) {
        Some(word) => found.help(format!("did you mean `${{param.{word}}}`?")),
        None => found.help(format!("declare it: param {name} default=\"…\"")),
    }
}
