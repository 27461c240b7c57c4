//! What a host with NixOS can't do as a backup or a job says it.

use stackc_compiler::{
    model::{Command, Job, Schedule, Store},
    resolve::Stack,
    target::{
        Report,
        Support::{Lowered, Partial, Refused},
    },
    template::Part,
};

use super::{is_restic, restic::password_path};
use crate::{nix::plan::Plan, parts::backup};

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

fn schedule(schedule: Option<&Schedule>, report: &mut Report<'_>) {
    if let Some(schedule) = schedule.filter(|one| one.is_at_login()) {
        let answer = Partial(
            "at a login is left out: a unit of the system knows none; start it by hand, or say a time",
        );
        report.answer("schedule", answer, schedule.login_span());
    }
}

fn repository(store: &Store, plan: &Plan<'_>, report: &mut Report<'_>) {
    if let Some(image) = &store.image {
        let answer = Lowered("is not used, for the restic is that of NixOS");
        report.answer("image", answer, image.span);
    }
    if store.place.value.0.contains('%') {
        let answer = Refused(
            "holds a `%`, which systemd takes for the start of something else; name the repository without it",
        );
        report.answer("store", answer, store.place.span);
    }
    let kept = "is kept by an engine, where restic on the host can't read it; let agenix keep it";
    if let Some(password) = &store.password
        && password_path(&password.name, plan).is_none()
    {
        report.answer("password", Refused(kept), password.span);
    }
    for pair in &store.env {
        let Some(value) = pair.value.as_ref().filter(|_| pair.key.get().is_some()) else {
            let answer = Refused(
                "has no value on the host, where restic runs; write the value, or a secret",
            );
            report.answer("env", answer, pair.span);
            continue;
        };
        for part in &value.template.parts {
            match part {
                Part::Text(_) => {}
                Part::Input(_) => {
                    let answer = Refused(
                        "holds an input, and restic on the host knows none; write the value, or a secret",
                    );
                    report.answer("env", answer, pair.span);
                }
                Part::Secret(secret) => {
                    if password_path(&secret.value, plan).is_none() {
                        report.answer("env", Refused(kept), pair.span);
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
        let answer = Refused(
            "in a running container can't hold an input; give the service a variable with it, and read that",
        );
        report.answer("command", answer, text.span);
    }
}
