//! An image whose content changes under the same name.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "floating-image",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let Some(image) = &service.image else {
            continue;
        };
        let Some(known) = image.get() else { continue };
        if service.build.is_some() || known.has_digest() {
            continue;
        }
        let message = match known.tag() {
            None => format!("`{}` has no tag: what runs changes by itself", known.0),
            Some("latest") => format!(
                "`{}` is whatever is newest: what runs changes by itself",
                known.0
            ),
            Some(_) => continue,
        };
        diagnostics.push(
            Diagnostic::warning(RULE.code, image.span, message)
                .help("name a version, as in image \"postgres:16.4-alpine\""),
        );
    }
}
