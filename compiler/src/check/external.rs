//! A volume that exists already is not configured by the stack: docker compose refuses it.

use super::Rule;
use crate::{
    atoms::{AnyText, Bool},
    diag::{Diagnostic, Diagnostics},
    model::Volume,
    reader::Pair,
    resolve::Stack,
    source::Span,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "conflict",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for volume in &stack.volumes {
        if let Some(external) = external(volume.external.as_ref()) {
            report(external, configured_volume(volume), diagnostics);
        }
    }
}

type Configured = Vec<(&'static str, Span)>;

fn external(external: Option<&Value<Bool>>) -> Option<Span> {
    external
        .filter(|external| external.get().is_some_and(|external| external.0))
        .map(|external| external.span)
}

fn span_of<T>(value: Option<&Value<T>>) -> Option<Span> {
    value.map(|value| value.span)
}

fn first_of(pairs: &[Pair<Value<AnyText>>]) -> Option<Span> {
    pairs.first().map(|pair| pair.span)
}

fn configured_volume(volume: &Volume) -> Configured {
    [
        ("driver", span_of(volume.driver.as_ref())),
        ("driver-opt", first_of(&volume.driver_opts)),
        ("label", first_of(&volume.labels)),
    ]
    .into_iter()
    .filter_map(|(word, span)| Some((word, span?)))
    .collect()
}

fn report(external: Span, configured: Configured, diagnostics: &mut Diagnostics) {
    for (word, span) in configured {
        diagnostics.push(
            Diagnostic::error(
                RULE.code,
                span,
                format!("`{word}` says how it is made, and with `external=#true` it is not made"),
            )
            .other(external, "it exists already")
            .help("keep one of the two"),
        );
    }
}
