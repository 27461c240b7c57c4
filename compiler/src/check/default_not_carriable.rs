//! A default with a brace that would end the variable that it stands in.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    template::{Closing, Expr, closing, closing_of},
};

pub(super) const RULE: Rule = Rule {
    code: "default-not-carriable",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for input in &stack.inputs {
        let default = input.default.as_ref().map(|default| {
            let closing = match &default.expr {
                Expr::Known(text) => closing(&text.0),
                Expr::Deferred(template) => closing_of(template),
            };
            (closing, default.span)
        });
        let message = input
            .message
            .as_ref()
            .map(|message| (closing(&message.value.0), message.span));
        for (closing, span) in default.into_iter().chain(message) {
            if closing == Closing::Early {
                diagnostics.push(
                    Diagnostic::error(RULE.code, span, "Compose would end the variable at the `}` or the line break in this text")
                        .help("leave the default out and put the value into .env, or write it on one line, with a `{` for each `}`"),
                );
            }
        }
    }
}
