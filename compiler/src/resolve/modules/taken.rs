//! Names that a module takes and that are there already.

use std::collections::BTreeMap;

use super::{
    named,
    places::{Places, uses_of},
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    source::Span,
    syntax::Node,
};

pub(super) fn check(nodes: &[Node], places: &Places, diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for node in nodes {
        let kind = node.kind.value.as_str();
        let Some(name) = node
            .args
            .first()
            .filter(|_| named::DECLARED.contains(&kind))
        else {
            continue;
        };
        let Some(first) = known.insert((kind, name.text.as_str()), name.span) else {
            continue;
        };
        let (first, second) = (used(first, places), used(name.span, places));
        // What the stack's own files declare twice is reported already.
        if first == name.span && second == name.span {
            continue;
        }
        let is_module = |span: Span| places.values().any(|place| place.used == span);
        let (primary, other) = if is_module(second) {
            (second, first)
        } else {
            (first, second)
        };
        if !is_module(primary) {
            continue;
        }
        let text = format!("{kind} `{}` of the module is there already", name.text);
        diagnostics.push(
            Diagnostic::error("name-taken", primary, text)
                .label("its names begin with this one")
                .other(other, "here")
                .help(help(kind, &name.text)),
        );
    }
}

/// Where the stack itself says what brings this: the `use`, for what stands in a module.
fn used(span: Span, places: &Places) -> Span {
    uses_of(span, places).pop().unwrap_or(span)
}

fn help(kind: &str, name: &str) -> String {
    match kind {
        "service" => format!(
            "call one of them something else; what changes the module's own service stands in its use: use … as={name} {{ service {{ … }} }}"
        ),
        "secret" => {
            "a secret of the stack fills one of the module by its name there: password (secret)NAME"
                .to_owned()
        }
        _ => "call one of them something else".to_owned(),
    }
}
