//! What Dokploy can't do as a backup or a job says it.

use stackc_compiler::{
    answers,
    atoms::words::{Compression, DumpFormat, Engine, StoreKind},
    model::{Job, Schedule, When},
    resolve::Stack,
    target::Report,
};

use super::{backups, jobs, keep, store, value};
use crate::{
    dokploy::is_swarm,
    parts::backup::{self, Dump, Plan, StorePlan},
};

answers! {
    NO_BUCKET: ["backup" "name"] "where no store is a bucket" => Partial("is not made: no store of it is a bucket, and Dokploy fills nothing else; add a store s3, or run the scripts of the compose target");
    OTHER: ["backup store" "kind", "backup store" "password"] "where it is no bucket" => Partial("is not filled, for Dokploy's backups go to buckets alone; name a store s3");
    LOGIN: ["backup schedule" "login", "job schedule" "login", "backup schedule" "rhythm", "job schedule" "rhythm"] "at a login" => Partial("at a login is left out, for Dokploy knows none; say a time");
    ZONE: ["backup schedule" "time-zone"] "where it is not UTC" => Partial("counts in the zone of Dokploy's own container, which is UTC unless it was set, for its backups name none; say the time in UTC");
    COUNT: ["backup keep" "days", "backup keep" "daily", "backup keep" "weekly", "backup keep" "monthly"] "where one number of copies says the same" => Lowered("is a number of copies, for Dokploy counts them");
    MORE: ["backup keep" "days", "backup keep" "daily", "backup keep" "weekly", "backup keep" "monthly"] "where no number of copies says the same" => Partial("keeps more than it says: Dokploy counts copies, and so many of the newest hold all of these; say days, or one of daily, weekly and monthly that fits the schedule");
    KEYS: ["backup store" "env"] "where it lacks them" => Refused("needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its env, for a destination of Dokploy has no others");
    UNKNOWN: ["backup store" "env"] "where it is another variable" => Partial("has no place in a destination of Dokploy; take it away");
    PARTS: ["backup store" "env"] "where it is put together" => Refused("is put together of several parts, and a destination takes a text, a secret or an input; write one of them");
    IMAGE: ["backup store" "image"] "of a bucket" => Lowered("is not used, for the client is Dokploy's own");
    NAMES: ["service database" "name", "service database" "user", "service database" "password"] "where it is put together" => Refused("is put together of several parts, and Dokploy's backups take a text or an input; write one of them");
    USER: ["service database" "user"] "where it is not MySQL's root" => Refused("is root for Dokploy, which dumps MySQL as nobody else; take it away, and name root's password");
    PORT: ["service database" "port"] "" => Partial("is not used: Dokploy's dump asks the engine's own in the container; take it away");
    CUSTOM: ["service database" "engine", "backup format" "kind"] "where none is said" => Lowered("is dumped in PostgreSQL's custom format, the only one that Dokploy makes");
    FORMAT: ["backup format" "kind", "backup format" "compress"] "where it is another one" => Lowered("is Dokploy's own: PostgreSQL's custom one, statements for the others, compressed with gzip");
    VOLUME: ["backup volume" "name"] "where no service mounts it, or its name is put together" => Refused("has a name that Dokploy can't be told, or no service that mounts it; write its name, and mount it");
    STOP: ["backup stop" "service"] "where another one is stopped for the same volume" => Partial("is not stopped: Dokploy stops one service for each volume; let the one that writes be the first");
    INTERACTIVE: ["job" "interactive"] "where it is `#true`" => Partial("is left out, for a schedule has no terminal; open one of the container in Dokploy");
    AT_ONCE: ["job before" "service"] "of a project for docker stack" => Partial("is left out: docker stack starts everything at once, and again what has ended; run it in the service's own start");
    NO_CONTAINER: ["job" "image"] "where it needs a container of its own" => Partial("is left out, for Dokploy's schedules run in a container that is there; say in SERVICE");
    LIKE: ["job" "like"] "" => Lowered("is the running container of that service, for Dokploy's schedules have none of their own");
    NO_COMMAND: ["job command" "words", "job command" "shell", "job command" "line"] "where none is said" => Partial("is left out, for it has no command, and the container runs its own already; say one");
    COMMAND: ["job command" "words", "job command" "shell", "job command" "line"] "where it holds an input or a secret" => Refused("can't hold an input or a secret, for its command stands in Dokploy as it is; give the service a variable with it, and read that");
    IN_UTC: ["job schedule" "time-zone"] "where none is said" => Lowered("counts in UTC, for no time zone is named");
}

/// Reports it.
pub(in super::super) fn check(stack: &Stack, report: &mut Report<'_>) {
    for plan in backup::plans(stack) {
        one_backup(&plan, stack, report);
    }
    for job in &stack.jobs {
        one_job(job, stack, report);
    }
}

fn one_backup(plan: &Plan<'_>, stack: &Stack, report: &mut Report<'_>) {
    let is_bucket = |store: &StorePlan<'_>| store.store.kind.value == StoreKind::S3;
    if !plan.stores.iter().any(is_bucket) {
        report.answer("backup", NO_BUCKET, plan.backup.name.span);
        return;
    }
    for store in &plan.stores {
        if is_bucket(store) {
            bucket(store, stack, report);
        } else {
            report.answer("store", OTHER, store.store.span);
        }
    }
    if let Some(schedule) = &plan.backup.schedule {
        let zone = stack.time_zone(schedule);
        let is_timed = matches!(schedule.when(), Ok(When::Calendar(_)));
        if schedule.is_at_login() {
            report.answer("schedule", LOGIN, schedule.login_span());
        }
        if is_timed && zone.is_none_or(|zone| !is_utc(&zone.0)) {
            report.answer("schedule", ZONE, schedule.span);
        }
    }
    kept(plan, report);
    for dump in &plan.dumps {
        database(plan, dump, stack, report);
    }
    volumes(plan, stack, report);
}

fn is_utc(zone: &str) -> bool {
    ["UTC", "Etc/UTC", "Etc/GMT", "GMT"].contains(&zone)
}

fn bucket(store: &StorePlan<'_>, stack: &Stack, report: &mut Report<'_>) {
    for name in store::KNOWN.iter().take(2) {
        let said = store
            .store
            .env
            .iter()
            .any(|pair| pair.key.get().is_some_and(|key| key.0 == *name));
        if !said {
            report.answer("store", KEYS, store.store.span);
            break;
        }
    }
    for pair in &store.store.env {
        let known = pair
            .key
            .get()
            .is_some_and(|key| store::KNOWN.contains(&key.0.as_str()));
        let text = pair
            .value
            .as_ref()
            .and_then(|text| store::text(text, stack));
        if !known {
            report.answer("env", UNKNOWN, pair.span);
        } else if text.is_none() {
            report.answer("env", PARTS, pair.span);
        }
    }
    if let Some(image) = &store.store.image {
        report.answer("image", IMAGE, image.span);
    }
}

fn kept(plan: &Plan<'_>, report: &mut Report<'_>) {
    let keep = plan.backup.keep.as_ref();
    let Some((count, keep)) = keep::count(keep, plan.backup.schedule.as_ref()).zip(keep) else {
        return;
    };
    let answer = if count.is_more { MORE } else { COUNT };
    report.answer("keep", answer, keep.span);
}

fn database(plan: &Plan<'_>, dump: &Dump<'_>, stack: &Stack, report: &mut Report<'_>) {
    let database = dump.database;
    let span = database.span;
    if value(&database.name, |line| &line.0, stack).is_none()
        || backups::metadata(dump, stack).is_none()
    {
        report.answer("database", NAMES, span);
    }
    let user = database.user.as_ref();
    if let Some(user) = user.filter(|_| database.engine.value == Engine::Mysql)
        && user.get().is_none_or(|user| user.0 != "root")
    {
        report.answer("user", USER, user.span);
    }
    if let Some(port) = &database.port {
        report.answer("port", PORT, port.span);
    }
    let Some(format) = &plan.backup.format else {
        if database.engine.value == Engine::Postgres {
            report.answer("database", CUSTOM, span);
        }
        return;
    };
    let is_postgres = database.engine.value == Engine::Postgres;
    if is_postgres && format.kind.value == DumpFormat::Sql
        || format
            .compress
            .is_some_and(|one| one.value == Compression::None)
    {
        report.answer("format", FORMAT, format.span);
    }
}

fn volumes(plan: &Plan<'_>, stack: &Stack, report: &mut Report<'_>) {
    let mut stopped = Vec::new();
    for volume in &plan.backup.volumes {
        let name = &volume.name.value.0;
        let holder = backups::holder(plan, name, stack);
        if holder.is_none() || backups::volume_name(name, stack).is_none() {
            report.answer("volume", VOLUME, volume.span);
        }
        stopped.extend(
            holder
                .filter(|(_, stops)| *stops)
                .map(|(service, _)| service),
        );
    }
    for stop in &plan.backup.stops {
        if !stopped.contains(&stop.service.value.0.as_str()) {
            report.answer("stop", STOP, stop.span);
        }
    }
}

fn one_job(job: &Job, stack: &Stack, report: &mut Report<'_>) {
    let at = job.name.span;
    if job.interactive.is_some_and(|flag| flag.value.0) {
        return report.answer("job", INTERACTIVE, at);
    }
    if !job.before.is_empty() {
        if is_swarm(stack) {
            report.answer("job", AT_ONCE, at);
        }
        return;
    }
    if jobs::container(job).is_none() {
        return report.answer(
            "image",
            NO_CONTAINER,
            job.image.as_ref().map_or(at, |image| image.span),
        );
    }
    if let Some(like) = &job.like {
        report.answer("like", LIKE, like.span);
    }
    if jobs::command(job).is_none() {
        let answer = if job.command.is_none() {
            NO_COMMAND
        } else {
            COMMAND
        };
        report.answer("job", answer, at);
    }
    schedule(job.schedule.as_ref(), stack, report);
}

fn schedule(schedule: Option<&Schedule>, stack: &Stack, report: &mut Report<'_>) {
    let Some(schedule) = schedule else { return };
    if schedule.is_at_login() {
        report.answer("schedule", LOGIN, schedule.login_span());
    }
    let is_timed = matches!(schedule.when(), Ok(When::Calendar(_)));
    if is_timed && stack.time_zone(schedule).is_none() {
        report.answer("schedule", IN_UTC, schedule.span);
    }
}
