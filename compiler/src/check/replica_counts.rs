//! Two words for the number of containers: docker compose refuses them unless they say the same.

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
        let (Some(scale), Some(replicas)) = (&service.scale, &service.replicas) else {
            continue;
        };
        if scale.expr == replicas.expr {
            continue;
        }
        let message = "`scale` and `replicas` both say how many containers run";
        let found = match (scale.get(), replicas.get()) {
            (Some(_), Some(_)) => Diagnostic::error(RULE.code, scale.span, message),
            _ => Diagnostic::warning(RULE.code, scale.span, message)
                .label("refused when it is deployed, unless the inputs make both the same"),
        };
        diagnostics.push(
            found
                .other(replicas.span, "`replicas` is given here")
                .help("keep `replicas`, and take `scale` away"),
        );
    }
}
