//! Several containers of a service that can only have one.

use super::Rule;
use crate::{
    atoms::Publish,
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "replicas-clash",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let replicas = service.replicas.as_ref().or(service.scale.as_ref());
        let Some(replicas) =
            replicas.filter(|replicas| replicas.get().is_some_and(|count| count.0 > 1))
        else {
            continue;
        };
        if let Some(name) = &service.container_name {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    name.span,
                    "several containers can't have one name",
                )
                .other(replicas.span, "several of them are asked for here")
                .help("take `container-name` away: Compose numbers the containers"),
            );
        }
        for port in &service.ports {
            let Some(publish) = &port.publish else {
                continue;
            };
            let one = publish
                .get()
                .and_then(Publish::fixed_ports)
                .is_some_and(|ports| ports.len() == 1);
            if one {
                diagnostics.push(
                    Diagnostic::warning(RULE.code, publish.span, "only one container can have this port of the host")
                        .other(replicas.span, "several of them are asked for here")
                        .help("let the edge reach them inside the stack, or publish a range with a port for each"),
                );
            }
        }
    }
}
