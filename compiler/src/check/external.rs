//! What exists already is not configured by the stack.

use super::Rule;
use crate::{
    atoms::{AnyText, Bool},
    diag::{Diagnostic, Diagnostics},
    model::{Network, Volume},
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
    for network in &stack.networks {
        if let Some(external) = external(network.external.as_ref()) {
            report(external, configured_network(network), diagnostics);
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

fn configured_network(network: &Network) -> Configured {
    [
        ("driver", span_of(network.driver.as_ref())),
        ("internal", span_of(network.internal.as_ref())),
        ("attachable", span_of(network.attachable.as_ref())),
        ("ipv4", span_of(network.ipv4.as_ref())),
        ("ipv6", span_of(network.ipv6.as_ref())),
        ("driver-opt", first_of(&network.driver_opts)),
        ("label", first_of(&network.labels)),
        ("ipam-driver", span_of(network.ipam_driver.as_ref())),
        ("ipam-opt", first_of(&network.ipam_opts)),
        ("subnet", network.subnets.first().map(|subnet| subnet.span)),
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
