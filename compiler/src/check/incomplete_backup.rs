//! A backup that copies nothing, never, or to nowhere.

use super::{Rule, said_wrong::is_wrong};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::Backup,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "incomplete-backup",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for backup in &stack.backups {
        if is_wrong(backup.span, diagnostics) {
            continue;
        }
        for (what, help) in missing(backup) {
            let name = &backup.name.value.0;
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    backup.name.span,
                    format!("backup `{name}` {what}"),
                )
                .help(help),
            );
        }
    }
}

fn missing(backup: &Backup) -> Vec<(&'static str, &'static str)> {
    let mut missing = Vec::new();
    if backup.databases.is_empty() && backup.volumes.is_empty() {
        missing.push((
            "copies nothing",
            "name a service with a database, or a volume: database db",
        ));
    }
    if backup.schedule.is_none() {
        missing.push(("says no time", "for example schedule daily at=\"03:30\""));
    }
    if backup.stores.is_empty() {
        missing.push((
            "goes nowhere",
            "for example store local \"/var/backups/shop\"",
        ));
    }
    missing
}
