//! A store that can't be written to as it is said.

use super::{Rule, said_wrong::is_wrong};
use crate::{
    atoms::words::StoreKind,
    diag::{Diagnostic, Diagnostics},
    model::{Backup, Store},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "wrong-store",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for backup in &stack.backups {
        let clear = |store: &&Store| !is_wrong(store.span, diagnostics);
        let clear: Vec<&Store> = backup.stores.iter().filter(clear).collect();
        only_copies(backup, diagnostics);
        for store in clear {
            credentials(store, diagnostics);
        }
        for store in &backup.stores {
            place(store, diagnostics);
        }
    }
}

/// A copy is a copy of something.
fn only_copies(backup: &Backup, diagnostics: &mut Diagnostics) {
    let is_copy = |store: &&Store| store.copy.as_ref().is_some_and(|copy| copy.value.0);
    if let Some(store) = backup.stores.iter().find(is_copy)
        && backup.stores.iter().all(|store| is_copy(&store))
    {
        let name = &backup.name.value.0;
        diagnostics.push(
            Diagnostic::error(
                RULE.code,
                store.span,
                format!("backup `{name}` has copies only, and nothing that they are copies of"),
            )
            .help("take copy=#true away from the first store"),
        );
    }
}

fn credentials(store: &Store, diagnostics: &mut Diagnostics) {
    let kind = store.kind.value;
    let mut wrong = |span, message: String, help: &str| {
        diagnostics.push(Diagnostic::error(RULE.code, span, message).help(help));
    };
    match &store.password {
        None if kind == StoreKind::Restic => wrong(
            store.span,
            "a restic repository needs its password".to_owned(),
            "store restic \"…\" { password (secret)restic-password }",
        ),
        Some(password) if kind != StoreKind::Restic => wrong(
            password.span,
            format!("a store of kind {} has no password", kind.word()),
            "a restic repository is encrypted with one; the variables in env are for the credentials of a bucket",
        ),
        _ => {}
    }
    if kind == StoreKind::Local {
        let image = store.image.as_ref().map(|image| ("image", image.span));
        let env = store.env.first().map(|pair| ("env", pair.span));
        for (word, span) in image.into_iter().chain(env) {
            wrong(
                span,
                format!("`{word}` means nothing to a folder of the host"),
                "take it away",
            );
        }
    }
}

/// Folders of the system, in which other things lie.
const OF_THE_SYSTEM: [&str; 18] = [
    "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "opt", "proc", "root", "run",
    "sbin", "sys", "tmp", "usr", "var", "var/lib",
];

/// Why a folder of the host is none that only copies lie in.
fn no_folder_of_its_own(store: &Store) -> Option<String> {
    let path = store.place.value.0.as_str();
    if store.kind.value == StoreKind::S3 || !path.starts_with(['/', '.', '~']) {
        return None;
    }
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    if parts.contains(&"..") {
        return Some("a store leads to its folder without `..`".to_owned());
    }
    let folder = parts.join("/");
    let is_absolute = path.starts_with('/');
    if folder.is_empty() || folder == "~" {
        let what = match path.chars().next() {
            Some('/') => "the root of the host",
            Some('~') => "someone's home",
            _ => "the stack's own folder",
        };
        return Some(format!("{what} is no place for copies"));
    }
    let first = parts.first().copied().unwrap_or("");
    let is_kernels = matches!(first, "dev" | "proc" | "sys");
    (is_absolute && (is_kernels || OF_THE_SYSTEM.contains(&folder.as_str())))
        .then(|| format!("/{folder} is the system's, and no place for copies"))
}

/// A folder is absolute or relative to the stack; a bucket has a scheme, a host and a name.
fn place(store: &Store, diagnostics: &mut Diagnostics) {
    let text = store.place.value.0.as_str();
    let (fine, form) = match store.kind.value {
        StoreKind::Local => (
            text.starts_with(['/', '.', '~']) && !text.contains(':'),
            "a path, such as \"/var/backups/shop\" or \"./backups\"",
        ),
        StoreKind::S3 => (
            store.bucket().is_some(),
            "s3://BUCKET/FOLDER, or https://HOST/BUCKET/FOLDER",
        ),
        StoreKind::Restic => (
            !text.is_empty() && !text.starts_with('-'),
            "a repository as restic names it, such as \"/srv/restic\" or \"s3:https://HOST/BUCKET\"",
        ),
    };
    if fine && let Some(reason) = no_folder_of_its_own(store) {
        diagnostics.push(
            Diagnostic::error(RULE.code, store.place.span, reason)
                .help("give the copies a folder of their own, such as \"/var/backups/shop\""),
        );
    }
    if !fine {
        let kind = store.kind.value.word();
        diagnostics.push(
            Diagnostic::error(
                RULE.code,
                store.place.span,
                format!("this names no store of kind {kind}"),
            )
            .help(format!("it is {form}")),
        );
    }
}
