//! A service that nothing can run.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    model::Service,
    reference::Operator,
    resolve::Stack,
    template::{Expr, Part},
};

pub(super) const RULE: Rule = Rule {
    code: "missing-image",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        may_be_empty(stack, service, diagnostics);
        if service.image.is_none() && service.build.is_none() && service.provider.is_none() {
            let name = &service.name.value.0;
            // What is wrong with what it says is reported where that stands.
            if stack.unclear_images.contains(name) {
                continue;
            }
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    service.name.span,
                    format!("service `{name}` has neither an image nor a build"),
                )
                .help(match near(stack, service) {
                    Some(other) => format!("did you mean to change `{other}`? a service of its own says: image \"name:tag\", or build \".\""),
                    None => "image \"name:tag\", or build \".\"".to_owned(),
                }),
            );
        }
    }
}

/// An image that inputs may leave empty is refused like none.
fn may_be_empty(stack: &Stack, service: &Service, diagnostics: &mut Diagnostics) {
    let Some(image) = service.image.as_ref().filter(|_| service.build.is_none()) else {
        return;
    };
    if let Expr::Deferred(template) = &image.expr
        && template.parts.iter().all(|part| is_empty(part, stack))
    {
        diagnostics.push(
            Diagnostic::warning(
                RULE.code,
                image.span,
                format!(
                    "service `{}` has no image while its inputs are left out",
                    service.name.value.0
                ),
            )
            .label("nothing of it is always there")
            .help("give the input a default, or take optional=#true away from it"),
        );
    }
}

/// Whether nothing may be left of a part.
fn is_empty(part: &Part, stack: &Stack) -> bool {
    let input = match part {
        Part::Text(text) => return text.is_empty(),
        Part::Secret(_) => return false,
        Part::Input(input) => input,
    };
    match &input.operator {
        None => stack.input(&input.name.value).is_some_and(|input| {
            input.default.is_none() && input.optional.is_some_and(|optional| optional.value.0)
        }),
        Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, default)) => {
            default.parts.iter().all(|part| is_empty(part, stack))
        }
        Some((Operator::ErrorIfEmpty | Operator::ErrorIfUnset, _)) => false,
        Some((Operator::ReplaceIfFull | Operator::ReplaceIfSet, _)) => true,
    }
}

/// The service that an overlay with a misspelled name was meant for.
fn near<'s>(stack: &'s Stack, service: &Service) -> Option<&'s str> {
    let others = stack
        .services
        .iter()
        .filter(|other| other.image.is_some() || other.build.is_some())
        .map(|other| other.name.value.0.as_str());
    nearest(&service.name.value.0, others)
}
