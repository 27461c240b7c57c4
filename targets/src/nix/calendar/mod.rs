//! Backups and jobs on a host with NixOS: timers start units, and units run the composition's own containers.
//!
//! A repository of restic is the host's: `services.restic.backups` has the copies, with the timer, what is dumped before and what is
//! cleared after. Folders and buckets get theirs from the containers that the Compose target has too.

mod check;
mod document;
mod jobs;
mod restic;
mod restore;
mod run;
mod scripts;
#[cfg(test)]
mod tests;
mod units;

pub(super) use check::{at_times, check, names};
pub(super) use document::add as add_to_document;
pub(super) use restic::environments;
pub(super) use scripts::add as add_scripts;
pub(super) use units::add as add_units;

use stackc_compiler::{
    atoms::words::StoreKind,
    model::{Job, Schedule, When},
    resolve::Stack,
};

use super::plan::Plan;
use crate::{
    parts::backup,
    text::nix::{Attrs, Nix, Segment},
};

/// The scripts of backups, in the output.
const FOLDER: &str = "./backup";

/// Whether it is a repository of restic.
fn is_restic(store: &backup::StorePlan<'_>) -> bool {
    store.store.kind.value == StoreKind::Restic
}

/// The repositories of a backup, the first of which has the timer.
fn repositories<'a>(backup: &'a backup::Plan<'_>) -> Vec<&'a backup::StorePlan<'a>> {
    backup.stores.iter().filter(|one| is_restic(one)).collect()
}

/// What copies have in common, on every target.
fn tag(backup: &backup::Plan<'_>, plan: &Plan<'_>) -> String {
    backup.tag(plan.project())
}

/// The name of a repository in `services.restic.backups`.
fn restic_name(
    backup: &backup::Plan<'_>,
    store: &backup::StorePlan<'_>,
    plan: &Plan<'_>,
) -> String {
    let name = format!("{}-{}", plan.project(), backup.backup.name.value.0);
    match repositories(backup).first() {
        Some(first) if first.number != store.number => format!("{name}-{}", store.number),
        _ => name,
    }
}

/// The timer of a schedule, or none if it has no time of a calendar.
fn timer(schedule: Option<&Schedule>, stack: &Stack) -> Option<Attrs> {
    let schedule = schedule?;
    let Ok(When::Calendar(calendar)) = schedule.when() else {
        return None;
    };
    let events = calendar.on_calendar(stack.time_zone(schedule)).into_iter();
    let mut timer = Attrs::new();
    timer.set("OnCalendar", events.map(Nix::from).collect::<Nix>());
    timer.set("Persistent", true);
    Some(timer)
}

/// A script of the backups, with what stands behind it, run by the host's shell.
fn script(name: &str, arguments: &str) -> Nix {
    Nix::Text(vec![
        Segment::Value(Nix::reference(["pkgs", "runtimeShell"])),
        Segment::Literal(" ".to_owned()),
        Segment::Value(Nix::Path(FOLDER.to_owned())),
        Segment::Literal(format!("/{name}{arguments}")),
    ])
}

/// The Compose file that the host runs.
fn compose_file(plan: &Plan<'_>) -> Nix {
    let option = [
        "config",
        "virtualisation",
        "arion",
        "projects",
        plan.project(),
        "settings",
        "out",
        "dockerComposeYaml",
    ];
    Nix::reference(option)
}

/// Whether something of it is a unit, a command or a repository of the host.
pub(super) fn is_on_host(stack: &Stack) -> bool {
    !stack.backups.is_empty() || stack.jobs.iter().any(is_called)
}

/// Whether something starts the job, not a service that waits for it.
fn is_called(job: &Job) -> bool {
    job.before.is_empty()
}
