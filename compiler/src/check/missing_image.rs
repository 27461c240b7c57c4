//! A service that nothing can run.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
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
                .help("image \"name:tag\", or build \".\""),
            );
        }
    }
}
