//! Backups, jobs, monitors and who is told.

use stackc_compiler::{
    model::{
        Backup, BackupDatabase, BackupStop, BackupVolume, Command, Database, Format, Job,
        JobBefore, JobDependsOn, JobNetwork, Keep, Schedule, Store,
    },
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
    backup for Backup {
        name: Exact,
        databases => backup_database,
        volumes => backup_volume,
        stops => backup_stop,
        schedule => schedule,
        keep => keep,
        format => format,
        stores => store,
    }
}

support! {
    backup_database for BackupDatabase {
        service: Exact,
    }
}

support! {
    backup_volume for BackupVolume {
        name: Exact,
    }
}

support! {
    backup_stop for BackupStop {
        service: Exact,
    }
}

support! {
    keep for Keep {
        days: Exact,
        daily: Exact,
        weekly: Exact,
        monthly: Exact,
    }
}

support! {
    format for Format {
        kind: Exact,
        compress: Exact,
    }
}

support! {
    store for Store {
        kind: Exact,
        place: Exact,
        copy: Exact,
        password: Exact,
        image: Exact,
        env: Exact,
    }
}

support! {
    job for Job {
        name: Exact,
        interactive: Exact,
        within: Exact,
        like: Exact,
        image: Exact,
        command => command,
        env: Exact,
        networks => job_network,
        depends_on => job_depends_on,
        schedule => schedule,
        before => job_before,
    }
}

support! {
    job_network for JobNetwork {
        name: Exact,
    }
}

support! {
    job_depends_on for JobDependsOn {
        service: Exact,
        condition: Exact,
    }
}

support! {
    job_before for JobBefore {
        service: Exact,
    }
}

support! {
    command for Command {
        words: Exact,
        shell: Exact,
        line: Exact,
    }
}

support! {
    schedule for Schedule {
        rhythm: Exact,
        at: Exact,
        on: Exact,
        on_day: Exact,
        minute: Exact,
        every: Exact,
        cron: Exact,
        login: Partial("is left out: a unit of the system knows no login; start it by hand, or say a time"),
        time_zone: Exact,
    }
}

const MONITOR: Support =
    Partial("is left out: no unit of the host asks; let a watcher of your own do it");
const NOTIFY: Support =
    Partial("is left out: nobody is told; set onFailure for the units of backups and jobs");

/// Reports each of them.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for one in &stack.backups {
        backup::review(one, report);
    }
    for one in &stack.jobs {
        job::review(one, report);
    }
    watched::check(stack, MONITOR, NOTIFY, report);
}

/// The rows of all of them.
pub(super) fn rows() -> Vec<Row> {
    [backup::rows(), job::rows(), watched::rows(MONITOR, NOTIFY)].concat()
}
