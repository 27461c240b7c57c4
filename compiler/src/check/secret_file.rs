//! A secret that comes from a file, and whose value stands in a text: a text gets it from a variable, and the two could differ.

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
    for secret in &stack.secrets {
        let name = &secret.name.value.0;
        let Some(file) = &secret.file else {
            continue;
        };
        if !stack.value_secrets.contains(name) {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(
                RULE.code,
                file.span,
                format!("secret `{name}` comes from a file, and its value stands in a text"),
            )
            .label(format!(
                "a text gets its value from the variable {}",
                secret.variable()
            ))
            .help(format!(
                "leave `file=` away, and set the variable; or let the program read the file, whose path is ${{secret-file.{name}}}"
            )),
        );
    }
}
