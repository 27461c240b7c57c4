//! A default or a message with a brace that would end the variable that it stands in.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    source::Span,
    template::{Closing, Expr, closing, closing_of},
};

pub(super) const RULE: Rule = Rule {
    code: "default-not-carriable",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for input in &stack.inputs {
        if let Some(default) = &input.default {
            let closing = match &default.expr {
                Expr::Known(text) => closing(&text.0),
                Expr::Deferred(template) => closing_of(template),
            };
            let help = "leave the default out and put the value into .env, or write it on one line, with a `{` for each `}`";
            judge(closing, default.span, help, diagnostics);
        }
    }
    let inputs = stack
        .inputs
        .iter()
        .filter_map(|input| input.message.as_ref());
    let secrets = stack.secrets.iter();
    let secrets = secrets.filter_map(|secret| secret.message.as_ref());
    for message in inputs.chain(secrets) {
        let help = "say it without braces, or with a `{` for each `}`";
        judge(closing(&message.value.0), message.span, help, diagnostics);
    }
}

fn judge(closing: Closing, span: Span, help: &str, diagnostics: &mut Diagnostics) {
    if closing == Closing::Early {
        let message = "Compose would end the variable at the `}` or the line break in this text";
        diagnostics.push(Diagnostic::error(RULE.code, span, message).help(help));
    }
}
