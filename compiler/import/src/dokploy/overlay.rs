//! The environment `dokploy`.

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics, Severity},
    source::Span,
};

use super::{
    Dokploy, Origin, Part, Value,
    env::{Used, used},
    params::Params,
    read::bounded,
};
use crate::{
    convert::Convert,
    declare::{escaped, secret_name},
    kdl::{Node, Value as Written},
};

/// What is taken over of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Its domains.
    pub domains: bool,
    /// Its files.
    pub mounts: bool,
    /// The values of its variables.
    pub env: bool,
    /// Whether the environment is built for Dokploy itself, not for Compose alone.
    pub target: bool,
}

impl Parts {
    /// Everything.
    pub(crate) const ALL: Self = Self {
        domains: true,
        mounts: true,
        env: true,
        target: true,
    };
    /// Nothing.
    pub(crate) const NONE: Self = Self {
        domains: false,
        mounts: false,
        env: false,
        target: false,
    };

    /// The same, built for Compose.
    pub(crate) fn for_compose(self) -> Self {
        Self {
            target: false,
            ..self
        }
    }

    /// The same, built for Dokploy.
    pub(crate) fn for_dokploy(self) -> Self {
        Self {
            target: true,
            ..self
        }
    }

    /// Whether anything of the template is left.
    pub(crate) fn has_any(self) -> bool {
        self.domains || self.mounts || self.env
    }
}

/// What a template adds to a stack.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    /// The params, which stand at the top.
    pub params: Vec<Node>,
    /// The environments, which stand at the end; none if there is nothing to say in them.
    pub environments: Vec<Node>,
    /// What isn't carried over.
    pub findings: Diagnostics,
    /// What the nodes were made of, by the part that they belong to.
    origins: [Vec<Span>; 3],
}

impl Overlay {
    /// The parts without those that errors lie in; an error that lies in none of them takes all.
    pub(crate) fn without(&self, parts: Parts, errors: &Diagnostics) -> Parts {
        let [domains, mounts, env] = &self.origins;
        let hit = |origins: &[Span]| {
            errors.items().iter().any(|item| {
                let others = item.others.iter().map(|other| other.span);
                item.severity == Severity::Error
                    && std::iter::once(item.primary.span)
                        .chain(others)
                        .any(|span| origins.contains(&span))
            })
        };
        let left = Parts {
            domains: parts.domains && !hit(domains),
            mounts: parts.mounts && !hit(mounts),
            env: parts.env && !hit(env),
            target: parts.target,
        };
        if left == parts { Parts::NONE } else { left }
    }
}

/// Why the environment is not built for Dokploy: what its target says of the stack.
pub(crate) fn without_target(start: Span, errors: &Diagnostics) -> Vec<Diagnostic> {
    let errors = errors.items().iter();
    let errors = errors.filter(|item| item.severity == Severity::Error);
    errors
        .map(|error| {
            let found = Diagnostic::warning(
                "not-imported",
                error.primary.span,
                format!(
                    "the environment `dokploy` is built for Compose, its target refuses it: {}",
                    error.message
                ),
            )
            .help("once that is mended, put `target dokploy` in its place; `stackc explain target-refuses` says more")
            .other(start, "this template makes the environment");
            if error.redact.is_empty() {
                found
            } else {
                found.redact(error.primary.span)
            }
        })
        .collect()
}

/// Why parts of a template are dropped: what the compiler says of them.
pub(crate) fn dropped(
    start: Span,
    errors: &Diagnostics,
    before: Parts,
    after: Parts,
) -> Vec<Diagnostic> {
    let words = [
        (before.domains && !after.domains, "domains"),
        (before.mounts && !after.mounts, "mounts"),
        (before.env && !after.env, "values of env"),
    ];
    let words: Vec<&str> = words
        .iter()
        .filter(|(is_dropped, _)| *is_dropped)
        .map(|(_, word)| *word)
        .collect();
    let what = words.join(", ");
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in errors.items() {
        if error.severity != Severity::Error {
            continue;
        }
        let in_template = |span: &Span| span.file == start.file;
        let others = error.others.iter().map(|other| other.span);
        let place = std::iter::once(error.primary.span)
            .chain(others)
            .find(in_template)
            .unwrap_or(start);
        let mut one = Diagnostic::warning(
            "not-imported",
            place,
            format!("the template's {what} are left out: {}", error.message),
        )
        .help("the Compose file is imported without them");
        if !error.redact.is_empty() {
            one = one.redact(place);
        }
        found.push(one);
    }
    found
}

/// What every part of an overlay needs.
pub(super) struct Builder<'a> {
    pub dokploy: &'a Dokploy,
    pub convert: &'a Convert<'a>,
    /// The stack's nodes without the overlay.
    pub base: &'a [Node],
    /// The inputs that are used in them.
    pub used: BTreeMap<String, Used>,
    pub params: Params<'a>,
    pub findings: Diagnostics,
    /// What the environment has not.
    pub unset: Vec<Node>,
    pub inputs: Vec<Node>,
    pub secrets: Vec<Node>,
    pub files: Vec<Node>,
    /// What changes in services, in the order of the stack.
    pub services: Vec<Node>,
    pub edge: Vec<Node>,
    /// What a variable of the template is called in the stack.
    pub called: Vec<(String, String)>,
}

pub(super) fn build(
    dokploy: &Dokploy,
    convert: &Convert<'_>,
    name: &str,
    base: &[Node],
    parts: Parts,
) -> Overlay {
    let Some(start) = dokploy.start() else {
        return Overlay::default();
    };
    let mut builder = Builder {
        dokploy,
        convert,
        base,
        used: used(base),
        params: Params::new(&dokploy.values, name),
        findings: Diagnostics::default(),
        unset: Vec::new(),
        inputs: Vec::new(),
        secrets: Vec::new(),
        files: Vec::new(),
        services: base.iter().filter_map(laid_over).collect(),
        edge: Vec::new(),
        called: Vec::new(),
    };
    if parts.domains {
        builder.sites();
    }
    if parts.env {
        builder.env();
    }
    if parts.mounts {
        builder.mounts();
    }
    builder.finished(start, parts.target)
}

/// The node of an environment for a service, without anything on it.
fn laid_over(base: &Node) -> Option<Node> {
    if base.kind != "service" {
        return None;
    }
    let mut node = Node::new("service", base.origin);
    node.args.clone_from(&base.args);
    Some(node)
}

impl Builder<'_> {
    fn finished(self, start: Span, for_dokploy: bool) -> Overlay {
        let template = &self.dokploy.template;
        let origins = [
            template.domains.iter().map(|domain| domain.span).collect(),
            template.mounts.iter().map(|mount| mount.span).collect(),
            template.env.iter().map(|pair| pair.span).collect(),
        ];
        let services = self
            .services
            .into_iter()
            .filter(|service| !service.children.is_empty());
        let mut nodes = self.unset;
        nodes.extend(self.inputs);
        nodes.extend(self.secrets);
        nodes.extend(self.files);
        nodes.extend(services);
        nodes.extend(self.edge);
        let mut findings = Diagnostics::default();
        findings.extend(bounded(self.findings.into_items()));
        let mut overlay = Overlay {
            params: Vec::new(),
            environments: Vec::new(),
            findings,
            origins,
        };
        if nodes.is_empty() {
            return overlay;
        }
        let mut compose = environment("compose", start).prop("default", Written::Bool(true));
        compose.apart = true;
        let out = Node::new("out", start).arg(Written::Text("deploy/dokploy".to_owned()));
        let word = |word: &str| Written::Word(word.to_owned());
        let target = |name: &str| Node::new("target", start).arg(word(name));
        let mut targets = Vec::new();
        if for_dokploy {
            let unset = Node::new("unset", start);
            targets.push(unset.arg(word("target")).arg(word("compose")));
            targets.push(target("dokploy").with([out]));
        } else {
            targets.push(target("compose").with([out]));
        }
        let mut laid_over = environment("dokploy", start).with(targets).with(nodes);
        laid_over.apart = true;
        overlay.params = self.params.nodes();
        overlay.environments = vec![compose, laid_over];
        overlay
    }

    pub(super) fn gap(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.findings
            .push(Diagnostic::warning("not-imported", span, message).help(help));
    }

    /// The node of a service without the overlay.
    pub(super) fn base_service(&self, name: &str) -> Option<&Node> {
        self.base
            .iter()
            .find(|node| node.kind == "service" && named(node) == Some(name))
    }

    /// Adds to what changes in a service.
    pub(super) fn change(&mut self, service: &str, node: Node) {
        let place = self
            .services
            .iter_mut()
            .find(|node| named(node) == Some(service));
        if let Some(place) = place {
            place.children.push(node);
        }
    }

    /// A value as it is written in the stack; the first part that can't stand there, otherwise.
    pub(super) fn written(
        &mut self,
        value: &Value,
        span: Span,
        mut made: impl FnMut(&mut Self, &Part) -> Option<String>,
    ) -> Result<String, Part> {
        let mut pieces: Vec<Result<String, &str>> = Vec::new();
        for part in &value.parts {
            pieces.push(match part {
                Part::Text(text) => Err(text),
                Part::Host(variable) => {
                    Ok(format!("${{param.{}}}", self.params.of(variable, span)))
                }
                Part::StackName => Ok("${stack.name}".to_owned()),
                Part::Made(..) | Part::Random(..) => match made(self, part) {
                    Some(reference) => Ok(reference),
                    None => return Err(part.clone()),
                },
            });
        }
        let mut text = String::new();
        for (number, piece) in pieces.iter().enumerate() {
            match piece {
                Ok(reference) => text.push_str(reference),
                Err(literal) => {
                    let next = pieces.get(number + 1);
                    text.push_str(&escaped(literal, matches!(next, Some(Ok(_)))));
                }
            }
        }
        Ok(text)
    }

    /// The reference to what a part is in the stack, if a variable of the Compose file is it.
    pub(super) fn alias(&self, part: &Part) -> Option<Alias> {
        let (Part::Made(_, Origin::Variable(variable))
        | Part::Random(_, Origin::Variable(variable))) = part
        else {
            return None;
        };
        let mut input = None;
        for (pair, value) in self.dokploy.pairs() {
            let is_it = value.only().is_some_and(|only| {
                matches!(only, Part::Made(_, Origin::Variable(name)) | Part::Random(_, Origin::Variable(name)) if name == variable)
            });
            if !is_it {
                continue;
            }
            let Some(declared) = self.convert.declarations.get(&pair.key.value) else {
                continue;
            };
            if let Some(secret) = &declared.secret {
                return Some(Alias::Secret(secret.clone()));
            }
            if !self.is_taken_away(&pair.key.value) {
                input.get_or_insert_with(|| Alias::Input(pair.key.value.clone()));
            }
        }
        input
    }

    /// Whether the environment has an input no more.
    fn is_taken_away(&self, input: &str) -> bool {
        let what = [
            Written::Word("input".to_owned()),
            Written::Word(input.to_owned()),
        ];
        self.unset.iter().any(|unset| unset.args == what)
    }

    /// A name that neither the stack nor the overlay has given to such a node yet.
    pub(super) fn free_name(&self, kind: &str, name: &str) -> String {
        let ours = match kind {
            "file" => &self.files,
            "input" => &self.inputs,
            _ => &self.secrets,
        };
        super::params::free(name, |name| {
            self.base
                .iter()
                .chain(ours)
                .any(|node| node.kind == kind && named(node) == Some(name))
        })
    }
}

/// What a variable of the template is in the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Alias {
    Secret(String),
    Input(String),
}

impl Alias {
    pub(super) fn reference(&self) -> String {
        match self {
            Self::Secret(name) => format!("${{secret.{name}}}"),
            Self::Input(name) => format!("${{input.{name}}}"),
        }
    }
}

/// A variable of the template as a name for a secret.
pub(super) fn secret_of(variable: &str) -> String {
    super::params::name_of(&secret_name(variable))
}

fn environment(name: &str, start: Span) -> Node {
    Node::new("environment", start).arg(Written::Word(name.to_owned()))
}

/// A node's first argument as text.
pub(super) fn named(node: &Node) -> Option<&str> {
    node.args.first().and_then(text)
}

/// A value's text.
pub(super) fn text(value: &Written) -> Option<&str> {
    match value {
        Written::Word(text) | Written::Text(text) | Written::Number(text) => Some(text),
        Written::Bool(_) | Written::Null | Written::Secret(_) => None,
    }
}

/// A property's text.
pub(super) fn prop<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    let (_, value) = node.props.iter().find(|(other, _)| *other == name)?;
    text(value)
}
