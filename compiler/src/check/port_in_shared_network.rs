//! A service in another's network publishes no ports.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "port-in-shared-network",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let Some(mode) = &service.network_mode else {
            continue;
        };
        let shares = mode
            .get()
            .is_some_and(|mode| mode.0.starts_with("service:") || mode.0.starts_with("container:"));
        for port in service.ports.iter().filter(|_| shares) {
            if let Some(publish) = &port.publish {
                diagnostics.push(
                    Diagnostic::error(
                        RULE.code,
                        publish.span,
                        "a service in another's network publishes no ports",
                    )
                    .other(mode.span, "it shares this network")
                    .help("publish the port at the service whose network it is"),
                );
            }
        }
    }
}
