//! The Compose file: that of the adapted stack, in the forms that Dokploy's own changes leave intact.

use stackc_compiler::{
    atoms::Line,
    model::Service,
    resolve::{Stack, join, relative},
    template::{Expr, Value},
};

use super::{
    adapt,
    delivery::{self, Delivery, FILES},
    ingress::Ingress,
    maps::{append, each, inside, relist},
    scalars, swarm, template, variables,
};
use crate::{
    parts::compose::{self, Context, FILES_LABEL, Texts},
    text::yaml::{Map, Yaml, replace},
};

/// Mappings of a service that are lists of `KEY=value` here.
const LISTS: [&str; 4] = ["environment", "labels", "annotations", "sysctls"];
/// Mappings in a build that are.
const BUILD_LISTS: [&str; 2] = ["args", "labels"];

/// The document.
pub(super) fn document(stack: &Stack, back: &str, ingress: &Ingress) -> Map {
    let adapted = adapt::stack(stack, ingress);
    // A text that Dokploy holds lies in a folder of its own, beside that of the file mounts.
    let back = if super::is_git(stack) { back } else { "" };
    let written = compose::compose_file(Context {
        stack: &adapted,
        back,
    });
    let mut document = Map::spaced();
    for entry in written.entries() {
        let value = match entry.key.as_str() {
            // Dokploy names the project.
            "name" => continue,
            "services" => {
                let mut services = services(&entry.value, stack, back, ingress);
                jobs(&mut services, &adapted, stack, back);
                services
            }
            "volumes" => named_volumes(&entry.value, stack),
            _ => labelled(&entry.value),
        };
        document.put(entry.with(with_tab(&scalars::safe(&value), stack)));
    }
    document
}

fn services(value: &Yaml, stack: &Stack, back: &str, ingress: &Ingress) -> Yaml {
    each(value, |name, map| match stack.service(name) {
        Some(service) => self::service(map, service, stack, back, ingress),
        None => map.clone(),
    })
}

/// Adds what runs once before a service starts.
fn jobs(services: &mut Yaml, adapted: &Stack, stack: &Stack, back: &str) {
    let Yaml::Map(services) = services else {
        return;
    };
    for job in &stack.jobs {
        let Some(mut map) = compose::job(
            job,
            Context {
                stack: adapted,
                back,
            },
        ) else {
            continue;
        };
        let like = job.like.as_ref();
        if let Some(like) = like.and_then(|like| stack.service(&like.value.0)) {
            let mounts = file_mounts(like, stack, &files_folder(back));
            if !mounts.is_empty() {
                append(&mut map, "volumes", mounts);
            }
        }
        for key in LISTS {
            relist(&mut map, key);
        }
        if let Some(like) = like.and_then(|like| stack.service(&like.value.0)) {
            let once = compose::alike(job, like, stack);
            add_files_label(&mut map, &once, stack, back);
        }
        services.set_from(job.name.value.0.clone(), map, job.span);
    }
}

fn service(map: &Map, service: &Service, stack: &Stack, back: &str, ingress: &Ingress) -> Map {
    let mut map = map.clone();
    let mounts = file_mounts(service, stack, &files_folder(back));
    if !mounts.is_empty() {
        append(&mut map, "volumes", mounts);
    }
    for key in LISTS {
        relist(&mut map, key);
    }
    inside(&mut map, "build", &BUILD_LISTS);
    inside(&mut map, "deploy", &["labels"]);
    add_labels(&mut map, service, stack, back, ingress);
    if super::is_swarm(stack) {
        swarm::lower(&mut map);
    }
    map
}

/// The label of the files. That of those that are left in the Compose file gives way to that of all.
fn add_files_label(map: &mut Map, service: &Service, stack: &Stack, back: &str) {
    let Some(hash) = files_hash(service, stack, back) else {
        return;
    };
    let part = |item: &Yaml| matches!(item, Yaml::Text(text) if text.starts_with(FILES_LABEL));
    if let Some(Yaml::List(known)) = map.get("labels") {
        let others: Vec<Yaml> = known.iter().filter(|item| !part(item)).cloned().collect();
        map.change("labels", others);
    }
    append(
        map,
        "labels",
        vec![Yaml::text(format!("{FILES_LABEL}={hash}"))],
    );
}

fn add_labels(map: &mut Map, service: &Service, stack: &Stack, back: &str, ingress: &Ingress) {
    add_files_label(map, service, stack, back);
    let name = &service.name.value.0;
    let own = ingress.middlewares.all.iter();
    let labels: Vec<Yaml> = own
        .filter(|middleware| middleware.service == *name)
        .flat_map(|middleware| {
            let prefix = format!("traefik.http.middlewares.{}", middleware.name);
            middleware.options.iter().map(move |(key, value)| {
                Yaml::text(format!("{prefix}.{key}={value}").replace('$', "$$"))
            })
        })
        .collect();
    if labels.is_empty() {
        return;
    }
    if !super::is_swarm(stack) {
        append(map, "labels", labels);
        return;
    }
    let mut deploy = match map.get("deploy") {
        Some(Yaml::Map(deploy)) => deploy.clone(),
        _ => Map::new(),
    };
    append(&mut deploy, "labels", labels);
    map.change("deploy", deploy);
}

/// The hash over a service's files, as the Compose target has it.
fn files_hash(service: &Service, stack: &Stack, back: &str) -> Option<String> {
    let whole = compose::service(service, Context { stack, back });
    match whole.get("labels")? {
        Yaml::Map(labels) => match labels.get(FILES_LABEL)? {
            Yaml::Text(hash) => Some(hash.clone()),
            _ => None,
        },
        Yaml::List(items) => items.iter().find_map(|item| match item {
            Yaml::Text(text) => {
                let hash = text.strip_prefix(FILES_LABEL)?.strip_prefix('=')?;
                Some(hash.to_owned())
            }
            _ => None,
        }),
        _ => None,
    }
}

/// The folder of file mounts as the Compose file sees it, whose repository has the stack's folder for its root.
fn files_folder(back: &str) -> String {
    relative("", &join(back, FILES))
}

/// Files and secrets that are file mounts.
fn file_mounts(service: &Service, stack: &Stack, folder: &str) -> Vec<Yaml> {
    let mut mounts = Vec::new();
    for mount in &service.files {
        let name = &mount.name.value.0;
        let file = stack.file(name);
        if file.is_some_and(|file| matches!(delivery::of(file, stack), Delivery::Mounts(_))) {
            let to = path(mount.to.as_ref(), "/", name, stack);
            mounts.push(bind(&format!("{folder}/{name}"), &to, true));
        }
    }
    let implied = stack
        .implied_secrets
        .iter()
        .filter(|(owner, _)| *owner == service.name.value.0)
        .map(|(_, name)| (name, None));
    let said = service
        .secrets
        .iter()
        .map(|mount| (&mount.name.value.0, mount.to.as_ref()));
    for (name, to) in said.chain(implied) {
        let secret = stack.secret(name);
        if secret.is_some_and(|secret| delivery::is_file(secret, stack)) {
            let to = path(to, "/run/secrets/", name, stack);
            let source = format!("{folder}/{}", template::secret_path(name));
            mounts.push(bind(&source, &to, super::is_swarm(stack)));
        }
    }
    mounts
}

/// The path of a mount in the container.
fn path(to: Option<&Value<Line>>, folder: &str, name: &str, stack: &Stack) -> String {
    let text = match to.map(|to| &to.expr) {
        None => name.to_owned(),
        Some(Expr::Known(path)) => path.0.replace('$', "$$"),
        Some(Expr::Deferred(template)) => Texts::new(stack).template(template),
    };
    if text.starts_with(['/', '$']) {
        text
    } else {
        format!("{folder}{text}")
    }
}

/// A bind that can only be read; without `missing` a source that isn't there is a fault.
fn bind(source: &str, to: &str, missing: bool) -> Yaml {
    if missing && !to.contains([':', '$']) {
        return Yaml::text(format!("{source}:{to}:ro"));
    }
    let mut map: Map = [("type", "bind"), ("source", source), ("target", to)]
        .into_iter()
        .collect();
    map.set("read_only", true);
    if !missing {
        let options: Map = [("create_host_path", false)].into_iter().collect();
        map.set("bind", options);
    }
    Yaml::from(map)
}

/// Labels of networks, secrets and configs.
fn labelled(value: &Yaml) -> Yaml {
    each(value, |_, map| {
        let mut map = map.clone();
        relist(&mut map, "labels");
        map
    })
}

/// Volumes with the names that they have on every target: Dokploy would put a random one before them.
fn named_volumes(value: &Yaml, stack: &Stack) -> Yaml {
    each(value, |name, map| {
        let mut map = map.clone();
        relist(&mut map, "labels");
        if map.get("name").is_none() && map.get("external").is_none() {
            map.set("name", Yaml::text(format!("{}_{name}", stack.project)));
        }
        map
    })
}

/// What a missing variable says: here it is set in the Environment tab.
fn with_tab(value: &Yaml, stack: &Stack) -> Yaml {
    let names: Vec<String> = variables::of(stack)
        .into_iter()
        .map(|one| one.name)
        .collect();
    replace(value, &|text| {
        names.iter().fold(text.to_owned(), |text, name| {
            let said = format!("{{{name}:?set {name} in .env}}");
            text.replace(
                &said,
                &format!("{{{name}:?set {name} in the Environment tab}}"),
            )
        })
    })
}
