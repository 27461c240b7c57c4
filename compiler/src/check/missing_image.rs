//! A service that nothing can run.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    model::Service,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "missing-image",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
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

/// The service that an overlay with a misspelled name was meant for.
fn near<'s>(stack: &'s Stack, service: &Service) -> Option<&'s str> {
    let others = stack
        .services
        .iter()
        .filter(|other| other.image.is_some() || other.build.is_some())
        .map(|other| other.name.value.0.as_str());
    nearest(&service.name.value.0, others)
}
