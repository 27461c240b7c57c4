//! The values of params, fixed before anything else is read.

use std::collections::BTreeMap;

use super::{Request, choices, param_range::Range, param_values::Filler};
use crate::{
    atoms::{
        Atom, Bool, Duration, Email, Host, Identifier, Image, Int, Line, Name, Port, Rate, Size,
        Tag, Url, words::ParamType,
    },
    diag::{Diagnostic, Diagnostics, nearest},
    reader::ParamValue,
    reference::{self, Piece},
    source::{FileId, Sources, Span},
    syntax::Node,
};

/// What a param may be.
enum Kind {
    Of(ParamType),
    /// One of its choices.
    OneOf(Vec<String>),
}

/// A param as it is declared.
struct Declared {
    kind: Kind,
    range: Range,
    span: Span,
}

/// A value that comes from outside: from the command line, or from who uses a module.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// As a stack writes it: dollars before `{` are doubled.
    pub text: String,
    /// Where it is written; for the command line the declaration is shown.
    pub span: Option<Span>,
}

/// Where params get their values from, the later before the earlier.
pub(super) struct Layers<'a> {
    pub bodies: &'a [&'a [Node]],
    pub given: &'a BTreeMap<String, Given>,
    /// The finding about a param that has no value.
    pub missing: &'a dyn Fn(&str, Span) -> Diagnostic,
}

/// Fixes every param: its default, what overlays say, what is given.
pub(super) fn fix(
    layers: &Layers<'_>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, ParamValue> {
    let declared = declared(layers.bodies);
    let values = written(layers, &declared);
    let mut filler = Filler::new(&values, declared.keys().collect(), diagnostics);
    let mut filled: BTreeMap<String, ParamValue> = values
        .iter()
        .filter_map(|(name, value)| {
            let text = filler.fill(name, value)?;
            let span = value.span;
            Some((name.clone(), ParamValue { text, span }))
        })
        .collect();
    for (name, Declared { kind, range, span }) in &declared {
        match (filled.get(name), kind) {
            (Some(value), Kind::Of(kind)) => {
                check_type(name, value, *kind, *span, diagnostics);
                if type_fault(*kind, &value.text).is_none() {
                    check_range(name, value, *kind, range, *span, diagnostics);
                }
            }
            (Some(value), Kind::OneOf(choices)) => {
                check_choice(name, value, choices, *span, diagnostics);
            }
            (None, _) if values.contains_key(name) => {}
            (None, _) => diagnostics.push((layers.missing)(name, *span)),
        }
    }
    // What is given to a module and wrong is said where it is given; the module's own lines are right.
    filled.retain(|name, value| {
        declared.get(name).is_none_or(|declared| {
            value.span.file == declared.span.file || !is_wrong(value, declared)
        })
    });
    filled
}

/// The finding about a stack's param that has no value.
pub(super) fn missing(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-param",
        span,
        format!("param `{name}` has no value"),
    )
    .help(format!(
        "give it a default, a value in each environment (param {name} \"…\"), or --set {name}=…"
    ))
}

fn declared(bodies: &[&[Node]]) -> BTreeMap<String, Declared> {
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    for node in bodies.iter().flat_map(|body| params(body)) {
        let Some(name) = node.first() else { continue };
        let choices: Vec<String> = super::kind(node.nodes(), "choice")
            .filter_map(Node::first)
            .map(str::to_owned)
            .collect();
        let kind = node
            .prop("type")
            .and_then(|prop| ParamType::parse(&prop.value.text).ok());
        let span = node.args.first().map_or(node.kind.span, |arg| arg.span);
        let own = declared.entry(name.to_owned()).or_insert(Declared {
            kind: Kind::Of(kind.unwrap_or(ParamType::Text)),
            range: Range::of(node),
            span,
        });
        if !choices.is_empty() {
            match &mut own.kind {
                Kind::OneOf(known) => known.extend(choices),
                kind @ Kind::Of(_) => *kind = Kind::OneOf(choices),
            }
        }
    }
    declared
}

/// What is written for each param, its references not filled in yet.
fn written(
    layers: &Layers<'_>,
    declared: &BTreeMap<String, Declared>,
) -> BTreeMap<String, ParamValue> {
    let mut values = BTreeMap::new();
    for node in layers.bodies.iter().flat_map(|body| params(body)) {
        let value = node
            .args
            .get(1)
            .or_else(|| node.prop("default").map(|prop| &prop.value));
        if let (Some(name), Some(value)) = (node.first(), value) {
            let (text, span) = (value.text.clone(), value.span);
            values.insert(name.to_owned(), ParamValue { text, span });
        }
    }
    for (name, given) in layers.given {
        if let Some(declared) = declared.get(name) {
            let (text, span) = (given.text.clone(), given.span.unwrap_or(declared.span));
            values.insert(name.clone(), ParamValue { text, span });
        }
    }
    values
}

/// What `--set` says.
pub(super) fn set(request: &Request) -> BTreeMap<String, Given> {
    let given = |text: &str| Given {
        text: reference::escape(text),
        span: None,
    };
    let pairs = request.set.iter();
    pairs
        .map(|(name, text)| (name.clone(), given(text)))
        .collect()
}

fn params(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().filter(|node| node.kind.value == "param")
}

fn check_type(
    name: &str,
    value: &ParamValue,
    kind: ParamType,
    declared: Span,
    diagnostics: &mut Diagnostics,
) {
    if let Some(reason) = type_fault(kind, &value.text) {
        let found = Diagnostic::error(
            "wrong-type",
            value.span,
            format!("param `{name}` takes a value of type {}", kind.word()),
        )
        .label(reason);
        diagnostics.push(elsewhere(found, value, declared));
    }
}

fn check_range(
    name: &str,
    value: &ParamValue,
    kind: ParamType,
    range: &Range,
    declared: Span,
    diagnostics: &mut Diagnostics,
) {
    let Some(fault) = range.fault(kind, &value.text) else {
        return;
    };
    let found = Diagnostic::error(
        "wrong-type",
        value.span,
        format!("param `{name}` takes {}", range.wanted(kind)),
    )
    .label(fault);
    let found = match &range.message {
        Some(message) => found.help(message.clone()),
        None => found,
    };
    diagnostics.push(elsewhere(found, value, declared));
}

fn check_choice(
    name: &str,
    value: &ParamValue,
    choices: &[String],
    declared: Span,
    diagnostics: &mut Diagnostics,
) {
    if choices.contains(&value.text) {
        return;
    }
    let found = Diagnostic::error(
        "unknown-choice",
        value.span,
        format!("param `{name}` has no choice `{}`", value.text),
    );
    let found = match nearest(&value.text, choices.iter().map(String::as_str)) {
        Some(word) => found
            .help(format!("did you mean `{word}`?"))
            .fix(value.span, word),
        None => found.help(format!("choices: {}", choices.join(", "))),
    };
    diagnostics.push(elsewhere(found, value, declared));
}

fn is_wrong(value: &ParamValue, declared: &Declared) -> bool {
    match &declared.kind {
        Kind::Of(kind) => {
            type_fault(*kind, &value.text).is_some()
                || declared.range.fault(*kind, &value.text).is_some()
        }
        Kind::OneOf(choices) => !choices.contains(&value.text),
    }
}

/// A value from another file than the declaration's shows that too.
fn elsewhere(found: Diagnostic, value: &ParamValue, declared: Span) -> Diagnostic {
    if value.span.file == declared.file {
        return found;
    }
    found.other(declared, "declared here")
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

/// Whether the node only gives a value to a param that is declared elsewhere.
pub(super) fn is_value(node: &Node) -> bool {
    let declares = node.prop("type").is_some()
        || node.prop("default").is_some()
        || super::kind(node.nodes(), "choice").next().is_some();
    node.kind.value == "param" && node.args.len() > 1 && !declares
}

/// Values that environments and choices give to params that nothing declares: such a name is misspelt.
pub(crate) fn check_overlays(nodes: &[Node], diagnostics: &mut Diagnostics) {
    let environments = || super::kind(nodes, "environment").map(Node::nodes);
    let own = environments().flatten();
    let chosen = choices::bodies(nodes.iter().chain(own));
    let overlaid: Vec<&Node> = environments().chain(chosen).flat_map(params).collect();
    let declared = overlaid.iter().copied().filter(|node| !is_value(node));
    let declared: Vec<&str> = params(nodes)
        .chain(declared)
        .filter_map(Node::first)
        .collect();
    for node in overlaid.iter().filter(|node| is_value(node)) {
        diagnostics.extend(undeclared(node, &declared));
    }
}

/// The same for a stack that is laid over another one.
pub(super) fn check_extension(base: &[Node], over: &[Node], diagnostics: &mut Diagnostics) {
    let declared = params(over).filter(|node| !is_value(node));
    let declared: Vec<&str> = params(base)
        .chain(declared)
        .filter_map(Node::first)
        .collect();
    for node in params(over).filter(|node| is_value(node)) {
        diagnostics.extend(undeclared(node, &declared));
    }
}

fn undeclared(node: &Node, declared: &[&str]) -> Option<Diagnostic> {
    let name = node.args.first()?;
    if declared.contains(&name.text.as_str()) || name.text.contains("${") {
        return None;
    }
    let found = Diagnostic::error(
        "undefined-param",
        name.span,
        format!("there is no param `{}` that could have a value", name.text),
    );
    Some(match nearest(&name.text, declared.iter().copied()) {
        Some(word) => found
            .help(format!("did you mean `{word}`?"))
            .fix(name.span, word),
        None => found.help(format!("declare it: param {} default=\"…\"", name.text)),
    })
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
    let bodies = base.iter().chain(environments.iter().flat_map(Node::nodes));
    let chosen = choices::bodies(bodies).flat_map(params);
    let declared = params(base).chain(own).chain(chosen);
    let names: Vec<&str> = declared.filter_map(Node::first).collect();
    let top = Span {
        file: main,
        start: 0,
        end: 0,
    };
    for (name, _) in &request.set {
        if !request.set_elsewhere && !names.contains(&name.as_str()) {
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
