//! Backups, jobs, monitors and who is told. What becomes of the first two depends on their values: `calendar` reports it, and the
//! tables here are for readers.

use stackc_compiler::{
    model::{
        Backup, BackupDatabase, BackupStop, BackupVolume, Command, Database, Format, Job,
        JobBefore, JobDependsOn, JobNetwork, Keep, Monitor, Notify, Schedule, Store,
    },
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
        service: Partial("is one service for each volume"),
    }
}

support! {
    keep for Keep {
        days: Lowered("is a number of copies, for Dokploy counts them"),
        daily: Lowered("is a number of copies, for Dokploy counts them"),
        weekly: Lowered("is a number of copies, for Dokploy counts them"),
        monthly: Lowered("is a number of copies, for Dokploy counts them"),
    }
}

support! {
    format for Format {
        kind: Lowered("is Dokploy's own: PostgreSQL's custom one, statements for the others"),
        compress: Lowered("is gzip"),
    }
}

support! {
    store for Store {
        kind: Partial("is s3 or not filled, for Dokploy's backups go to buckets alone"),
        place: Exact,
        copy: Lowered("is a backup of its own"),
        password: Partial("is not used, for no repository of restic is filled"),
        image: Lowered("is not used, for the client is Dokploy's own"),
        env: Partial("has no place in a destination but for AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION"),
    }
}

support! {
    job for Job {
        name: Exact,
        interactive: Partial("is left out, for a schedule has no terminal"),
        within: Exact,
        like: Lowered("is the running container of that service"),
        image: Partial("is left out, for a schedule runs in a container that is there"),
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
        login: Partial("is left out, for Dokploy knows no login; say a time"),
        time_zone: Partial("is that of a schedule, and not of a backup, which counts in UTC as a rule"),
    }
}

const MONITOR: Support =
    Partial("is left out, for Dokploy asks no page; let a watcher of your own do it");
const NOTIFY: Support =
    Partial("is left out, for the plan makes none; set one up under Dokploy's Notifications");

/// Reports each of them.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
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
        backup::rows(),
        job::rows(),
        Row::whole::<Monitor>(MONITOR),
        Row::whole::<Notify>(NOTIFY),
    ]
    .concat()
}
