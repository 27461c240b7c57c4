//! Environments that copy to one place: each deletes what is older than it keeps, whoever made it.

use std::collections::BTreeMap;

use crate::{
    atoms::words::StoreKind,
    diag::{Diagnostic, Diagnostics},
    model::Store,
    resolve::Stack,
    source::Span,
};

/// Reports the stores outside the host that several environments have.
pub(crate) fn check(stacks: &[Stack], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str), Vec<Seen<'_>>> = BTreeMap::new();
    for stack in stacks {
        let Some(environment) = stack.environment.as_deref() else {
            continue;
        };
        for backup in &stack.backups {
            for store in backup.stores.iter().filter(|store| is_elsewhere(store)) {
                let place = store.place.value.0.trim_end_matches('/');
                let all = seen.entry((store.kind.value.word(), place)).or_default();
                all.push(Seen {
                    environment,
                    backup: backup.name.value.0.as_str(),
                    span: store.place.span,
                });
            }
        }
    }
    for all in seen.into_values() {
        diagnostics.extend(finding(&all));
    }
}

/// A store where an environment has it.
struct Seen<'a> {
    environment: &'a str,
    backup: &'a str,
    span: Span,
}

fn finding(all: &[Seen<'_>]) -> Option<Diagnostic> {
    let (first, rest) = all.split_first()?;
    let others: Vec<&Seen<'_>> = rest
        .iter()
        .filter(|one| one.environment != first.environment)
        .collect();
    let (last, between) = others.split_last()?;
    let names: Vec<&str> = std::iter::once(first.environment)
        .chain(between.iter().map(|one| one.environment))
        .collect();
    let message = format!(
        "the environments {} and {} have this store",
        names.join(", "),
        last.environment
    );
    let help = format!(
        "name it by the environment, \"….${{environment.name}}\", or take the backup away: environment {} {{ unset backup {} }}",
        last.environment, last.backup
    );
    let found = Diagnostic::warning("shared-store", first.span, message)
        .label("each deletes what the others keep")
        .help(help);
    let elsewhere = others.iter().filter(|one| one.span != first.span);
    Some(elsewhere.fold(found, |found, one| {
        found.other(one.span, format!("in {}", one.environment))
    }))
}

/// Whether a store is the same one wherever the stack runs: a folder of the host is another one on each.
fn is_elsewhere(store: &Store) -> bool {
    match store.kind.value {
        StoreKind::Local => false,
        StoreKind::S3 => true,
        StoreKind::Restic => !store.place.value.0.starts_with(['/', '.', '~']),
    }
}
