//! Values as text, to compare them and to name them.

use crate::{
    source::Span,
    template::{Expr, Part, Template, Value},
};

/// A value's text; what is known at deploy time alone stands as a reference.
pub(crate) fn text<T>(value: &Value<T>, known: impl Fn(&T) -> String) -> String {
    match &value.expr {
        Expr::Known(value) => known(value),
        Expr::Deferred(template) => template_text(template),
    }
}

/// A template's text.
pub(super) fn template_text(template: &Template) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Input(used) => format!("${{input.{}}}", used.name.value),
        Part::Secret(name) => format!("${{secret.{}}}", name.value),
    };
    template.parts.iter().map(part).collect()
}

/// What is in the second and not in the first, with the place of each.
pub(super) fn added<'t>(
    before: &[(String, Span)],
    after: &'t [(String, Span)],
) -> impl Iterator<Item = &'t (String, Span)> {
    let known: Vec<String> = before.iter().map(|(text, _)| text.clone()).collect();
    after.iter().filter(move |(text, _)| !known.contains(text))
}
