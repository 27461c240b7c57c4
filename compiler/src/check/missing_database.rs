//! A backup of a service that doesn't say which database it holds.

use super::Rule;
use crate::{
    atoms::words::{DumpFormat, Engine},
    diag::{Diagnostic, Diagnostics},
    model::Backup,
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "missing-database",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for backup in &stack.backups {
        for one in &backup.databases {
            let name = &one.service.value.0;
            let Some(service) = stack.service(name) else {
                continue;
            };
            match &service.database {
                Some(database) => own_format(backup, name, database.engine.value, diagnostics),
                None => diagnostics.push(
                    Diagnostic::error(
                        RULE.code,
                        one.service.span,
                        format!("service `{name}` does not say which database it holds"),
                    )
                    .other(service.name.span, "declared here")
                    .help("say it in the service: database postgres name=app user=app password=(secret)db-password"),
                ),
            }
        }
    }
}

/// `custom` is PostgreSQL's own.
fn own_format(backup: &Backup, service: &str, engine: Engine, diagnostics: &mut Diagnostics) {
    let custom = backup
        .format
        .as_ref()
        .filter(|format| format.kind.value == DumpFormat::Custom);
    if let Some(format) = custom.filter(|_| engine != Engine::Postgres) {
        diagnostics.push(
            Diagnostic::error(
                "conflict",
                format.kind.span,
                format!(
                    "`custom` is PostgreSQL's format, and `{service}` is {}",
                    engine.word()
                ),
            )
            .help("format sql"),
        );
    }
}
