//! What Compose can't say of backups, jobs and what is watched.

use std::collections::BTreeMap;

use stackc_compiler::{
    answers,
    diag::{Diagnostic, Diagnostics},
    model::{Job, Schedule},
    resolve::Stack,
    source::Span,
    target::{
        Report, Row,
        Support::{self, Partial},
    },
};

use super::backups;
use crate::parts::watched;

const MONITOR: Support =
    Partial("is asked by nothing: Compose watches its containers only; add target ops");
const NOTIFY: Support = Partial("is told nothing: Compose runs no checks; add target ops");

answers! {
    COMMAND: ["job command" "words", "job command" "shell", "job command" "line"] "of a job in a running container where it holds an input" => Refused("in a running container can't hold an input; give the service a variable with it, and read that");
    SIZE: ["service build" "max-size"] "without target ops or ci" => Partial("is held against no image: nothing here builds one and looks; add target ops or target ci");
    SCHEDULE: ["backup schedule" "rhythm", "job schedule" "rhythm"] "" => Lowered("is for a timer of the host; it runs the script in backup or jobs, which names the time");
}

/// What the table says of the words that are reported here; all others are said as they are.
pub fn rows() -> Vec<Row> {
    let mut rows = at_times();
    rows.extend(watched::rows(MONITOR, NOTIFY));
    rows
}

pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    names(stack, diagnostics);
    let mut report = Report::new("compose", diagnostics);
    for job in &stack.jobs {
        inputs(job, &mut report);
    }
    watched::check(stack, MONITOR, NOTIFY, &mut report);
}

/// Reports every time, for Compose has no clock, and every size that nothing looks at.
pub fn times(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut report = Report::new("compose", diagnostics);
    for backup in &stack.backups {
        schedule(backup.schedule.as_ref(), &mut report);
    }
    for job in &stack.jobs {
        schedule(job.schedule.as_ref(), &mut report);
    }
    if ["ops", "ci"]
        .iter()
        .any(|name| stack.target(name).is_some())
    {
        return;
    }
    let builds = stack.services.iter().filter_map(|one| one.build.as_ref());
    for size in builds.filter_map(|build| build.max_size.as_ref()) {
        report.answer("max-size", SIZE, size.span);
    }
}

fn schedule(schedule: Option<&Schedule>, report: &mut Report<'_>) {
    if let Some(schedule) = schedule {
        report.answer("schedule", SCHEDULE, schedule.span);
    }
}

/// A script of the host knows no inputs.
fn inputs(job: &Job, report: &mut Report<'_>) {
    let Some(command) = job.command.as_ref().filter(|_| job.within.is_some()) else {
        return;
    };
    let texts = command
        .words
        .iter()
        .chain(&command.shell)
        .chain(&command.line);
    if let Some(text) = texts.into_iter().find(|text| text.get().is_none()) {
        report.answer("command", COMMAND, text.span);
    }
}

/// Reports jobs and backups whose names are taken: they are services too, and each backup has a volume.
pub fn names(stack: &Stack, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<(&str, String), Span> = BTreeMap::new();
    for service in &stack.services {
        taken.insert(("service", service.name.value.0.clone()), service.name.span);
    }
    for volume in &stack.volumes {
        taken.insert(("volume", volume.name.value.0.clone()), volume.name.span);
    }
    let jobs = stack.jobs.iter().filter(|job| job.within.is_none());
    let jobs = jobs.map(|job| ("service", job.name.value.0.clone(), job.name.span));
    for (kind, name, span) in jobs.chain(backups::names(stack)) {
        if let Some(first) = taken.insert((kind, name.clone()), span) {
            diagnostics.push(
                Diagnostic::error(
                    "name-taken",
                    span,
                    format!("this needs a {kind} `{name}`, and there is one"),
                )
                .other(first, "this one")
                .help("give one of them another name"),
            );
        }
    }
}
