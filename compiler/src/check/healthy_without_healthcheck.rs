//! Waiting for the health of a service that says nothing of its health.

use super::{Rule, waits};
use crate::{
    atoms::words::Condition,
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "healthy-without-healthcheck",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let healthy = waits::all(stack).filter(|(_, condition)| condition.value == Condition::Healthy);
    for (target, condition) in healthy {
        let name = &target.name.value.0;
        let found = match health_of(target) {
            Health::Said => continue,
            Health::Off(span) => Diagnostic::error(
                RULE.code,
                condition.span,
                format!("`{name}` never becomes healthy: its healthcheck is off"),
            )
            .other(span, "turned off here"),
            Health::Unsaid => Diagnostic::warning(
                RULE.code,
                condition.span,
                format!("`{name}` has no healthcheck, unless its image brings one"),
            )
            .other(target.name.span, "this service says nothing of its health"),
        };
        diagnostics.push(found.help(format!("say how its health is seen: service {name} {{ healthcheck http=\"/healthz\" interval=\"10s\" }}")));
    }
}

enum Health {
    Said,
    Off(crate::source::Span),
    Unsaid,
}

fn health_of(service: &Service) -> Health {
    let Some(check) = &service.healthcheck else {
        return Health::Unsaid;
    };
    let off = check.none.is_some_and(|none| none.value.0)
        || check
            .disable
            .as_ref()
            .is_some_and(|disable| disable.get().is_some_and(|disable| disable.0));
    let test = check.http.is_some()
        || check.tcp.is_some()
        || check.shell.is_some()
        || check.command.is_some();
    match (off, test) {
        (true, _) => Health::Off(check.span),
        (false, true) => Health::Said,
        (false, false) => Health::Unsaid,
    }
}
