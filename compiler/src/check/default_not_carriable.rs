//! A default with a brace that would end the variable that it stands in.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    template::{Expr, Part, Template},
};

pub(super) const RULE: Rule = Rule {
    code: "default-not-carriable",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for input in &stack.inputs {
        let default = input.default.as_ref().map(|default| {
            let balanced = match &default.expr {
                Expr::Known(text) => is_balanced(&text.0),
                Expr::Deferred(template) => is_template_balanced(template),
            };
            (balanced, default.span)
        });
        let message = input
            .message
            .as_ref()
            .map(|message| (is_balanced(&message.value.0), message.span));
        for (balanced, span) in default.into_iter().chain(message) {
            if !balanced {
                diagnostics.push(
                    Diagnostic::error(RULE.code, span, "Compose would take the `}` in this text for the end of the variable")
                        .help("leave the default out and put the value into .env, or write it without `}`"),
                );
            }
        }
    }
}

/// Whether every `}` closes a `${`.
pub(crate) fn is_balanced(text: &str) -> bool {
    let mut open = 0usize;
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '{' if last == '$' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
        last = c;
    }
    open == 0
}

fn is_template_balanced(template: &Template) -> bool {
    template.parts.iter().all(|part| match part {
        Part::Text(text) => is_balanced(text),
        Part::Input(used) => used
            .operator
            .as_ref()
            .is_none_or(|(_, word)| is_template_balanced(word)),
        Part::Secret(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::is_balanced;

    #[test]
    fn braces() {
        for fine in ["", "a", "{", "${x}", "a ${b} c"] {
            assert!(is_balanced(fine), "{fine}");
        }
        for wrong in ["}", "{}", "${x", "${x}}"] {
            assert!(!is_balanced(wrong), "{wrong}");
        }
    }
}
