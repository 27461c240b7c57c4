//! A secret that is generated as base64 and stands in a URL.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    template::{Part, Template},
};

pub(super) const RULE: Rule = Rule {
    code: "base64-in-url",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let env = stack
        .services
        .iter()
        .flat_map(|service| &service.env)
        .filter_map(|pair| pair.value.as_ref());
    let content = stack.files.iter().filter_map(|file| file.content.as_ref());
    for text in env.chain(content) {
        for name in in_urls(&text.template) {
            let Some(rule) = stack
                .secret(&name.value)
                .and_then(|secret| secret.base64.as_ref())
            else {
                continue;
            };
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    name.span,
                    format!(
                        "secret `{}` is base64, whose `/` and `+` break a URL",
                        name.value
                    ),
                )
                .other(rule.span, "made as base64 here")
                .help(format!("secret {} hex={}", name.value, rule.value.0)),
            );
        }
    }
}

/// Secrets that stand between `://` and the end of the URL's authority.
fn in_urls(template: &Template) -> Vec<&crate::source::Spanned<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for part in &template.parts {
        match part {
            Part::Text(text) => {
                let after = text.rfind("://").map(|at| at + 3);
                let rest = after.and_then(|at| text.get(at..)).unwrap_or(text);
                inside = (inside || after.is_some()) && !rest.contains(['/', ' ', '\n', '?']);
            }
            Part::Secret(name) if inside => found.push(name),
            Part::Secret(_) | Part::Input(_) => {}
        }
    }
    found
}
