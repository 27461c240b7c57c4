//! Repositories of restic as `services.restic.backups`.

use stackc_compiler::{
    model::Store,
    reader::Pair,
    template::{Part, SecretText},
};

use super::{Plan, repositories, restic_name, script, tag, timer};
use crate::{
    parts::{
        backup,
        compose::{self, files_name},
    },
    text::{
        nix::{Attrs, Nix},
        shell::Word,
    },
};

/// The entries of `services.restic.backups`.
pub(super) fn entries(backup: &backup::Plan<'_>, plan: &Plan<'_>) -> Vec<(String, Attrs)> {
    let all = repositories(backup).into_iter().enumerate();
    all.map(|(place, store)| {
        let name = restic_name(backup, store, plan);
        (name, entry(backup, store, place == 0, plan))
    })
    .collect()
}

fn entry(
    backup: &backup::Plan<'_>,
    store: &backup::StorePlan<'_>,
    is_first: bool,
    plan: &Plan<'_>,
) -> Attrs {
    let name = &backup.backup.name.value.0;
    let tag = tag(backup, plan);
    let mut set = Attrs::new();
    set.set("repository", repository(store, plan));
    let password = store.store.password.as_ref();
    if let Some(path) = password.and_then(|password| password_path(&password.name, plan)) {
        set.set("passwordFile", path);
    }
    if !store.store.env.is_empty() {
        set.set("environmentFile", environment_path(backup, store, plan));
    }
    set.set("initialize", true);
    let run = format!("run-{name}.sh");
    if is_first {
        set.set("backupPrepareCommand", script(&run, " prepare"));
        set.set("backupCleanupCommand", script(&run, " clear"));
    } else {
        set.set("backupPrepareCommand", script(&run, " filled"));
    }
    let volume = format!("{}_{}", plan.project(), files_name(backup));
    set.set(
        "dynamicFilesFrom",
        format!("docker volume inspect --format '{{{{.Mountpoint}}}}' {volume}"),
    );
    let marks = vec![
        Nix::from(format!("--host={tag}")),
        Nix::from(format!("--tag={tag}")),
    ];
    set.set("extraBackupArgs", marks);
    let kept = kept(backup);
    if !kept.is_empty() {
        let of_this = [format!("--tag={tag}"), "--group-by=".to_owned()];
        let all = of_this.into_iter().chain(kept).map(Nix::from);
        set.set("pruneOpts", all.collect::<Nix>());
    }
    let schedule = backup.backup.schedule.as_ref().filter(|_| is_first);
    let timer = timer(schedule, plan.stack).map_or(Nix::Null, Nix::from);
    set.set("timerConfig", timer);
    set
}

/// Where it is: a path of the host is absolute there.
fn repository(store: &backup::StorePlan<'_>, plan: &Plan<'_>) -> String {
    let context = compose::Context {
        stack: plan.stack,
        back: &plan.base(),
    };
    match store.folder() {
        Some(folder) => context.path(folder, store.store.place.span),
        None => store.store.place.value.0.clone(),
    }
}

/// What `restic forget` keeps.
fn kept(backup: &backup::Plan<'_>) -> Vec<String> {
    let keep = backup.keep().into_iter();
    keep.map(|(name, count)| match name {
        "KEEP_DAYS" => format!("--keep-within={count}d"),
        "KEEP_WEEKLY" => format!("--keep-weekly={count}"),
        "KEEP_MONTHLY" => format!("--keep-monthly={count}"),
        _ => format!("--keep-daily={count}"),
    })
    .collect()
}

/// Where the host has a secret in clear; none for one that an engine keeps.
pub(super) fn password_path(secret: &str, plan: &Plan<'_>) -> Option<String> {
    plan.secret_path(secret).or_else(|| {
        let file = plan.stack.secret(secret)?.file.as_ref()?;
        let context = compose::Context {
            stack: plan.stack,
            back: &plan.base(),
        };
        Some(context.path(&file.get()?.0, file.span))
    })
}

fn environment_path(
    backup: &backup::Plan<'_>,
    store: &backup::StorePlan<'_>,
    plan: &Plan<'_>,
) -> String {
    let name = &backup.backup.name.value.0;
    format!("/run/{}/restic-{name}-{}.env", plan.project(), store.number)
}

/// The files with the variables of restic, each with the lines of a script that write it.
pub(in super::super) fn environments(plan: &Plan<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for backup in backup::plans(plan.stack) {
        for store in repositories(&backup) {
            if !store.store.env.is_empty() {
                let path = environment_path(&backup, store, plan);
                all.push((path, lines(store.store, plan)));
            }
        }
    }
    all
}

fn lines(store: &Store, plan: &Plan<'_>) -> String {
    let lines = store.env.iter().filter_map(|pair| line(pair, plan));
    lines.collect()
}

/// A variable: what secrets are in it is read first, so that one that isn't there stops the script.
fn line(pair: &Pair<SecretText>, plan: &Plan<'_>) -> Option<String> {
    let mut reads = String::new();
    let mut value = String::new();
    for (number, part) in pair.value.as_ref()?.template.parts.iter().enumerate() {
        match part {
            Part::Text(text) => value.push_str(&Word::new(text).to_string()),
            Part::Secret(secret) => {
                let path = password_path(&secret.value, plan)?;
                reads.push_str(&format!("  part_{number}=$(cat {})\n", Word::new(&path)));
                value.push_str(&format!("\"$part_{number}\""));
            }
            Part::Input(_) => return None,
        }
    }
    if value.is_empty() {
        value.push_str("''");
    }
    let name = Word::new(&pair.key.get()?.0);
    Some(format!("{reads}  line {name} {value}\n"))
}
