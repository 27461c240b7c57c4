//! What the Dokploy target makes is what Docker Compose makes of the Compose target, but for what Dokploy does itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use stackc_golden_tests::{compose::Compose, stackc};

/// Every folder with Dokploy's files in the golden cases.
fn outputs() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![stackc::repository().join("golden-tests/build")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.join("import.b64").is_file() {
                found.push(path.clone());
            }
            if path.is_dir() {
                waiting.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() >= 5, "{found:?}");
    found
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The variables of the Environment tab, each with a value of its own.
fn variables(folder: &Path) -> Vec<(String, String)> {
    let plan: Value = serde_json::from_str(&text(folder, "dokploy-api.json")).unwrap();
    let steps = plan["steps"].as_array().unwrap();
    let saved = steps
        .iter()
        .find(|step| step["run"]["post"] == "compose.saveEnvironment")
        .unwrap();
    saved["run"]["body"]["env"]["$dotenv"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["required"] == true)
        .map(|line| {
            let name = line["name"].as_str().unwrap();
            (name.to_owned(), format!("value of {name}"))
        })
        .collect()
}

fn is_swarm(folder: &Path) -> bool {
    text(folder, "dokploy-api.json").contains("\"composeType\": \"stack\"")
}

/// What docker compose understands, in a folder as Dokploy has it.
fn config(folder: &Path, variables: &[(String, String)]) -> Value {
    let place = tempfile::tempdir().unwrap();
    let code = place.path().join("code");
    fs::create_dir(&code).unwrap();
    fs::write(
        code.join("docker-compose.yml"),
        text(folder, "docker-compose.yml"),
    )
    .unwrap();
    let mut compose = Compose::new(&code, "docker-compose.yml");
    for (name, value) in variables {
        compose = compose.env(name, value);
    }
    let answer = compose.config();
    assert!(answer.accepted(), "{}: {}", folder.display(), answer.stderr);
    let known = answer.config.unwrap().to_string();
    let root = fs::canonicalize(place.path()).unwrap();
    let known = known.replace(root.to_str().unwrap(), "/dokploy");
    serde_json::from_str(&known.replace(place.path().to_str().unwrap(), "/dokploy")).unwrap()
}

#[test]
fn docker_compose_accepts_every_file() {
    for folder in outputs().iter().filter(|folder| !is_swarm(folder)) {
        config(folder, &variables(folder));
    }
}

#[test]
fn an_import_holds_the_two_files() {
    for folder in outputs() {
        let blob = text(&folder, "import.b64");
        let line = blob.strip_suffix('\n').unwrap();
        let json: Value = serde_json::from_slice(&STANDARD.decode(line).unwrap()).unwrap();
        assert_eq!(json["compose"], text(&folder, "docker-compose.yml"));
        assert_eq!(json["config"], text(&folder, "template.toml"));
    }
}

#[test]
fn a_template_has_every_domain_mount_and_variable_of_the_plan() {
    for folder in outputs() {
        let template: toml::Table = toml::from_str(&text(&folder, "template.toml")).unwrap();
        let plan: Value = serde_json::from_str(&text(&folder, "dokploy-api.json")).unwrap();
        let steps = plan["steps"].as_array().unwrap();
        let named = |start: &str| -> Vec<String> {
            steps
                .iter()
                .filter_map(|step| step["id"].as_str()?.strip_prefix(start))
                .map(str::to_owned)
                .collect()
        };
        let list = |key: &str| -> Vec<toml::Value> {
            let items = template["config"].get(key).and_then(|list| list.as_array());
            items.cloned().unwrap_or_default()
        };
        let domains: Vec<String> = list("domains")
            .iter()
            .map(|one| {
                format!(
                    "{}{}",
                    one["host"].as_str().unwrap(),
                    one["path"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(domains, named("domain "));
        let compose = text(&folder, "docker-compose.yml");
        let mounts = named("mount ");
        for mount in list("mounts") {
            let path = mount["filePath"].as_str().unwrap();
            assert!(mounts.iter().any(|known| known == path), "{path}");
            let bound = path.split('/').next().unwrap();
            assert!(compose.contains(&format!("../files/{bound}")), "{path}");
            if !path.starts_with("secrets/") {
                let file = text(&folder, &format!("files/{path}"));
                assert_eq!(mount["content"].as_str(), Some(file.as_str()));
            }
        }
    }
}

/// Takes out of both what the list of differences names; see docs/targets/dokploy.md.
fn without_differences(mut config: Value) -> Value {
    config.as_object_mut().unwrap().remove("name");
    // What the edge of the Compose target brings.
    let services = config["services"].as_object_mut().unwrap();
    for own in ["nginx", "certbot", "certificates"] {
        services.remove(own);
    }
    for service in services.values_mut().filter_map(Value::as_object_mut) {
        service.remove("container_name");
        without_routed_ports(service);
        without_files(service);
        without_labels(service);
    }
    let joins = |service: &Value| service["networks"].get("default").is_some();
    let is_joined = services.values().any(joins);
    let all = config.as_object_mut().unwrap();
    if let Some(networks) = all.get_mut("networks").and_then(Value::as_object_mut) {
        // What renews the certificates may be alone in it.
        networks.retain(|name, _| name != "default" || is_joined);
    }
    // Networks are named by the project, whose name Dokploy chooses.
    for network in all
        .get_mut("networks")
        .and_then(Value::as_object_mut)
        .unwrap()
        .values_mut()
    {
        network.as_object_mut().unwrap().remove("name");
    }
    if let Some(volumes) = all.get_mut("volumes").and_then(Value::as_object_mut) {
        volumes.remove("acme");
        volumes.remove("certificates");
    }
    all.remove("secrets");
    all.remove("configs");
    config
}

/// Ports that a site routes to; the others stay.
fn without_routed_ports(service: &mut Map<String, Value>) {
    service.remove("expose");
    if let Some(ports) = service.get_mut("ports").and_then(Value::as_array_mut) {
        ports.retain(|port| port["target"] != 3000);
    }
}

/// Files and secrets, each by where it lies in the container.
fn without_files(service: &mut Map<String, Value>) {
    let mut files: Vec<String> = Vec::new();
    for key in ["configs", "secrets"] {
        let Some(Value::Array(items)) = service.remove(key) else {
            continue;
        };
        files.extend(items.iter().map(|item| {
            let source = item["source"].as_str().unwrap();
            let target = item["target"].as_str().unwrap_or(source);
            if target.starts_with('/') {
                target.to_owned()
            } else {
                format!("/run/secrets/{target}")
            }
        }));
    }
    if let Some(Value::Array(volumes)) = service.get_mut("volumes") {
        volumes.retain(|volume| {
            let source = volume["source"].as_str().unwrap_or_default();
            let is_file = source.contains("/files/");
            if is_file {
                files.push(volume["target"].as_str().unwrap().to_owned());
            }
            !is_file
        });
        if volumes.is_empty() {
            service.remove("volumes");
        }
    }
    files.sort();
    if !files.is_empty() {
        service.insert("files".to_owned(), Value::from(files));
    }
}

fn without_labels(service: &mut Map<String, Value>) {
    if let Some(Value::Object(labels)) = service.get_mut("labels") {
        labels.retain(|key, _| !key.starts_with("traefik."));
        if labels.is_empty() {
            service.remove("labels");
        }
    }
}

#[test]
fn it_is_what_the_compose_target_says_but_for_the_written_differences() {
    let mut compared = 0;
    for folder in outputs().iter().filter(|folder| !is_swarm(folder)) {
        let compose = folder.with_file_name("compose");
        if !compose.is_dir() {
            continue;
        }
        compared += 1;
        let variables = variables(folder);
        let ours = without_differences(config(folder, &variables));
        let theirs = without_differences(config(&compose, &variables));
        assert!(
            ours == theirs,
            "{}: {ours:#} is not {theirs:#}",
            folder.display()
        );
    }
    assert!(compared >= 3, "{compared}");
}
