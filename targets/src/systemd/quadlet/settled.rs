//! What a value is if the deployer sets nothing.

use stackc_compiler::{
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, Template},
};

/// Inputs stand in one another's defaults at most this deep; the check refuses a cycle.
const DEPTH: usize = 32;

/// The text with the defaults of its inputs; nothing if one has none, or a secret is in it.
pub(super) fn settled(stack: &Stack, template: &Template) -> Option<String> {
    text(stack, template, 0)
}

fn text(stack: &Stack, template: &Template, depth: usize) -> Option<String> {
    if depth > DEPTH {
        return None;
    }
    let parts = template.parts.iter();
    parts
        .map(|part| match part {
            Part::Text(text) => Some(text.clone()),
            Part::Input(used) => input(stack, used, depth),
            Part::Secret(_) => None,
        })
        .collect()
}

fn input(stack: &Stack, used: &InputUse, depth: usize) -> Option<String> {
    match &used.operator {
        Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, word)) => {
            text(stack, word, depth + 1)
        }
        Some((Operator::ReplaceIfFull | Operator::ReplaceIfSet, _)) => Some(String::new()),
        Some((Operator::ErrorIfEmpty | Operator::ErrorIfUnset, _)) => None,
        None => {
            let input = stack.input(&used.name.value)?;
            match &input.default {
                Some(default) => match &default.expr {
                    Expr::Known(known) => Some(known.0.clone()),
                    Expr::Deferred(template) => text(stack, template, depth + 1),
                },
                None => input
                    .optional
                    .is_some_and(|flag| flag.value.0)
                    .then(String::new),
            }
        }
    }
}
