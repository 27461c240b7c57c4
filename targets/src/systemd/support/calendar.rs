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

support! {
    job for Job {
        name: Exact,
        interactive: Partial("is left out: a unit has no terminal; run the command with podman exec --interactive --tty"),
        within: Exact,
        like: Exact,
        image: Exact,
        command: Exact,
        env: Exact,
        networks: Exact,
        depends_on: Exact,
        schedule: Exact,
        before: Exact,
    }
}

const MONITOR: Support = Partial("is left out: this target watches nothing");
const NOTIFY: Support = Partial("is left out: this target watches nothing");

/// Reports each of them.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for one in &stack.jobs {
        job::review(one, report);
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
        Row::whole::<Backup>(Support::Exact),
        job::rows(),
        Row::whole::<Monitor>(MONITOR),
        Row::whole::<Notify>(NOTIFY),
    ]
    .concat()
}
