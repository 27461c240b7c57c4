//! A service that may use more than any host of the stack has.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "over-capacity",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let memory = stack
        .hosts
        .iter()
        .map(|host| host.memory.as_ref().map(|size| size.value.bytes));
    // A host that doesn't say how much it has may have enough.
    let memory: Option<Vec<u64>> = memory.collect();
    let memory = memory.and_then(|all| all.into_iter().max());
    let cpus = stack
        .hosts
        .iter()
        .map(|host| host.cpus.as_ref().map(|cpus| cpus.value.number()));
    let cpus: Option<Vec<f64>> = cpus.collect();
    let cpus = cpus.and_then(|all| all.into_iter().reduce(f64::max));
    for service in &stack.services {
        let limits = service.resources.as_ref();
        let asked = limits
            .and_then(|limits| limits.memory.as_ref())
            .or(service.mem_limit.as_ref());
        if let (Some(asked), Some(most)) = (asked, memory)
            && asked.get().is_some_and(|size| size.bytes > most)
        {
            diagnostics.push(
                Diagnostic::warning(RULE.code, asked.span, "no host of this stack has so much memory")
                    .help("the engine takes the limit all the same, and the kernel ends something else when memory is short"),
            );
        }
        let asked = limits
            .and_then(|limits| limits.cpus.as_ref())
            .or(service.cpus.as_ref());
        if let (Some(asked), Some(most)) = (asked, cpus)
            && asked.get().is_some_and(|count| count.number() > most)
        {
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    asked.span,
                    "no host of this stack has so many processors",
                )
                .label("the engine refuses to start it")
                .help(format!("at most cpus={most}")),
            );
        }
    }
}
