//! What a `use` sets: values of params, and secrets that fill the module's.

use std::collections::BTreeMap;

use super::inside::Seen;
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    reader::{Names, undefined_param},
    reference::{self, Piece, Reference},
    resolve::{param_values::deploy_time, params::Given},
    source::Span,
    syntax::{Node, Scalar, ScalarKind},
};

/// Names of the stack that a value may speak of.
pub(super) struct Outside<'a> {
    pub stack: &'a str,
    pub environment: &'a str,
    /// What the stack's own files see.
    pub root: &'a Names,
    pub seen: &'a Seen,
}

impl Outside<'_> {
    fn names(&self, span: Span) -> &Names {
        self.seen.get(&span.file).unwrap_or(self.root)
    }
}

/// What is set in a `use`.
#[derive(Default)]
pub(super) struct Settings {
    pub params: BTreeMap<String, Given>,
    /// The module's secret, and the name in the whole stack of the one that fills it.
    pub secrets: BTreeMap<String, String>,
}

/// Reads what is set; `module` are the nodes of the module that `name` speaks of.
pub(super) fn read(
    settings: &[&Node],
    name: &str,
    module: &[Node],
    outside: &Outside<'_>,
    diagnostics: &mut Diagnostics,
) -> Settings {
    let choices = || crate::resolve::choices::bodies(module.iter()).flatten();
    let named = |of: &'static str| -> Vec<&str> {
        let nodes = module.iter().chain(choices());
        nodes
            .filter(|node| node.kind.value == of)
            .filter_map(Node::first)
            .collect()
    };
    let mut reader = Settling {
        module: name,
        params: named("param"),
        secrets: named("secret"),
        outside,
        diagnostics,
        done: Settings::default(),
    };
    for node in settings {
        reader.setting(node);
    }
    reader.done
}

struct Settling<'a> {
    module: &'a str,
    params: Vec<&'a str>,
    secrets: Vec<&'a str>,
    outside: &'a Outside<'a>,
    diagnostics: &'a mut Diagnostics,
    done: Settings,
}

impl Settling<'_> {
    fn setting(&mut self, node: &Node) {
        let word = node.kind.value.as_str();
        let is_secret = self.secrets.contains(&word);
        if !is_secret && !self.params.contains(&word) {
            self.unknown(node);
            return;
        }
        let Some(value) = node.args.first() else {
            let example = if is_secret { "(secret)NAME" } else { "\"…\"" };
            self.diagnostics.push(
                Diagnostic::error(
                    "missing-argument",
                    node.kind.span,
                    format!("`{word}` needs its value"),
                )
                .help(format!("for example {word} {example}")),
            );
            return;
        };
        match (is_secret, value.is_annotated("secret")) {
            (true, true) => self.fill(word, value),
            (true, false) => self.not_a_secret(word, value),
            (false, true) => self.diagnostics.push(
                Diagnostic::error(
                    "secret-not-allowed",
                    value.span,
                    format!("param `{word}` of {} can't hold a secret", self.module),
                )
                .help(secrets_of(&self.secrets)),
            ),
            (false, false) => {
                if let Some(text) = self.text(value) {
                    let span = Some(value.span);
                    self.done
                        .params
                        .insert(word.to_owned(), Given { text, span });
                }
            }
        }
    }

    fn unknown(&mut self, node: &Node) {
        let word = node.kind.value.as_str();
        let known = || self.params.iter().chain(&self.secrets).copied();
        let found = Diagnostic::error(
            "undefined-param",
            node.kind.span,
            format!("{} has no param `{word}`", self.module),
        );
        let found = match nearest(word, known()) {
            Some(near) => found
                .help(format!("did you mean `{near}`?"))
                .fix(node.kind.span, near),
            None if known().next().is_none() => found.help("it has no params"),
            None => {
                let all: Vec<&str> = known().collect();
                found.help(format!(
                    "it has: {}; what its service says is changed with service {{ {word} … }}",
                    all.join(", ")
                ))
            }
        };
        self.diagnostics.push(found);
    }

    fn fill(&mut self, word: &str, value: &Scalar) {
        let names = self.outside.names(value.span);
        let Some(full) = names.full("secret", &value.text) else {
            let mut found = Diagnostic::error(
                "undefined-secret",
                value.span,
                format!("there is no secret `{}`", value.text),
            );
            found = match nearest(&value.text, names.of_kind("secret")) {
                Some(word) => found.help(format!("did you mean `{word}`?")),
                None => found.help(format!("declare it: secret {}", value.text)),
            };
            self.diagnostics.push(found);
            return;
        };
        self.done.secrets.insert(word.to_owned(), full.to_owned());
    }

    /// A literal, or a text with a secret in it, where a secret by its name is expected.
    fn not_a_secret(&mut self, word: &str, value: &Scalar) {
        self.diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                value.span,
                format!("`{word}` is a secret of {}", self.module),
            )
            .label("here stands the name of a secret")
            .redact(value.span)
            .help(format!("secret {word} hex=32    // at the top of the file\n{word} (secret){word}    // here\nwithout this line the stack gets a new secret for it")),
        );
    }

    /// A value with its references filled in, as a stack writes it.
    fn text(&mut self, value: &Scalar) -> Option<String> {
        if value.kind == ScalarKind::Null {
            self.diagnostics.push(
                Diagnostic::error("wrong-type", value.span, "#null is no value here")
                    .help("take the line away, then the param has its default"),
            );
            return None;
        }
        if value.kind != ScalarKind::Text {
            return Some(value.text.clone());
        }
        let (pieces, faults) = reference::parse(&value.text);
        if let Some(fault) = faults.first() {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-reference",
                    value.part(fault.start, fault.end),
                    "this is no reference that a param can hold",
                )
                .help("a literal `${` is written `$${`"),
            );
            return None;
        }
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(literal) => text.push_str(&literal),
                Piece::Reference(reference) => text.push_str(&self.reference(&reference, value)?),
            }
        }
        Some(reference::escape(&text))
    }

    fn reference(&mut self, reference: &Reference, value: &Scalar) -> Option<String> {
        let span = value.part(reference.start, reference.end);
        let names = self.outside.names(value.span);
        let path = reference.path.as_str();
        match (reference.namespace.as_str(), path) {
            ("param", name) => match names.params.get(name) {
                Some(value) => Some(value.text.clone()),
                None => {
                    // Why it has no value is said at its declaration.
                    if !names.declared_params.contains_key(name) {
                        let known = names.params.keys().map(String::as_str);
                        self.diagnostics.push(undefined_param(name, span, known));
                    }
                    None
                }
            },
            ("stack", "name") if names.own.is_none() => Some(self.outside.stack.to_owned()),
            ("environment", "name")
                if names.own.is_none() && !self.outside.environment.is_empty() =>
            {
                Some(self.outside.environment.to_owned())
            }
            ("self", "host") if names.own.is_some() => names.own.clone(),
            ("service", path) if path.ends_with(".host") => {
                let name = path.strip_suffix(".host").unwrap_or(path);
                let full = names.full("service", name).map(str::to_owned);
                if full.is_none() {
                    let found = Diagnostic::error(
                        "undefined-service",
                        span,
                        format!("there is no service `{name}`"),
                    );
                    let near = nearest(name, names.of_kind("service"));
                    self.diagnostics.push(match near {
                        Some(word) => found.help(format!("did you mean `{word}`?")),
                        None => found.help(format!("declare it: service {name} {{ image \"…\" }}")),
                    });
                }
                full
            }
            ("service", path) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "deploy-time-value",
                        span,
                        format!("a param takes the host of a service, not `${{service.{path}}}`"),
                    )
                    .label("what a service exports may hold a secret, and a param is text")
                    .help(format!("say it in this block, where the service needs it: service {{ env {{ NAME \"${{service.{path}}}\" }} }}")),
                );
                None
            }
            ("secret" | "secret-file", name) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "secret-not-allowed",
                        span,
                        format!("secret `{name}` can't go into a param"),
                    )
                    .label("a secret would be readable here")
                    .help(secrets_of(&self.secrets)),
                );
                None
            }
            (namespace, _) => {
                self.diagnostics.push(deploy_time(span, namespace));
                None
            }
        }
    }
}

fn secrets_of(secrets: &[&str]) -> String {
    match secrets {
        [] => "the module has no secrets".to_owned(),
        [first, ..] => format!(
            "the module's secrets: {}; for example {first} (secret)NAME",
            secrets.join(", ")
        ),
    }
}

/// The children of a `use` that set something.
pub(super) fn settings(body: &[Node]) -> Vec<&Node> {
    const OTHERS: [&str; 5] = ["network", "volume", "service", "unset", "allow"];
    body.iter()
        .filter(|node| !OTHERS.contains(&node.kind.value.as_str()))
        .collect()
}
