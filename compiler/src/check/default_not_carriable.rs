//! A default with a brace that would end the variable that it stands in.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    template::{Expr, is_balanced, is_text_balanced},
};

pub(super) const RULE: Rule = Rule {
    code: "default-not-carriable",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for input in &stack.inputs {
        let default = input.default.as_ref().map(|default| {
            let balanced = match &default.expr {
                Expr::Known(text) => is_text_balanced(&text.0),
                Expr::Deferred(template) => is_balanced(template),
            };
            (balanced, default.span)
        });
        let message = input
            .message
            .as_ref()
            .map(|message| (is_text_balanced(&message.value.0), message.span));
        for (balanced, span) in default.into_iter().chain(message) {
            if !balanced {
                diagnostics.push(
                    Diagnostic::error(RULE.code, span, "Compose would end the variable at the `}` or the line break in this text")
                        .help("leave the default out and put the value into .env, or write it on one line without `}`"),
                );
            }
        }
    }
}
