//! Targets that nobody makes: they would be left out in silence.

use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    resolve::Stack,
};

/// Reports the targets of a stack that are none of these; where there are none at all, nothing is known of them.
pub(crate) fn check(stack: &Stack, known: &[&str], diagnostics: &mut Diagnostics) {
    if known.is_empty() {
        return;
    }
    for target in &stack.targets {
        let name = &target.name.value.0;
        if known.contains(&name.as_str()) {
            continue;
        }
        let like = nearest(name, known.iter().copied()).or_else(|| within(name, known));
        let help = match like {
            Some(one) => format!("did you mean `{one}`?"),
            None => format!("the targets are {}", known.join(", ")),
        };
        let message = format!("there is no target `{name}`");
        diagnostics.push(
            Diagnostic::error("undefined-target", target.name.span, message)
                .label("nobody makes this")
                .help(help),
        );
    }
}

/// The one whose name stands in this one: `compose` in `docker-compose`.
fn within<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    known.iter().copied().find(|one| name.contains(one))
}
