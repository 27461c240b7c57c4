//! Backups, jobs, monitors and who is told.

use stackc_compiler::{
    model::{Backup, Database, Job},
    resolve::Stack,
    support,
    target::{
        Report, Row,
        Support::{self, Partial},
    },
};

use crate::parts::watched;

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

const MONITOR: Support = Partial(
    "is left out: this target watches nothing; add target ops, or let a watcher of your own do it",
);
const NOTIFY: Support = Partial(
    "is told nothing: this target watches nothing; set OnFailure= for the units of backups and jobs in a drop-in",
);

/// Reports each of them.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for one in &stack.jobs {
        job::review(one, report);
    }
    watched::check(stack, MONITOR, NOTIFY, report);
}

/// The rows of all of them.
pub(super) fn rows() -> Vec<Row> {
    [
        Row::whole::<Backup>(Support::Exact),
        job::rows(),
        watched::rows(MONITOR, NOTIFY),
    ]
    .concat()
}
