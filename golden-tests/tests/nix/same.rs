//! Two Compose files as Docker Compose understands them, up to a list of differences that are meant.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

/// Where things are that the two targets have in different places.
pub(crate) struct Places {
    /// The Compose project.
    pub(crate) project: String,
    /// The stack's folder and those above it, the stack's first.
    pub(crate) folders: Vec<PathBuf>,
    /// The folder of the Compose target's files.
    pub(crate) compose: PathBuf,
}

/// Variables without a default at any of their uses: of what kind such a default is, `1` need not be.
pub(crate) fn variables(text: &str) -> BTreeSet<String> {
    let names = text.split("${").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let (name, operator) = rest.split_at_checked(end)?;
        let open = [":?", "?", "}", ":+", "+"]
            .iter()
            .any(|start| operator.starts_with(start));
        (open && !name.is_empty()).then(|| name.to_owned())
    });
    let used = |name: &String, operator: &str| text.contains(&format!("${{{name}{operator}"));
    names
        .filter(|name| !used(name, ":-") || used(name, ":?") || used(name, "?"))
        .collect()
}

/// `/nix/store/HASH-NAME` is what stands in place of the folder of the output's files.
fn out_of_store(text: &str, to: &str) -> String {
    let mut parts = text.split("/nix/store/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split_at_checked(33).map_or(part, |(_, name)| name);
        // The scripts of backups are a folder of their own.
        let is_backup = name.starts_with("backup:/scripts");
        out.push_str(if is_backup {
            to.trim_end_matches("files/")
        } else {
            to
        });
        out.push_str(name);
    }
    out
}

/// A text in which a path, and what is below it, is elsewhere.
fn moved(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let whole = !part.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_.".contains(c));
        out.push_str(if whole { to } else { from });
        out.push_str(part);
    }
    out
}

impl Places {
    /// Difference 1: relative paths are in the stack's folder, and on the host in `/var/lib/PROJECT`, the stack's folder being as
    /// far down in it as paths lead up.
    /// Difference 2: what is shipped lies beside the Compose file, and on the host in the store.
    pub(crate) fn localized(&self, text: &str, wanted: &str) -> String {
        let root = format!("/var/lib/{}", self.project);
        let ups = self.ups(wanted);
        let other = format!("{root}/stack-2");
        let name = if text.contains(&other) {
            "stack-2"
        } else {
            "stack"
        };
        let mut text = text.to_owned();
        for (up, folder) in self.folders.iter().take(ups + 1).enumerate() {
            let host = format!("{root}{}", format!("/{name}").repeat(ups - up));
            text = moved(&text, &host, &folder.display().to_string());
        }
        out_of_store(&text, &format!("{}/files/", self.compose.display()))
    }

    /// How many folders up a path of the stack leads.
    fn ups(&self, wanted: &str) -> usize {
        let counts = |folder: &Path| wanted.matches(&format!("{}", folder.display())).count();
        let outside = |up: usize| {
            let folders = self.folders.get(up - 1).zip(self.folders.get(up));
            folders.is_some_and(|(below, folder)| counts(folder) > counts(below))
        };
        (1..self.folders.len())
            .rev()
            .find(|up| outside(*up))
            .unwrap_or(0)
    }

    /// Compares what Docker Compose made of the Compose target's file and of the composition.
    pub(crate) fn compare(&self, mut wanted: Value, mut given: Value) -> Result<(), String> {
        self.edge(&mut wanted, &mut given);
        repositories(&mut wanted);
        wanted = breaks(&wanted);
        self.defaults(&mut wanted);
        self.unnamed(&mut wanted);
        for config in [&mut wanted, &mut given] {
            secrets(config);
            builds(config);
            capabilities(config);
            profiles(config);
            healthchecks(config);
        }
        ports(&mut wanted, &mut given);
        if wanted == given {
            return Ok(());
        }
        let mut found = Vec::new();
        differences("", &wanted, &given, &mut found);
        Err(found.join("\n"))
    }

    /// Difference 9: an input's relative default is beside the Compose file, and on the host in the stack's folder.
    fn defaults(&self, wanted: &mut Value) {
        let Some(folder) = self.folders.first() else {
            return;
        };
        for service in services(wanted) {
            let mounts = service.get_mut("volumes").and_then(Value::as_array_mut);
            for mount in mounts.into_iter().flatten() {
                let source = mount["source"].as_str().unwrap_or_default().to_owned();
                let beside = Path::new(&source).strip_prefix(&self.compose);
                if let Ok(beside) = beside
                    && !beside.starts_with("files")
                    && !beside.starts_with("backup")
                {
                    mount["source"] = json!(folder.join(beside));
                }
            }
        }
    }

    /// Difference 13: the stack's own folder and those above it are not named in the output, and have another name in the store.
    fn unnamed(&self, wanted: &mut Value) {
        let is_above = |value: &Value| {
            let path = value.as_str().map(Path::new);
            path.is_some_and(|path| self.folders.iter().any(|folder| folder == path))
        };
        for service in services(wanted) {
            let Some(build) = service.get_mut("build").and_then(Value::as_object_mut) else {
                continue;
            };
            if let Some(value) = build.get_mut("context").filter(|value| is_above(value)) {
                *value = json!("/source");
            }
            let others = build
                .get_mut("additional_contexts")
                .and_then(Value::as_object_mut);
            let others = others.into_iter().flat_map(|all| all.values_mut());
            others
                .filter(|value| is_above(value))
                .for_each(|value| *value = json!("/source"));
        }
    }

    /// Difference 3: the edge is nginx in containers, and on the host the host's own.
    fn edge(&self, wanted: &mut Value, given: &mut Value) {
        for section in ["services", "volumes", "networks", "secrets"] {
            let names: Vec<String> = keys(&given[section]);
            let Some(map) = wanted.get_mut(section).and_then(Value::as_object_mut) else {
                continue;
            };
            let edge = |name: &str| match section {
                "services" => ["nginx", "certbot", "certificates"].contains(&name),
                "volumes" => ["acme", "certificates"].contains(&name),
                "networks" => name == "default",
                _ => true,
            };
            map.retain(|name, _| names.contains(name) || !edge(name));
            if map.is_empty() {
                wanted.as_object_mut().unwrap().remove(section);
            }
        }
    }
}

/// Difference 11: a repository's client is the host's own restic, not a container.
fn repositories(wanted: &mut Value) {
    if let Some(services) = wanted.get_mut("services").and_then(Value::as_object_mut) {
        services.retain(|name, _| !(name.starts_with("backup-") && name.contains("-restic-")));
    }
}

/// Difference 12: U+0085 is a line break for Docker Compose where it stands as it is, as in arion's JSON.
fn breaks(value: &Value) -> Value {
    serde_json::from_str(&value.to_string().replace('\u{85}', " ")).unwrap()
}

fn keys(value: &Value) -> Vec<String> {
    value
        .as_object()
        .map(|map| map.keys().cloned().collect())
        .unwrap_or_default()
}

fn services(config: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let services = config.get_mut("services").and_then(Value::as_object_mut);
    services
        .into_iter()
        .flat_map(|map| map.values_mut())
        .filter_map(Value::as_object_mut)
}

/// Difference 4: a secret is a file of agenix, whoever keeps it under Compose; its owner and mode are that file's.
fn secrets(config: &mut Value) {
    if let Some(all) = config.get_mut("secrets").and_then(Value::as_object_mut) {
        for secret in all.values_mut().filter_map(Value::as_object_mut) {
            let own = secret
                .get("file")
                .and_then(Value::as_str)
                .is_some_and(|file| {
                    !file.contains("/secrets/") && !file.starts_with("/run/agenix/")
                });
            if !own {
                secret.remove("file");
                secret.remove("environment");
            }
        }
    }
    for service in services(config) {
        let Some(mounted) = service.get_mut("secrets").and_then(Value::as_array_mut) else {
            continue;
        };
        for mount in mounted.iter_mut().filter_map(Value::as_object_mut) {
            for key in ["uid", "gid", "mode"] {
                mount.remove(key);
            }
        }
    }
}

fn base_name(value: &mut Value) {
    if let Some(text) = value.as_str().filter(|text| text.starts_with('/')) {
        *value = json!(text.rsplit('/').next());
    }
}

/// Difference 5: what an image is built from is copied into the store, under the name of its folder.
fn builds(config: &mut Value) {
    for service in services(config) {
        let Some(build) = service.get_mut("build").and_then(Value::as_object_mut) else {
            continue;
        };
        build.get_mut("context").into_iter().for_each(base_name);
        if let Some(contexts) = build
            .get_mut("additional_contexts")
            .and_then(Value::as_object_mut)
        {
            contexts.values_mut().for_each(base_name);
        }
    }
}

/// Difference 6: arion sorts capabilities.
fn capabilities(config: &mut Value) {
    for service in services(config) {
        for key in ["cap_add", "cap_drop"] {
            if let Some(all) = service.get_mut(key).and_then(Value::as_array_mut) {
                all.sort_by_key(ToString::to_string);
            }
        }
    }
}

/// Difference 10: Docker Compose leaves a seccomp profile's path as it is written.
fn profiles(config: &mut Value) {
    for service in services(config) {
        let options = service
            .get_mut("security_opt")
            .and_then(Value::as_array_mut);
        for option in options.into_iter().flatten() {
            let text = option.as_str().unwrap_or_default();
            if text.starts_with("seccomp=") && text.contains('/') {
                *option = json!(format!(
                    "seccomp={}",
                    text.rsplit('/').next().unwrap_or_default()
                ));
            }
        }
    }
}

/// Difference 7: arion says the times of a healthcheck that Docker has without a word.
fn healthchecks(config: &mut Value) {
    for service in services(config) {
        let check = service
            .get_mut("healthcheck")
            .and_then(Value::as_object_mut);
        let Some(check) = check.filter(|check| check.contains_key("test")) else {
            continue;
        };
        let usual = [
            ("interval", json!("30s")),
            ("timeout", json!("30s")),
            ("start_period", json!("0s")),
            ("retries", json!(3)),
        ];
        for (key, value) in usual {
            check.entry(key).or_insert(value);
        }
    }
}

/// Difference 8: a port that a site leads to is published on the host's loopback, where it was only told of.
fn ports(wanted: &mut Value, given: &mut Value) {
    let Some(all) = given.get_mut("services").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, service) in all {
        let said = wanted["services"][name]["ports"].clone();
        let said = said.as_array().cloned().unwrap_or_default();
        let Some(ports) = service.get_mut("ports").and_then(Value::as_array_mut) else {
            continue;
        };
        let (kept, added): (Vec<Value>, Vec<Value>) = ports
            .drain(..)
            .partition(|port| said.contains(port) || port["host_ip"] != "127.0.0.1");
        if kept.is_empty() {
            service.as_object_mut().unwrap().remove("ports");
        } else {
            *ports = kept;
        }
        let told = &mut wanted["services"][name];
        let Some(exposed) = told.get_mut("expose").and_then(Value::as_array_mut) else {
            continue;
        };
        exposed.retain(|port| {
            added.iter().all(|added| {
                port.as_str().unwrap().parse() != Ok(added["target"].as_u64().unwrap())
            })
        });
        if exposed.is_empty() {
            told.as_object_mut().unwrap().remove("expose");
        }
    }
}

fn differences(place: &str, wanted: &Value, given: &Value, found: &mut Vec<String>) {
    match (wanted, given) {
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            for name in names {
                let side = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or_default();
                differences(&format!("{place}/{name}"), &side(one), &side(other), found);
            }
        }
        (one, other) if one == other => {}
        (one, other) => found.push(format!("{place}: {one} is wanted, and it is {other}")),
    }
}
