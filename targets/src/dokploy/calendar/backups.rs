//! Backups of databases and volumes.

use serde_json::{Value, json};
use stackc_compiler::{
    atoms::words::Engine,
    model::{Mount, Service},
    resolve::Stack,
};

use super::{cron, keep, store, value};
use crate::{
    dokploy::{
        api::{Call, Find, Step},
        steps::step,
    },
    parts::backup::{self, Dump, Plan, StorePlan},
};

/// Destinations, and what is copied to each.
pub(super) fn steps(stack: &Stack) -> Vec<Step> {
    let mut steps = Vec::new();
    for plan in backup::plans(stack) {
        for one in store::buckets(&plan) {
            let Some(destination) = store::destination(&plan, one, stack) else {
                continue;
            };
            steps.push(destination);
            steps.extend(
                plan.dumps
                    .iter()
                    .filter_map(|dump| database(&plan, dump, one, stack)),
            );
            let volumes = plan.backup.volumes.iter();
            let volumes = volumes.map(|volume| &volume.name.value.0);
            steps.extend(volumes.filter_map(|name| volume(&plan, name, one, stack)));
        }
    }
    steps
}

/// A body with a few fields more.
fn with(body: &Value, more: &[(&str, Value)]) -> Value {
    let mut body = body.clone();
    if let Some(object) = body.as_object_mut() {
        for (key, value) in more {
            object.insert((*key).to_owned(), value.clone());
        }
    }
    body
}

/// What Dokploy needs to reach a database, by its engine.
pub(super) fn metadata(dump: &Dump<'_>, stack: &Stack) -> Option<Value> {
    let database = dump.database;
    let user = match &database.user {
        Some(user) => value(user, |line| &line.0, stack)?,
        None => json!(dump.usual_user()),
    };
    let password = match &database.password {
        Some(password) => json!({ "$secret": stack.secret(&password.name)?.variable() }),
        None => json!(""),
    };
    Some(match database.engine.value {
        Engine::Postgres => json!({ "postgres": { "databaseUser": user } }),
        Engine::Mysql => json!({ "mysql": { "databaseRootPassword": password } }),
        Engine::Mariadb => {
            json!({ "mariadb": { "databaseUser": user, "databasePassword": password } })
        }
    })
}

fn database(
    plan: &Plan<'_>,
    dump: &Dump<'_>,
    store: &StorePlan<'_>,
    stack: &Stack,
) -> Option<Step> {
    let (schedule, enabled) = cron(plan.backup.schedule.as_ref());
    let service = &dump.service.name.value.0;
    let prefix = store::prefix(plan, store, service);
    let destination = step(&store::id(plan, store, stack));
    let kept = keep::count(plan.backup.keep.as_ref(), plan.backup.schedule.as_ref());
    let id = format!(
        "backup {}-{service}-{}",
        plan.backup.name.value.0, store.number
    );
    let fields = json!({
        "serviceName": service,
        "databaseType": dump.database.engine.value.word(),
        "database": value(&dump.database.name, |line| &line.0, stack)?,
        "schedule": schedule,
        "enabled": enabled,
        "prefix": prefix,
        "destinationId": destination,
        "keepLatestCount": kept.map_or(0, |kept| kept.copies),
        "metadata": metadata(dump, stack)?,
    });
    let create = with(
        &fields,
        &[
            ("backupType", json!("compose")),
            ("composeId", step("compose")),
        ],
    );
    let update = with(&fields, &[("backupId", step(&id))]);
    Some(Step::ensure(
        id,
        Find {
            get: "compose.one",
            query: json!({ "composeId": step("compose") }),
            list: "backups",
            r#where: json!({
                "serviceName": service,
                "prefix": prefix,
                "destinationId": destination,
            }),
            id: "backupId",
        },
        Call {
            post: "backup.create",
            body: create,
            id: None,
        },
        Some(Call {
            post: "backup.update",
            body: update,
            id: None,
        }),
    ))
}

/// The service whose volume it is, and whether it is stopped: that of `stop`, or the first one that mounts it.
pub(super) fn holder<'a>(
    plan: &Plan<'a>,
    volume: &str,
    stack: &'a Stack,
) -> Option<(&'a str, bool)> {
    let mounts = |service: &&Service| {
        service.mounts.iter().any(|mount| match mount {
            Mount::Volume(mount) => {
                let name = mount.name.as_ref().and_then(|name| name.get());
                name.is_some_and(|name| name.0 == volume)
            }
            Mount::Bind(_) | Mount::Tmpfs(_) | Mount::Other(_) => false,
        })
    };
    let name = |service: &'a Service| service.name.value.0.as_str();
    let mounted: Vec<&str> = stack.services.iter().filter(mounts).map(name).collect();
    let mut stops = plan
        .backup
        .stops
        .iter()
        .map(|stop| stop.service.value.0.as_str());
    let of_both = stops.clone().find(|stop| mounted.contains(stop));
    match of_both.or_else(|| stops.next()) {
        Some(stop) => Some((stop, true)),
        None => Some((mounted.first()?, false)),
    }
}

fn volume(plan: &Plan<'_>, volume: &str, store: &StorePlan<'_>, stack: &Stack) -> Option<Step> {
    let (schedule, enabled) = cron(plan.backup.schedule.as_ref());
    let (service, is_stopped) = holder(plan, volume, stack)?;
    let kept = keep::count(plan.backup.keep.as_ref(), plan.backup.schedule.as_ref());
    let name = format!("{}-{volume}-{}", plan.backup.name.value.0, store.number);
    let id = format!("volume backup {name}");
    let fields = json!({
        "name": name,
        "volumeName": volume_name(volume, stack)?,
        "prefix": store::prefix(plan, store, volume),
        "cronExpression": schedule,
        "enabled": enabled,
        "destinationId": step(&store::id(plan, store, stack)),
        "serviceType": "compose",
        "composeId": step("compose"),
        "serviceName": service,
        "turnOff": is_stopped,
        "keepLatestCount": kept.map_or(0, |kept| kept.copies),
    });
    let update = with(&fields, &[("volumeBackupId", step(&id))]);
    Some(Step::ensure(
        id,
        Find {
            get: "volumeBackups.list",
            query: json!({ "id": step("compose"), "volumeBackupType": "compose" }),
            list: "",
            r#where: json!({ "name": name }),
            id: "volumeBackupId",
        },
        Call {
            post: "volumeBackups.create",
            body: fields,
            id: Some("volumeBackupId"),
        },
        Some(Call {
            post: "volumeBackups.update",
            body: update,
            id: None,
        }),
    ))
}

/// The name of a volume on the host: the Compose file says it.
pub(super) fn volume_name(volume: &str, stack: &Stack) -> Option<Value> {
    let declared = stack
        .volumes
        .iter()
        .find(|declared| declared.name.value.0 == volume)?;
    match &declared.host_name {
        Some(name) => value(name, |line| &line.0, stack),
        None if declared.external.is_some() => Some(json!(volume)),
        None => Some(json!(format!("{}_{volume}", stack.project))),
    }
}
