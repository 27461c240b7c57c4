//! A secret that would be made of nothing.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-type",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for secret in &stack.secrets {
        let ways = [
            ("hex", secret.hex),
            ("base64", secret.base64),
            ("base64url", secret.base64url),
        ];
        for (word, bytes) in ways {
            if let Some(bytes) = bytes.filter(|bytes| bytes.value.0 == 0) {
                diagnostics.push(
                    Diagnostic::error(
                        RULE.code,
                        bytes.span,
                        format!("`{word}` takes a number of bytes"),
                    )
                    .label("a secret has at least 1")
                    .help(format!("for example {word}=32")),
                );
            }
        }
    }
}
