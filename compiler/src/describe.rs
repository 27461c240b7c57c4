//! What a module says of itself, for those who want to use it.

use crate::{
    atoms::words::ParamType,
    diag::Diagnostics,
    resolve::kind,
    source::Sources,
    syntax::{self, Node, Scalar},
};

/// A module as it is seen from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// One line that says what it is for.
    pub summary: String,
    /// What may be set, in the order of the file.
    pub params: Vec<Param>,
    /// The secrets that may be filled.
    pub secrets: Vec<Part>,
    /// What a stack may refer to as `${service.<as>.NAME}`.
    pub exports: Vec<Part>,
    /// The ports of its own service: name and number.
    pub ports: Vec<(String, String)>,
    /// The names of its volumes.
    pub volumes: Vec<String>,
    /// The names of its services beside its own, those of the modules in it among them.
    pub services: Vec<String>,
}

/// A param of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name, and what is said of it.
    pub part: Part,
    /// Its type; none if it is a choice.
    pub kind: Option<&'static str>,
    /// Its value if none is set; without one it has to be set.
    pub default: Option<String>,
    /// Its choices.
    pub choices: Vec<Part>,
    /// The param and the choice that bring it; none if it is always there.
    pub only_with: Option<(String, String)>,
}

/// A name, and the comment above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name.
    pub name: String,
    /// What is said of it; may be empty.
    pub text: String,
}

/// Reads what a module says of itself. What can't be read is left out; compiling a use of it says why.
#[must_use]
pub fn describe(text: &str) -> Description {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let nodes = syntax::parse(file, text, &mut Diagnostics::default()).nodes;
    let inner = choices(&nodes).flat_map(Node::nodes);
    let all: Vec<&Node> = nodes.iter().chain(inner).collect();
    let of = |kind: &'static str| all.iter().copied().filter(move |n| n.kind.value == kind);
    let first = |kind: &'static str| of(kind).find_map(Node::first).unwrap_or("").to_owned();
    let own = of("service").filter(|service| service.args.is_empty());
    let ports = own
        .flat_map(Node::nodes)
        .filter(|node| node.kind.value == "port");
    Description {
        name: first("module"),
        summary: first("description"),
        params: params(&nodes, text),
        secrets: parts(of("secret"), text),
        exports: parts(of("export"), text),
        ports: ports
            .filter_map(|node| Some((node.first()?.to_owned(), node.args.get(1)?.text.clone())))
            .collect(),
        volumes: of("volume")
            .filter_map(Node::first)
            .map(str::to_owned)
            .collect(),
        services: services(&all),
    }
}

/// What a stack may name: services by their names, and what each `use` is called.
fn services(nodes: &[&Node]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in nodes {
        let name = match node.kind.value.as_str() {
            "service" => node.first(),
            "use" => node.prop("as").map(|prop| prop.value.text.as_str()),
            _ => None,
        };
        if let Some(name) = name.filter(|name| names.iter().all(|known| known != name)) {
            names.push(name.to_owned());
        }
    }
    names
}

fn choices(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes
        .iter()
        .filter(|node| node.kind.value == "param")
        .flat_map(Node::nodes)
        .filter(|node| node.kind.value == "choice")
}

/// Every param, each followed by those that its choices bring.
fn params(nodes: &[Node], text: &str) -> Vec<Param> {
    let mut all = Vec::new();
    for node in kind(nodes, "param") {
        all.extend(param(node, text));
        for choice in choices(std::slice::from_ref(node)) {
            let pair = |(of, choice): (&str, &str)| (of.to_owned(), choice.to_owned());
            let only_with = node.first().zip(choice.first()).map(pair);
            all.extend(
                kind(choice.nodes(), "param")
                    .filter_map(|inner| param(inner, text))
                    .map(|inner| Param {
                        only_with: only_with.clone(),
                        ..inner
                    }),
            );
        }
    }
    all
}

fn param(node: &Node, text: &str) -> Option<Param> {
    let choices: Vec<Part> = choices(std::slice::from_ref(node))
        .filter_map(|choice| part(choice, text))
        .collect();
    let kind = node
        .prop("type")
        .and_then(|prop| crate::atoms::Atom::parse(&prop.value.text).ok())
        .unwrap_or(ParamType::Text);
    Some(Param {
        part: part(node, text)?,
        kind: choices.is_empty().then(|| kind.word()),
        default: node.prop("default").map(|prop| prop.value.text.clone()),
        choices,
        only_with: None,
    })
}

/// What is said several times, in choices, is one.
fn parts<'n>(nodes: impl Iterator<Item = &'n Node>, text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for part in nodes.filter_map(|node| part(node, text)) {
        match parts.iter_mut().find(|known| known.name == part.name) {
            Some(known) if known.text.is_empty() => known.text = part.text,
            Some(_) => {}
            None => parts.push(part),
        }
    }
    parts
}

fn part(node: &Node, text: &str) -> Option<Part> {
    let name: &Scalar = node.args.first()?;
    Some(Part {
        name: name.text.clone(),
        text: comment_above(text, node.span.start as usize),
    })
}

/// The lines of comment directly above a place, joined.
fn comment_above(text: &str, place: usize) -> String {
    let before = text.get(..place).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    if !line.trim().is_empty() {
        // The comment is about what the line begins with.
        return String::new();
    }
    let mut lines: Vec<&str> = before
        .lines()
        .rev()
        .skip(usize::from(!before.ends_with('\n')))
        .map_while(|line| line.trim().strip_prefix("//"))
        .map(str::trim)
        .collect();
    lines.reverse();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_says_what_it_takes_and_gives() {
        let said = describe(
            r#"module cache edition=1
description "A cache"

// The version,
// without a default.
param version type=tag

// not about it

param mode default=a {
    // The first.
    choice a { secret key; export url "a" }
    choice b { param size type=int; export url "b" }
}
volume data
service { port redis 6379 }
service other { port no 1 }
use postgres as=db { version "17.2" }
"#,
        );
        let part = |name: &str, text: &str| Part {
            name: name.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            (said.name.as_str(), said.summary.as_str()),
            ("cache", "A cache")
        );
        assert_eq!(
            said.params,
            [
                Param {
                    part: part("version", "The version, without a default."),
                    kind: Some("tag"),
                    default: None,
                    choices: Vec::new(),
                    only_with: None,
                },
                Param {
                    part: part("mode", ""),
                    kind: None,
                    default: Some("a".to_owned()),
                    choices: vec![part("a", "The first."), part("b", "")],
                    only_with: None,
                },
                Param {
                    part: part("size", ""),
                    kind: Some("int"),
                    default: None,
                    choices: Vec::new(),
                    only_with: Some(("mode".to_owned(), "b".to_owned())),
                },
            ]
        );
        assert_eq!(said.secrets, [part("key", "")]);
        assert_eq!(said.exports, [part("url", "")]);
        assert_eq!(said.ports, [("redis".to_owned(), "6379".to_owned())]);
        assert_eq!(said.volumes, ["data"]);
        assert_eq!(said.services, ["other", "db"]);
    }

    #[test]
    fn what_is_no_module_says_nothing() {
        assert_eq!(describe("{{{").name, "");
        assert_eq!(describe("").params, []);
    }
}
