//! Values as they are while the environment file says nothing of an input: its default stands for it.

use std::collections::BTreeSet;

use super::text::template_text;
use crate::{
    atoms::Atom,
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, Template, Value},
};

/// How many defaults may stand in one another.
const DEEPEST: usize = 8;

/// A value, and the inputs whose defaults it is made of: it holds unless the environment file sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Assumed<T> {
    pub value: T,
    pub unless: BTreeSet<String>,
}

impl<T> Assumed<T> {
    /// A value that no input decides.
    pub(super) fn sure(value: T) -> Self {
        Self {
            value,
            unless: BTreeSet::new(),
        }
    }
}

/// The text of a template; an input without a default stands as a reference, as secrets do.
pub(super) fn assumed_text(stack: &Stack, template: &Template) -> Assumed<String> {
    let mut unless = BTreeSet::new();
    let value = filled(stack, template, &mut unless, DEEPEST);
    Assumed {
        value: template_text(&value),
        unless,
    }
}

/// The text of a value.
pub(in crate::plan) fn assumed_line<T>(
    stack: &Stack,
    value: &Value<T>,
    known: impl Fn(&T) -> String,
) -> Assumed<String> {
    match &value.expr {
        Expr::Known(value) => Assumed::sure(known(value)),
        Expr::Deferred(template) => assumed_text(stack, template),
    }
}

/// The value itself, if the defaults decide it and it is one of its type.
pub(super) fn assumed<T: Atom>(stack: &Stack, value: &Value<T>) -> Option<Assumed<T>> {
    let template = match &value.expr {
        Expr::Known(value) => return Some(Assumed::sure(value.clone())),
        Expr::Deferred(template) => template,
    };
    let mut unless = BTreeSet::new();
    let text = filled(stack, template, &mut unless, DEEPEST).literal()?;
    let value = T::parse(&text).ok()?;
    Some(Assumed { value, unless })
}

/// The template with defaults in place of inputs.
fn filled(
    stack: &Stack,
    template: &Template,
    unless: &mut BTreeSet<String>,
    depth: usize,
) -> Template {
    let mut found = Template::default();
    for part in &template.parts {
        let default = match part {
            Part::Input(used) if depth > 0 => default_of(stack, used),
            _ => None,
        };
        match (part, default) {
            (Part::Input(used), Some(default)) => {
                unless.insert(used.name.value.clone());
                for part in filled(stack, &default, unless, depth - 1).parts {
                    found.push(part);
                }
            }
            (part, _) => found.push(part.clone()),
        }
    }
    found
}

/// What an input is while nothing sets it.
fn default_of(stack: &Stack, used: &InputUse) -> Option<Template> {
    match &used.operator {
        Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, word)) => Some(word.clone()),
        Some((Operator::ReplaceIfFull | Operator::ReplaceIfSet, _)) => Some(Template::default()),
        Some((Operator::ErrorIfEmpty | Operator::ErrorIfUnset, _)) => None,
        None => {
            let mut inputs = stack.inputs.iter();
            let input = inputs.find(|input| input.name.value.0 == used.name.value)?;
            match &input.default {
                Some(default) => Some(match &default.expr {
                    Expr::Known(text) => Template::text(&text.0),
                    Expr::Deferred(template) => template.clone(),
                }),
                None => {
                    let is_optional = input.optional.as_ref().is_some_and(|yes| yes.value.0);
                    is_optional.then(Template::default)
                }
            }
        }
    }
}
