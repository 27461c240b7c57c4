//! Waiting for the end of a service that is started again whenever it ends.

use super::{Rule, waits};
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
    let completed =
        waits::all(stack).filter(|(_, condition)| condition.value == Condition::Completed);
    for (target, condition) in completed {
        let Some(restart) = &target.restart else {
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
