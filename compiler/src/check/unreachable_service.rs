//! A reference to a service that shares no network with the one that speaks.

use std::collections::BTreeSet;

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "unreachable-service",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for reference in &stack.references {
        let (Some(from), Some(to)) = (stack.service(&reference.from), stack.service(&reference.to))
        else {
            continue;
        };
        if from.network_mode.is_some() || to.network_mode.is_some() {
            continue;
        }
        let (mine, theirs) = (networks(from), networks(to));
        if mine.is_disjoint(&theirs) {
            let wanted = theirs.first().copied().unwrap_or("default");
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    reference.span,
                    format!(
                        "`{}` can't reach `{}`: they share no network",
                        reference.from, reference.to
                    ),
                )
                .other(to.name.span, format!("it is in {}", listed(&theirs)))
                .help(format!("service {} {{ network {wanted} }}", reference.from)),
            );
        }
    }
}

fn networks(service: &Service) -> BTreeSet<&str> {
    if service.networks.is_empty() {
        return BTreeSet::from(["default"]);
    }
    service
        .networks
        .iter()
        .map(|network| network.name.value.0.as_str())
        .collect()
}

fn listed(names: &BTreeSet<&str>) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
