//! What the Dokploy target makes is what Docker Compose makes of the Compose target, but for what Dokploy does itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "dokploy/same.rs"]
mod same;

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use stackc_golden_tests::golden::{self, Built, Failures};

/// Every folder with Dokploy's files.
fn outputs() -> Vec<PathBuf> {
    let found = golden::outputs(|path| path.join("dokploy-api.json").is_file());
    assert!(found.len() >= 8, "{found:?}");
    found
}

/// Those of them that are imported, not cloned.
fn imported() -> Vec<PathBuf> {
    let (cloned, imported): (Vec<PathBuf>, Vec<PathBuf>) = outputs()
        .into_iter()
        .partition(|folder| text(folder, "dokploy-api.json").contains("\"sourceType\": \"git\""));
    for folder in cloned {
        for name in ["import.b64", "template.toml"] {
            assert!(!folder.join(name).exists(), "{}", folder.display());
        }
    }
    assert!(imported.len() >= 6, "{imported:?}");
    imported
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn is_swarm(folder: &Path) -> bool {
    text(folder, "dokploy-api.json").contains("\"composeType\": \"stack\"")
}

#[test]
fn an_import_holds_the_two_files() {
    for folder in imported() {
        let blob = text(&folder, "import.b64");
        let line = blob.strip_suffix('\n').unwrap();
        let json: Value = serde_json::from_slice(&STANDARD.decode(line).unwrap()).unwrap();
        assert_eq!(json["compose"], text(&folder, "docker-compose.yml"));
        assert_eq!(json["config"], text(&folder, "template.toml"));
    }
}

#[test]
fn a_template_has_every_domain_mount_and_variable_of_the_plan() {
    for folder in imported() {
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

/// Cases that the target refuses, and what it says.
const REFUSED: &[(&str, &str)] = &[
    ("chronos", "`exact` has no counterpart"),
    ("crm-nixos", "`exact` has no counterpart"),
    ("dokploy-middlewares", "`tls letsencrypt` needs `email`"),
    ("dokploy-stack", "`tls letsencrypt` needs `email`"),
    (
        "edge-host",
        "`root` is nothing that Dokploy's Traefik serves",
    ),
    ("nix-crm", "`root` is nothing that Dokploy's Traefik serves"),
    ("edge-letsencrypt", "`exact` has no counterpart"),
    ("edge-routes", "`deny` has no counterpart in Traefik"),
    ("nix-paths", "leads out of the folder that the service has"),
    ("systemd-quadlet-words", "`subpath` needs Docker Engine 26"),
];

/// What docker compose understands of each case for Dokploy is what it understands for the Compose target.
#[test]
fn it_is_what_the_compose_target_says_but_for_the_written_differences() {
    let mut failures = Failures::default();
    let mut compared = 0;
    for case in golden::stacks() {
        let refused = REFUSED.iter().find(|(name, _)| *name == case.name);
        let outcome = match (Built::new(&case, "dokploy", "\ntarget dokploy\n"), refused) {
            (Err(report), Some((_, why))) if report.contains(why) => Ok(()),
            (Ok(_), Some(_)) => Err("it is not refused".to_owned()),
            (Err(report), _) => Err(report),
            (Ok(built), None) => built
                .outputs
                .iter()
                .filter(|output| !is_swarm(output))
                .try_for_each(|output| {
                    compared += 1;
                    same::judge(&built, output)
                }),
        };
        failures.take(&case.name, outcome);
    }
    failures.settle();
    assert!(compared >= 30, "{compared}");
}
