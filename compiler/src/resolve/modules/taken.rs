//! Names that a module takes and that are there already.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    named,
    places::{Places, uses_of},
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    source::Span,
    syntax::Node,
};

/// Reports what is there twice, and takes the second one away.
pub(super) fn check(nodes: &mut Vec<Node>, places: &Places, diagnostics: &mut Diagnostics) {
    let mut again = BTreeSet::new();
    for (index, found) in twice(nodes, places) {
        again.insert(index);
        diagnostics.push(found);
    }
    let mut index = 0;
    nodes.retain(|_| {
        index += 1;
        !again.contains(&(index - 1))
    });
}

fn twice(nodes: &[Node], places: &Places) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    let mut known: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        let kind = node.kind.value.as_str();
        let Some(name) = node
            .args
            .first()
            .filter(|_| named::DECLARED.contains(&kind))
        else {
            continue;
        };
        let key = (kind, name.text.as_str());
        let Some(first) = known.get(&key).copied() else {
            known.insert(key, name.span);
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
        found.push((
            index,
            Diagnostic::error("name-taken", primary, text)
                .label("it comes from this module")
                .other(other, "here")
                .help(help(kind, &name.text)),
        ));
    }
    found
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
