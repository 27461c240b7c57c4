//! `arion-compose.nix`: the Compose document as arion's modules take it.

use stackc_compiler::artifact::Origin;

use super::{
    convert::{self, bare},
    plan::Plan,
    service,
};
use crate::text::{
    nix::{Attrs, Nix},
    yaml::{Map, Yaml},
};

/// The composition of a document.
pub(super) fn composition(document: &Map, plan: &Plan<'_>) -> Attrs {
    let mut all = Attrs::new();
    all.put(["project", "name"], plan.project());
    all.put(["enableDefaultNetwork"], false);
    all.comment(["Compose's own default network has the same name on every target."]);
    for (name, map, origin) in entries(document.get("services")) {
        all.section(["services", name], service::service(map, plan))
            .come_from(origin, &[]);
    }
    for (name, map, origin) in entries(document.get("networks")) {
        all.section(["networks", name], convert::map(map))
            .come_from(origin, &[]);
    }
    for (name, map, origin) in entries(document.get("volumes")) {
        all.section(["docker-compose", "volumes", name], convert::map(map))
            .come_from(origin, &[]);
    }
    let raw = raw(document, plan);
    if !raw.is_empty() {
        all.section(["docker-compose", "raw"], raw);
    }
    all
}

/// The entries of a section, with the places that they come from; one without a mapping has an empty one.
pub(super) fn entries(section: Option<&Yaml>) -> Vec<(&str, &Map, Origin)> {
    static EMPTY: std::sync::LazyLock<Map> = std::sync::LazyLock::new(Map::new);
    let Some(Yaml::Map(section)) = section.map(bare) else {
        return Vec::new();
    };
    section
        .entries()
        .iter()
        .map(|entry| match bare(&entry.value) {
            Yaml::Map(map) => (entry.key.as_str(), map, entry.origin),
            _ => (entry.key.as_str(), &*EMPTY, entry.origin),
        })
        .collect()
}

/// What arion has no options for: one set, since of two only one would be left.
fn raw(document: &Map, plan: &Plan<'_>) -> Attrs {
    let mut all = Attrs::new();
    for entry in document.entries() {
        match entry.key.as_str() {
            "name" | "services" | "networks" | "volumes" => {}
            "secrets" => all.set("secrets", secrets(&entry.value, plan)),
            "configs" => all.set("configs", configs(&entry.value)),
            key => {
                all.set(key, convert::value(&entry.value));
                all.come_from(entry.origin, &entry.items);
            }
        }
    }
    all
}

/// Where the host has each secret as a file.
fn secrets(section: &Yaml, plan: &Plan<'_>) -> Attrs {
    let mut all = Attrs::new();
    for (name, map, origin) in entries(Some(section)) {
        let mut set = convert::map(map);
        if let Some(path) = plan.secret_path(name) {
            set = Attrs::new();
            set.set("file", path);
            for entry in map.entries() {
                if !matches!(entry.key.as_str(), "file" | "environment") {
                    set.set(entry.key.clone(), convert::value(&entry.value));
                }
            }
        }
        all.set(name, set);
        all.come_from(origin, &[]);
    }
    all
}

fn configs(section: &Yaml) -> Attrs {
    let mut all = Attrs::new();
    for (name, map, origin) in entries(Some(section)) {
        let one = map.entries().iter().map(|entry| {
            let stored = match bare(&entry.value) {
                Yaml::Text(text) if entry.key == "file" => convert::shipped(text),
                _ => None,
            };
            (
                entry.key.clone(),
                stored.unwrap_or_else(|| convert::value(&entry.value)),
            )
        });
        all.set(name, Nix::Set(one.collect()));
        all.come_from(origin, &[]);
    }
    all
}
