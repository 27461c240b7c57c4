//! Two Compose files as Docker Compose understands them, up to the list of differences in `docs/targets/dokploy.md`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};
use stackc_golden_tests::{
    compose::Compose,
    golden::{self, Built},
};

/// Compares a case's output with that of the Compose target beside it.
pub(crate) fn judge(built: &Built, output: &Path) -> Result<(), String> {
    let compose = output.with_file_name("compose");
    let plan = fs::read_to_string(output.join("dokploy-api.json")).unwrap();
    let plan: Value = serde_json::from_str(&plan).unwrap();
    supply(built, output);
    let names = variables(&compose)
        .union(&variables(output))
        .cloned()
        .collect();
    let mut wanted = resolved(&compose, &names)?;
    let mut given = resolved(output, &names)?;
    let places = Places {
        stack: built.folders(),
        output: output.to_owned(),
        compose,
        mounts: mounts(&plan),
        is_git: plan.to_string().contains("\"sourceType\":\"git\""),
    };
    edge(&mut wanted, &given);
    beside(&mut wanted);
    for config in [&mut wanted, &mut given] {
        names_of_the_project(config);
        for service in services(config) {
            service.remove("container_name");
            places.mounts(service);
            places.profiles(service);
            files(service);
            labels(service);
        }
        let all = config.as_object_mut().unwrap();
        all.remove("secrets");
        all.remove("configs");
    }
    ports(&mut wanted, &mut given, &plan);
    let mut found = Vec::new();
    differences("", &wanted, &given, &mut found);
    if found.is_empty() {
        Ok(())
    } else {
        Err(found.join("\n"))
    }
}

/// Puts what the stack's folder holds where Dokploy has it: whoever deploys does.
fn supply(built: &Built, output: &Path) {
    let kept = output.join("../files");
    fs::create_dir_all(&kept).unwrap();
    for entry in fs::read_dir(built.folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() && name != "made" {
            golden::copy(&path, &kept.join(name));
        } else if path.is_file() {
            fs::copy(&path, kept.join(name)).unwrap();
        }
    }
    fs::copy(built.folder().join(".env"), output.join(".env")).unwrap();
}

/// Variables without a default at any of their uses: of what kind such a default is, `1` need not be.
fn variables(folder: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(folder.join("docker-compose.yml")).unwrap();
    let names = text.split("${").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let (name, operator) = rest.split_at_checked(end)?;
        let open = [":?", "?", "}", ":+", "+"];
        let open = open.iter().any(|start| operator.starts_with(start));
        (open && !name.is_empty()).then(|| name.to_owned())
    });
    let used = |name: &String, operator: &str| text.contains(&format!("${{{name}{operator}"));
    names
        .filter(|name| !used(name, ":-") || used(name, ":?") || used(name, "?"))
        .collect()
}

fn resolved(folder: &Path, names: &BTreeSet<String>) -> Result<Value, String> {
    let compose = Compose::new(folder, "docker-compose.yml")
        .env("HOME", "/root")
        .env_file("/dev/null")
        .all_profiles();
    let compose = names
        .iter()
        .fold(compose, |compose, name| compose.env(name, "1"));
    let answer = compose.config();
    answer
        .config
        .ok_or_else(|| format!("{}: {}", folder.display(), answer.stderr))
}

/// The paths of the plan's file mounts.
fn mounts(plan: &Value) -> Vec<String> {
    let steps = plan["steps"].as_array().unwrap();
    let paths = steps
        .iter()
        .filter_map(|step| step["id"].as_str()?.strip_prefix("mount "));
    paths.map(str::to_owned).collect()
}

/// Where things are that the two targets have in different places.
struct Places {
    /// The stack's folder and those above it.
    stack: Vec<PathBuf>,
    output: PathBuf,
    compose: PathBuf,
    mounts: Vec<String>,
    is_git: bool,
}

impl Places {
    /// Difference 1: a relative path is in the stack's folder, and in Dokploy below `../files`; `../…` is beside that.
    /// Difference 2: what is shipped is a file mount.
    fn mounts(&self, service: &mut Map<String, Value>) {
        let volumes = service.get_mut("volumes").and_then(Value::as_array_mut);
        for mount in volumes.into_iter().flatten() {
            if mount["type"] == "bind" {
                mount["source"] = json!(self.place(mount["source"].as_str().unwrap()));
            }
        }
        if let Some(build) = service.get_mut("build") {
            let context = build["context"].as_str().unwrap_or_default().to_owned();
            build["context"] = json!(self.place(&context));
        }
    }

    fn place(&self, path: &str) -> String {
        let below = |folder: &Path| {
            let rest = Path::new(path).strip_prefix(folder).ok()?;
            Some(rest.display().to_string())
        };
        let root = if self.is_git {
            self.stack[1].clone()
        } else {
            self.output.parent().unwrap().to_owned()
        };
        if let Some(rest) = below(&root.join("files")) {
            let shipped = |mount: &String| {
                let parents = Path::new(mount).ancestors();
                parents.into_iter().any(|parent| parent == Path::new(&rest))
            };
            let kind = if self.mounts.iter().any(shipped) {
                "file"
            } else {
                "stack"
            };
            return format!("{kind}:{rest}");
        }
        if let Some(rest) = below(&self.compose.join("files")) {
            return format!("file:{rest}");
        }
        // An input's relative default is beside the Compose file.
        if let Some(rest) = below(&self.compose) {
            return format!("stack:{rest}");
        }
        if !self.is_git
            && let Some(rest) = below(&root)
        {
            return format!("above:{rest}");
        }
        let mut folders = self.stack.iter();
        if let Some(rest) = folders.next().and_then(|folder| below(folder)) {
            return format!("stack:{rest}");
        }
        // `../files` of the stack is Dokploy's already.
        match folders.next().and_then(|folder| below(folder)) {
            Some(rest) => match rest.strip_prefix("files/") {
                Some(rest) => format!("stack:{rest}"),
                None => format!("above:{rest}"),
            },
            None => path.to_owned(),
        }
    }

    /// Docker Compose leaves a seccomp profile's path as it is written.
    #[expect(clippy::unused_self, reason = "one of the differences of places")]
    fn profiles(&self, service: &mut Map<String, Value>) {
        let options = service
            .get_mut("security_opt")
            .and_then(Value::as_array_mut);
        for option in options.into_iter().flatten() {
            let text = option.as_str().unwrap_or_default();
            if text.starts_with("seccomp=") && text.contains('/') {
                *option = json!(text.rsplit('/').next());
            }
        }
    }
}

fn services(config: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let services = config.get_mut("services").and_then(Value::as_object_mut);
    let services = services.into_iter().flat_map(|map| map.values_mut());
    services.filter_map(Value::as_object_mut)
}

/// Difference 3: Traefik is the edge.
fn edge(wanted: &mut Value, given: &Value) {
    let own = [
        ("services", ["nginx", "certbot", "certificates"].as_slice()),
        ("volumes", &["acme", "certificates"]),
        ("networks", &["default"]),
    ];
    for (section, names) in own {
        let Some(map) = wanted.get_mut(section).and_then(Value::as_object_mut) else {
            continue;
        };
        map.retain(|name, _| !given[section][name].is_null() || !names.contains(&name.as_str()));
        if map.is_empty() {
            wanted.as_object_mut().unwrap().remove(section);
        }
    }
}

/// Difference 8: backups and jobs are Dokploy's own, but for what runs before a service.
fn beside(wanted: &mut Value) {
    let ours = |service: &Value| {
        let profiles = service["profiles"].as_array();
        profiles.is_some_and(|all| all.iter().any(|one| one == "backup" || one == "jobs"))
    };
    if let Some(services) = wanted.get_mut("services").and_then(Value::as_object_mut) {
        services.retain(|_, service| !ours(service));
    }
    if let Some(volumes) = wanted.get_mut("volumes").and_then(Value::as_object_mut) {
        volumes.retain(|name, _| !name.starts_with("backup-"));
    }
}

/// Difference 4: Dokploy names the project, and by it the networks.
fn names_of_the_project(config: &mut Value) {
    let project = config["name"].as_str().unwrap().to_owned();
    config.as_object_mut().unwrap().remove("name");
    let networks = config.get_mut("networks").and_then(Value::as_object_mut);
    for (name, network) in networks.into_iter().flatten() {
        if network["name"] == format!("{project}_{name}") {
            network.as_object_mut().unwrap().remove("name");
        }
    }
}

/// Difference 5: secrets and files lie in the same places, whoever brings them there.
fn files(service: &mut Map<String, Value>) {
    let mut places: Vec<String> = Vec::new();
    for (key, folder) in [("configs", "/"), ("secrets", "/run/secrets/")] {
        let Some(Value::Array(items)) = service.remove(key) else {
            continue;
        };
        places.extend(items.iter().map(|item| {
            let source = item["source"].as_str().unwrap();
            let target = item["target"].as_str().unwrap_or(source);
            if target.starts_with('/') {
                target.to_owned()
            } else {
                format!("{folder}{target}")
            }
        }));
    }
    if let Some(Value::Array(volumes)) = service.get_mut("volumes") {
        volumes.retain(|volume| {
            let source = volume["source"].as_str().unwrap_or_default();
            let is_file = source.starts_with("file:");
            if is_file {
                places.push(volume["target"].as_str().unwrap().to_owned());
            }
            !is_file
        });
        if volumes.is_empty() {
            service.remove("volumes");
        }
    }
    places.sort();
    if !places.is_empty() {
        service.insert("files".to_owned(), Value::from(places));
    }
}

/// Difference 6: labels of Traefik.
fn labels(service: &mut Map<String, Value>) {
    if let Some(Value::Object(labels)) = service.get_mut("labels") {
        labels.retain(|key, _| !key.starts_with("traefik."));
        if labels.is_empty() {
            service.remove("labels");
        }
    }
}

/// Difference 7: a port that a site routes to, and one that Dokploy holds, is not published.
fn ports(wanted: &mut Value, given: &mut Value, plan: &Value) {
    let domains = plan["steps"].as_array().unwrap().iter();
    let routed: Vec<(Value, Value)> = domains
        .map(|step| &step["create"]["body"])
        .map(|body| (body["serviceName"].clone(), body["port"].clone()))
        .collect();
    let Some(all) = wanted.get_mut("services").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, service) in all {
        let kept = given["services"][name]["ports"].as_array().cloned();
        let kept = kept.unwrap_or_default();
        let mut gone = Vec::new();
        if let Some(ports) = service.get_mut("ports").and_then(Value::as_array_mut) {
            ports.retain(|port| {
                let target = &port["target"];
                let by_site = routed.contains(&(json!(name), target.clone()));
                let number = port["published"].as_str().unwrap_or_default();
                let mut held = number.split('-').map(|end| end.parse::<u32>().unwrap_or(0));
                let first = held.next().unwrap_or(0);
                let last = held.next().unwrap_or(first);
                let held = [80, 443, 3000]
                    .iter()
                    .any(|own| (first..=last).contains(own));
                let left = !kept.contains(port) && (by_site || held);
                if left {
                    gone.push(target.to_string());
                }
                !left
            });
            if ports.is_empty() {
                service.as_object_mut().unwrap().remove("ports");
            }
        }
        // They are told of instead.
        let Some(theirs) = given["services"].get_mut(name) else {
            continue;
        };
        for side in [service, theirs] {
            let Some(exposed) = side.get_mut("expose").and_then(Value::as_array_mut) else {
                continue;
            };
            exposed.retain(|port| {
                let number = port.as_str().unwrap().split(['/', '-']).next();
                !gone.iter().any(|gone| Some(gone.as_str()) == number)
            });
            if exposed.is_empty() {
                side.as_object_mut().unwrap().remove("expose");
            }
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
