//! Waiting for the end of a service that is started again whenever it ends.

use super::Rule;
use crate::{
    atoms::words::Condition,
    diag::{Diagnostic, Diagnostics},
    model::Restart,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "never-completes",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for depends in stack
        .services
        .iter()
        .flat_map(|service| &service.depends_on)
    {
        let Some(condition) = depends
            .condition
            .filter(|condition| condition.value == Condition::Completed)
        else {
            continue;
        };
        let target = depends
            .service
            .get()
            .and_then(|name| stack.service(&name.0));
        let restart = target.and_then(|target| target.restart.as_ref());
        let (Some(target), Some(restart)) = (target, restart) else {
            continue;
        };
        if !matches!(
            restart.get(),
            Some(Restart::Always | Restart::UnlessStopped)
        ) {
            continue;
        }
        let name = &target.name.value.0;
        diagnostics.push(
            Diagnostic::warning(
                RULE.code,
                condition.span,
                format!("`{name}` is started again whenever it ends: it never completes"),
            )
            .other(restart.span, "started again here")
            .help(format!("service {name} {{ restart on-failure }}")),
        );
    }
}
