//! A file that comes from nowhere.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "missing-property",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for file in &stack.files {
        let somewhere = file.source.is_some()
            || file.content.is_some()
            || file.path.is_some()
            || file.env.is_some()
            || file.external.is_some();
        if !somewhere {
            let name = &file.name.value.0;
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    file.name.span,
                    format!("file `{name}` does not say where its content comes from"),
                )
                .help(format!(
                    "file {name} {{ source \"./{name}\" }}, or content \"…\""
                )),
            );
        }
    }
}
