//! Two declarations that would be supplied by one variable.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "variable-collision",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let inputs = stack.inputs.iter().map(|input| {
        let name = &input.name;
        (
            name.value.0.clone(),
            format!("input `{}`", name.value.0),
            name.span,
            None,
        )
    });
    let secrets = stack.secrets.iter().map(|secret| {
        let name = &secret.name;
        (
            secret.variable(),
            format!("secret `{}`", name.value.0),
            name.span,
            Some(name.value.0.clone()),
        )
    });
    let mut taken: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for (variable, what, span, secret) in inputs.chain(secrets) {
        match taken.get(&variable) {
            None => {
                taken.insert(variable, (what, span));
            }
            Some((first, first_span)) => {
                let mut found = Diagnostic::error(
                    RULE.code,
                    span,
                    format!("{what} and {first} are both supplied by the variable {variable}"),
                )
                .other(*first_span, "the first one");
                if let Some(secret) = secret {
                    found = found.help(format!(
                        "name another one: secret {secret} env=\"{variable}_2\""
                    ));
                }
                diagnostics.push(found);
            }
        }
    }
}
