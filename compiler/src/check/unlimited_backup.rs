//! Copies that are never deleted.

use super::{Rule, said_wrong::is_wrong};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "unlimited-backup",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for backup in &stack.backups {
        let says_how_long = backup.keep.as_ref().is_some_and(|keep| {
            [&keep.days, &keep.daily, &keep.weekly, &keep.monthly]
                .into_iter()
                .any(|count| count.as_ref().is_some_and(|count| count.value.0 > 0))
        });
        if !says_how_long && !is_wrong(backup.span, diagnostics) {
            let span = backup
                .keep
                .as_ref()
                .map_or(backup.name.span, |keep| keep.span);
            let name = &backup.name.value.0;
            diagnostics.push(
                Diagnostic::warning(
                    RULE.code,
                    span,
                    format!("backup `{name}` keeps every copy for ever"),
                )
                .label("its stores fill up")
                .help("keep days=30, or keep daily=7 weekly=4 monthly=12"),
            );
        }
    }
}
