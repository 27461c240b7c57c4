//! Backups, jobs, monitors and who is told.

use stackc_compiler::{
    model::{Backup, Database, Job, Monitor, Notify},
    resolve::Stack,
    support,
    target::{
        Report, Row,
        Support::{self, Partial},
    },
};

support! {
    database for Database {
        engine: Exact,
        name: Exact,
        user: Exact,
        password: Exact,
        port: Exact,
    }
}

const BACKUP: Support =
    Partial("is left out; build the compose target too and run the backup with it");
const JOB: Support = Partial("is left out; build the compose target too and run the job with it");
const MONITOR: Support = Partial("is left out: this target watches nothing");
const NOTIFY: Support = Partial("is left out: this target watches nothing");

/// Reports each of them.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for backup in &stack.backups {
        report.answer("backup", BACKUP, backup.name.span);
    }
    for job in &stack.jobs {
        report.answer("job", JOB, job.name.span);
    }
    for monitor in &stack.monitors {
        report.answer("monitor", MONITOR, monitor.name.span);
    }
    for notify in &stack.notifies {
        report.answer("notify", NOTIFY, notify.name.span);
    }
}

/// The rows of all of them.
pub(super) fn rows() -> Vec<Row> {
    [
        Row::whole::<Backup>(BACKUP),
        Row::whole::<Job>(JOB),
        Row::whole::<Monitor>(MONITOR),
        Row::whole::<Notify>(NOTIFY),
    ]
    .concat()
}
