//! The values of params, fixed before anything else is read.

use std::collections::BTreeMap;

use super::Request;
use crate::{
    atoms::{
        Atom, Bool, Duration, Email, Host, Identifier, Image, Int, Line, Name, Port, Rate, Size,
        Tag, Url, words::ParamType,
    },
    diag::{Diagnostic, Diagnostics, nearest},
    reader::{ParamValue, undefined_param},
    reference::{self, Piece},
    source::{FileId, Sources, Span},
    syntax::Node,
};

/// Fixes every param: its default, the environment's value, `--set`.
pub(super) fn fix(
    base: &[Node],
    environment: Option<&Node>,
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, ParamValue> {
    let mut values: BTreeMap<String, ParamValue> = BTreeMap::new();
    let mut types: BTreeMap<String, (ParamType, Span)> = BTreeMap::new();
    let own = environment.map(Node::nodes).unwrap_or_default();
    for node in params(base).chain(params(own)) {
        let Some(name) = node.first() else { continue };
        let kind = node
            .prop("type")
            .and_then(|prop| ParamType::parse(&prop.value.text).ok());
        let declared = node.args.first().map_or(node.kind.span, |arg| arg.span);
        types
            .entry(name.to_owned())
            .or_insert((kind.unwrap_or(ParamType::Text), declared));
        let value = node
            .args
            .get(1)
            .or_else(|| node.prop("default").map(|prop| &prop.value));
        if let Some(value) = value {
            values.insert(
                name.to_owned(),
                ParamValue {
                    text: value.text.clone(),
                    span: value.span,
                },
            );
        }
    }
    for (name, text) in &request.set {
        if let Some((_, span)) = types.get(name) {
            values.insert(
                name.clone(),
                ParamValue {
                    text: reference::escape(text),
                    span: *span,
                },
            );
        }
    }
    let known = Known {
        values: &values,
        types: &types,
    };
    let mut filler = Filler {
        known,
        done: BTreeMap::new(),
        diagnostics,
    };
    for (name, value) in &values {
        filler.fill(name, value, &mut Vec::new());
    }
    let filled: BTreeMap<String, ParamValue> = filler
        .done
        .into_iter()
        .filter_map(|(name, done)| {
            let span = values.get(&name)?.span;
            Some((
                name,
                ParamValue {
                    text: done?.text,
                    span,
                },
            ))
        })
        .collect();
    for (name, (kind, span)) in &types {
        match filled.get(name) {
            Some(value) => check_type(name, value, *kind, diagnostics),
            None if values.contains_key(name) => {}
            None => diagnostics.push(
                Diagnostic::error("missing-param", *span, format!("param `{name}` has no value"))
                    .help(format!("give it a default, a value in each environment (param {name} \"…\"), or --set {name}=…")),
            ),
        }
    }
    filled
}

fn params(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().filter(|node| node.kind.value == "param")
}

/// The params that are declared, and what is written for those that have a value.
#[derive(Clone, Copy)]
struct Known<'a> {
    values: &'a BTreeMap<String, ParamValue>,
    types: &'a BTreeMap<String, (ParamType, Span)>,
}

/// How many params may stand in one another.
const DEEPEST: usize = 32;
/// The longest value.
const LONGEST: usize = 65_536;

/// A value whose references are filled in.
#[derive(Clone)]
struct Filled {
    text: String,
    depth: usize,
}

/// Fills in what params say of other params; each once.
struct Filler<'a> {
    known: Known<'a>,
    done: BTreeMap<String, Option<Filled>>,
    diagnostics: &'a mut Diagnostics,
}

impl Filler<'_> {
    fn fill(&mut self, name: &str, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        open.push(name.to_owned());
        let filled = if open.len() > DEEPEST {
            self.refuse(value, "too many params stand in one another")
        } else {
            self.pieces(value, open)
        };
        open.pop();
        self.done.insert(name.to_owned(), filled.clone());
        filled
    }

    fn refuse(&mut self, value: &ParamValue, why: &str) -> Option<Filled> {
        self.diagnostics
            .push(Diagnostic::error("param-cycle", value.span, why));
        None
    }

    /// A param may speak of other params, of nothing else.
    fn pieces(&mut self, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        let (pieces, _) = reference::parse(&value.text);
        let mut filled = Filled {
            text: String::new(),
            depth: 1,
        };
        for piece in pieces {
            match piece {
                Piece::Text(literal) => filled.text.push_str(&literal),
                Piece::Reference(reference) if reference.namespace == "param" => {
                    let inner = self.inner(&reference.path, value, open)?;
                    filled.text.push_str(&inner.text);
                    filled.depth = filled.depth.max(inner.depth + 1);
                }
                Piece::Reference(reference) => {
                    self.deploy_time(value, &reference.namespace);
                    return None;
                }
            }
            if filled.text.len() > LONGEST {
                return self.refuse(value, "this value grows beyond 64 KiB");
            }
        }
        if filled.depth > DEEPEST {
            return self.refuse(value, "too many params stand in one another");
        }
        Some(filled)
    }

    fn inner(&mut self, name: &str, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        let known = self.known;
        if let Some(first) = open.iter().position(|other| other == name) {
            let mut found = Diagnostic::error(
                "param-cycle",
                value.span,
                format!("param `{name}` needs its own value"),
            )
            .help(format!("the way it took: {} → {name}", open.join(" → ")));
            let circle = open.get(first..).unwrap_or_default();
            for (one, next) in circle.iter().zip(circle.iter().skip(1)) {
                if let Some(step) = known.values.get(one) {
                    found = found.other(step.span, format!("`{one}` needs `{next}`"));
                }
            }
            self.diagnostics.push(found);
            return None;
        }
        let Some(inner) = known.values.get(name) else {
            // Why it has no value is said at its declaration.
            if !known.types.contains_key(name) {
                self.diagnostics
                    .push(undefined_param(name, value.span, known.values));
            }
            return None;
        };
        self.fill(name, inner, open)
    }

    fn deploy_time(&mut self, value: &ParamValue, namespace: &str) {
        self.diagnostics.push(
            Diagnostic::error(
                "deploy-time-value",
                value.span,
                format!("a param is known when the stack is compiled, `${{{namespace}.…}}` is not"),
            )
            .help("a value that the deployer supplies is an input: input NAME default=\"…\""),
        );
    }
}

fn check_type(name: &str, value: &ParamValue, kind: ParamType, diagnostics: &mut Diagnostics) {
    if let Some(reason) = type_fault(kind, &value.text) {
        diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                value.span,
                format!("param `{name}` takes a value of type {}", kind.word()),
            )
            .label(reason),
        );
    }
}

/// Why a text is not of a type that a param or an input may have.
pub(crate) fn type_fault(kind: ParamType, text: &str) -> Option<String> {
    match kind {
        ParamType::Text => None,
        ParamType::Name => Name::parse(text).err(),
        ParamType::Identifier => Identifier::parse(text).err(),
        ParamType::Int => Int::parse(text).err(),
        ParamType::Bool => Bool::parse(text).err(),
        ParamType::Host => Host::parse(text).err(),
        ParamType::Port => Port::parse(text).err(),
        ParamType::Path => Line::parse(text).err(),
        ParamType::Url => Url::parse(text).err(),
        ParamType::Email => Email::parse(text).err(),
        ParamType::Image => Image::parse(text).err(),
        ParamType::Tag => Tag::parse(text).err(),
        ParamType::Duration => Duration::parse(text).err(),
        ParamType::Size => Size::parse(text).err(),
        ParamType::Rate => Rate::parse(text).err(),
    }
}

/// Names on the command line that no param has.
pub(crate) fn check_set(
    request: &Request,
    base: &[Node],
    environments: &[Node],
    sources: &Sources,
    main: FileId,
    diagnostics: &mut Diagnostics,
) {
    let own = environments
        .iter()
        .flat_map(|environment| params(environment.nodes()));
    let names: Vec<&str> = params(base).chain(own).filter_map(Node::first).collect();
    let top = Span {
        file: main,
        start: 0,
        end: 0,
    };
    for (name, _) in &request.set {
        if !names.contains(&name.as_str()) {
            let mut found = Diagnostic::error(
                "undefined-param",
                top,
                format!(
                    "--set {name}: there is no param of that name in {}",
                    sources.path(main)
                ),
            );
            if let Some(word) = nearest(name, names.iter().copied()) {
                found = found.help(format!("did you mean --set {word}=…?"));
            }
            diagnostics.push(found);
        }
    }
}

/// Fills params into the text that identifies a node; what can't be filled in stays as it is.
pub(super) fn fill_key(
    text: &str,
    values: &BTreeMap<String, ParamValue>,
    stack: &str,
    environment: &str,
) -> String {
    if !text.contains("${") {
        return text.to_owned();
    }
    let (pieces, _) = reference::parse(text);
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(literal) => literal,
            Piece::Reference(r) => match (r.namespace.as_str(), r.path.as_str()) {
                ("param", name) => values
                    .get(name)
                    .map_or_else(String::new, |value| value.text.clone()),
                ("stack", "name") => stack.to_owned(),
                ("environment", "name") => environment.to_owned(),
                (namespace, path) => format!("${{{namespace}.{path}}}"),
            },
        })
        .collect()
}
