//! What a value is where nobody gives its inputs.

use stackc_compiler::{
    atoms::{AnyText, Line},
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, Template, Value},
};

/// The text of a template where only defaults speak; none if an input has none.
#[must_use]
pub fn filled(template: &Template, stack: &Stack) -> Option<String> {
    let part = |part: &Part| match part {
        Part::Text(text) => Some(text.clone()),
        Part::Input(used) => of_use(used, stack),
        Part::Secret(_) => None,
    };
    template.parts.iter().map(part).collect()
}

/// The default of an input that a path starts with.
#[must_use]
pub fn of_start(path: &Value<Line>, stack: &Stack) -> Option<String> {
    match &path.expr {
        Expr::Deferred(template) => match template.parts.first()? {
            Part::Input(used) => of_use(used, stack),
            Part::Text(_) | Part::Secret(_) => None,
        },
        Expr::Known(_) => None,
    }
}

/// The path with another default of the input that it starts with.
#[must_use]
pub fn with_start(path: &Value<Line>, default: &str) -> Value<Line> {
    let mut path = path.clone();
    if let Expr::Deferred(template) = &mut path.expr
        && let Some(Part::Input(used)) = template.parts.first_mut()
    {
        let operator = used.operator.as_ref().map(|(operator, _)| *operator);
        let operator = operator.unwrap_or(Operator::DefaultIfEmpty);
        used.operator = Some((operator, Template::text(default)));
    }
    path
}

/// The default that holds for one use of an input.
fn of_use(used: &InputUse, stack: &Stack) -> Option<String> {
    match &used.operator {
        Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, word)) => word.literal(),
        Some(_) => None,
        None => {
            let default = stack.input(&used.name.value)?.default.as_ref()?;
            default.get().map(|AnyText(text)| text.clone())
        }
    }
}
