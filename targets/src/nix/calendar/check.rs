//! What a host with NixOS can't do as a backup or a job says it.

use std::collections::BTreeMap;

use stackc_compiler::{
    answers,
    diag::{Diagnostic, Diagnostics},
    model::{Command, Job, Schedule, Store},
    resolve::Stack,
    source::Span,
    target::Report,
    template::Part,
};

use super::{
    is_restic,
    restic::{entries, password_path},
};
use crate::{nix::plan::Plan, parts::backup};

answers! {
    LOGIN: ["backup schedule" "login", "job schedule" "login", "backup schedule" "rhythm", "job schedule" "rhythm"] "at a login" => Partial("at a login is left out: a unit of the system knows none; start it by hand, or say a time");
    IMAGE: ["backup store" "image"] "of a restic store" => Lowered("is not used, for the restic is that of NixOS");
    PERCENT: ["backup store" "place"] "of a restic store where it holds `%`" => Refused("holds a `%`, which systemd takes for the start of something else; name the repository without it");
    KEPT: ["backup store" "password", "backup store" "env"] "of a restic store where an engine keeps the secret" => Refused("is kept by an engine, where restic on the host can't read it; let agenix keep it");
    VALUELESS: ["backup store" "env"] "of a restic store where it has no value" => Refused("has no value on the host, where restic runs; write the value, or a secret");
    INPUT: ["backup store" "env"] "of a restic store where it holds an input" => Refused("holds an input, and restic on the host knows none; write the value, or a secret");
    COMMAND: ["job command" "words", "job command" "shell", "job command" "line"] "of a job in a running container where it holds an input" => Refused("in a running container can't hold an input; give the service a variable with it, and read that");
}

/// Reports it.
pub(in super::super) fn check(stack: &Stack, plan: &Plan<'_>, report: &mut Report<'_>) {
    for backup in backup::plans(stack) {
        schedule(backup.backup.schedule.as_ref(), report);
        for store in backup.stores.iter().filter(|store| is_restic(store)) {
            repository(store.store, plan, report);
        }
    }
    for job in &stack.jobs {
        schedule(job.schedule.as_ref(), report);
        command(job, report);
    }
}

/// Reports repositories that would share a unit: the second one of a backup has a number behind the backup's name.
pub(in super::super) fn names(stack: &Stack, plan: &Plan<'_>, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for backup in backup::plans(stack) {
        let span = backup.backup.name.span;
        for (name, _) in entries(&backup, plan) {
            if let Some(first) = taken.get(&name) {
                diagnostics.push(
                    Diagnostic::error(
                        "name-taken",
                        span,
                        format!(
                            "this needs a unit `restic-backups-{name}.service`, and there is one"
                        ),
                    )
                    .other(*first, "this one")
                    .help("give one of them another name"),
                );
            } else {
                taken.insert(name, span);
            }
        }
    }
}

fn schedule(schedule: Option<&Schedule>, report: &mut Report<'_>) {
    if let Some(schedule) = schedule.filter(|one| one.is_at_login()) {
        report.answer("schedule", LOGIN, schedule.login_span());
    }
}

fn repository(store: &Store, plan: &Plan<'_>, report: &mut Report<'_>) {
    if let Some(image) = &store.image {
        report.answer("image", IMAGE, image.span);
    }
    if store.place.value.0.contains('%') {
        report.answer("store", PERCENT, store.place.span);
    }

    if let Some(password) = &store.password
        && password_path(&password.name, plan).is_none()
    {
        report.answer("password", KEPT, password.span);
    }
    for pair in &store.env {
        let Some(value) = pair.value.as_ref().filter(|_| pair.key.get().is_some()) else {
            report.answer("env", VALUELESS, pair.span);
            continue;
        };
        for part in &value.template.parts {
            match part {
                Part::Text(_) => {}
                Part::Input(_) => {
                    report.answer("env", INPUT, pair.span);
                }
                Part::Secret(secret) => {
                    if password_path(&secret.value, plan).is_none() {
                        report.answer("env", KEPT, pair.span);
                    }
                }
            }
        }
    }
}

/// A unit's script knows no inputs.
fn command(job: &Job, report: &mut Report<'_>) {
    let Some(Command {
        words,
        shell,
        line,
        span: _,
    }) = job.command.as_ref().filter(|_| job.within.is_some())
    else {
        return;
    };
    let mut texts = words.iter().chain(shell).chain(line);
    if let Some(text) = texts.find(|text| text.get().is_none()) {
        report.answer("command", COMMAND, text.span);
    }
}
