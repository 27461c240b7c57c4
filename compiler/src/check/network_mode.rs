//! A service with a network mode joins no networks.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "conflict",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let Some(mode) = &service.network_mode else {
            continue;
        };
        if let Some(network) = service.networks.first() {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    network.name.span,
                    "`network` and `network-mode` exclude each other",
                )
                .other(mode.span, "`network-mode` is given here")
                .help("keep one of the two"),
            );
        }
    }
}
