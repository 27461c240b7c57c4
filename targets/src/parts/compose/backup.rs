//! The containers of a backup, as services of a Compose file that are run once each.

use stackc_compiler::{atoms::words::StoreKind, model::Service};

use super::{
    Context,
    keys::{Absent, Keys, mapping},
    service,
    text::{Texts, double},
};
use crate::{
    parts::backup::{Dump, FILES_IMAGE, Plan, RCLONE_IMAGE, RESTIC_IMAGE, StorePlan},
    text::yaml::{Map, Number, Yaml},
};

/// The profile of the containers: no start brings them about.
const PROFILE: &str = "backup";
/// The folder of the scripts, in the output and in the containers.
const SCRIPTS: &str = "./backup:/scripts:ro";

/// The name of the container that packs and keeps files, and of the volume that all of them share.
#[must_use]
pub fn files_name(plan: &Plan<'_>) -> String {
    format!("backup-{}", plan.backup.name.value.0)
}

/// The name of the container that dumps a database.
#[must_use]
pub fn dump_name(plan: &Plan<'_>, dump: &Dump<'_>) -> String {
    format!("{}-{}", files_name(plan), dump.service.name.value.0)
}

/// The name of the container that keeps copies in a store: folders are the business of the one for files.
#[must_use]
pub fn store_name(plan: &Plan<'_>, store: &StorePlan<'_>) -> String {
    match store.store.kind.value {
        StoreKind::Local => files_name(plan),
        kind => format!("{}-{}-{}", files_name(plan), kind.word(), store.number),
    }
}

/// All containers of a backup, by name.
#[must_use]
pub fn backup_services(plan: &Plan<'_>, context: Context<'_>) -> Vec<(String, Map)> {
    let mut services = vec![(files_name(plan), files(plan, context))];
    for dump in &plan.dumps {
        services.push((dump_name(plan, dump), database(plan, dump, context)));
    }
    for store in &plan.stores {
        if store.store.kind.value != StoreKind::Local {
            services.push((store_name(plan, store), client(plan, store, context)));
        }
    }
    services
}

/// What all of them have.
fn container(image: Vec<(&str, Yaml)>, script: &str) -> Map {
    let mut map: Map = image.into_iter().collect();
    map.set("profiles", Yaml::words([PROFILE]));
    map.set(
        "entrypoint",
        Yaml::words(["/bin/sh", &format!("/scripts/{script}")]),
    );
    // The shared volume is root's, and every file can be read.
    map.set("user", Yaml::text("0:0"));
    map
}

fn finish(map: &mut Map, environment: Map, volumes: Vec<Yaml>) {
    if !environment.is_empty() {
        map.set("environment", environment);
    }
    map.set("volumes", volumes);
    map.set("security_opt", Yaml::words(["no-new-privileges:true"]));
    map.set("restart", Yaml::text("no"));
}

fn shared(plan: &Plan<'_>) -> Vec<Yaml> {
    vec![
        Yaml::text(SCRIPTS),
        Yaml::text(format!("{}:/work", files_name(plan))),
    ]
}

fn keep(plan: &Plan<'_>) -> Map {
    let keep = plan.keep().into_iter();
    keep.map(|(name, count)| (name, Yaml::text(count.to_string())))
        .collect()
}

fn bind(store: &StorePlan<'_>, context: Context<'_>) -> Option<Yaml> {
    let path = context.path(store.folder()?, store.store.place.span);
    Some(Yaml::text(format!(
        "{}:/stores/{}",
        double(&path),
        store.number
    )))
}

fn files(plan: &Plan<'_>, context: Context<'_>) -> Map {
    let mut map = container(vec![("image", Yaml::text(FILES_IMAGE))], "files.sh");
    map.set("network_mode", Yaml::text("none"));
    let mut volumes = shared(plan);
    for volume in &plan.backup.volumes {
        let name = &volume.name.value.0;
        volumes.push(Yaml::text(format!("{name}:/volumes/{name}")));
    }
    let local = plan
        .stores
        .iter()
        .filter(|store| store.store.kind.value == StoreKind::Local);
    let folders: Vec<Yaml> = local.filter_map(|store| bind(store, context)).collect();
    let mut environment = keep(plan);
    if !folders.is_empty() {
        environment.set("FOLDER", Yaml::text(plan.copies(&context.stack.project)));
    }
    volumes.extend(folders);
    finish(&mut map, environment, volumes);
    map
}

/// The dump runs in the image of the database and in its networks.
fn database(plan: &Plan<'_>, dump: &Dump<'_>, context: Context<'_>) -> Map {
    let texts = Texts::new(context.stack);
    let of_service = service(dump.service, context);
    let own = |key: &'static str| Some((key, of_service.get(key)?.clone()));
    let image = ["image", "build", "platform"].into_iter().filter_map(own);
    let mut map = container(image.collect(), "database.sh");
    if let Some((key, mode)) = own("network_mode") {
        map.set(key, mode);
    }
    let networks = dump.service.networks.iter();
    let networks: Vec<Yaml> = networks
        .map(|one| Yaml::text(one.name.value.0.clone()))
        .collect();
    if !networks.is_empty() {
        map.set("networks", networks);
    }
    let database = dump.database;
    let mut keys = Keys::new(texts);
    keys.map
        .set("ENGINE", Yaml::text(database.engine.value.word()));
    keys.map.set("HOST", Yaml::text(host(dump.service)));
    keys.map.set("PORT", Yaml::from(Number::from(dump.port())));
    keys.value("DATABASE", Some(&database.name));
    match &database.user {
        Some(user) => keys.value("DATABASE_USER", Some(user)),
        None => keys.map.set("DATABASE_USER", Yaml::text(dump.usual_user())),
    }
    if let Some(password) = &database.password {
        let path = format!("/run/secrets/{}", password.name);
        keys.map.set("PASSWORD_FILE", Yaml::text(path));
        map.set("secrets", Yaml::words([password.name.clone()]));
    }
    keys.map.set("FORMAT", Yaml::text(dump.format.word()));
    keys.map.set("COMPRESS", Yaml::text(dump.compress.word()));
    finish(&mut map, keys.map, shared(plan));
    map
}

/// Where the service is reached from a container in its networks.
fn host(service: &Service) -> String {
    match service.network_mode {
        Some(_) => "127.0.0.1".to_owned(),
        None => service.name.value.0.clone(),
    }
}

/// The client of a bucket or a repository.
fn client(plan: &Plan<'_>, store: &StorePlan<'_>, context: Context<'_>) -> Map {
    let texts = Texts::new(context.stack);
    let restic = store.store.kind.value == StoreKind::Restic;
    let (usual, script) = if restic {
        (RESTIC_IMAGE, "restic.sh")
    } else {
        (RCLONE_IMAGE, "s3.sh")
    };
    let image = store.store.image.as_ref();
    let image = image.map_or_else(|| Yaml::text(usual), |image| texts.yaml(image));
    let mut map = container(vec![("image", image)], script);
    let mut environment = keep(plan);
    let folder = bind(store, context);
    if restic {
        let place = match &folder {
            Some(_) => format!("/stores/{}", store.number),
            None => double(&store.store.place.value.0),
        };
        environment.set("RESTIC_REPOSITORY", Yaml::text(place));
        environment.set("TAG", Yaml::text(plan.tag(&context.stack.project)));
    } else if let Some(bucket) = store.store.bucket() {
        environment.set(
            "BUCKET",
            Yaml::text(double(bucket.path.trim_end_matches('/'))),
        );
        environment.set("FOLDER", Yaml::text(plan.copies(&context.stack.project)));
        if let Some(endpoint) = bucket.endpoint {
            environment.set("ENDPOINT", Yaml::text(double(endpoint)));
        }
    }
    if let Some(password) = &store.store.password {
        let path = format!("/run/secrets/{}", password.name);
        environment.set("RESTIC_PASSWORD_FILE", Yaml::text(path));
        map.set("secrets", Yaml::words([password.name.clone()]));
    }
    let env = mapping(
        texts,
        &store.store.env,
        |value| texts.secret_text(value),
        Absent::Null,
    );
    if let Some(Yaml::Map(env)) = env {
        for entry in env.entries() {
            environment.put(entry.clone());
        }
    }
    let volumes = shared(plan).into_iter().chain(folder).collect();
    finish(&mut map, environment, volumes);
    map
}
