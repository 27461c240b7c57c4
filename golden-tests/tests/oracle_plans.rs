//! What a plan says is recreated, and what docker compose's own hash says: case by case.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a panic is how a test reports trouble"
)]

#[allow(dead_code, reason = "each test uses a part of it")]
mod plans;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Duration,
};

use stackc_golden_tests::{
    golden::{self, Case, Failures},
    process, stackc, tools,
};

use plans::{cases, effects, json};

/// The facts that say that a container's configuration is another.
const RECREATED: [&str; 4] = [
    "compose-service",
    "compose-order",
    "compose-profile",
    "compose-profile-given",
];

/// The hash of each service, as docker compose compares it.
fn hashes(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    fs::write(folder.join(".env"), variables(folder)).unwrap();
    let mut command = tools::command("docker-compose");
    command.current_dir(folder).env_clear();
    command.args(["--profile", "*", "config", "--hash", "*"]);
    let done = process::run(&mut command, Duration::from_secs(30));
    if !done.succeeded() {
        return Err(done.stderr);
    }
    let lines = done.stdout.lines().filter_map(|line| line.split_once(' '));
    Ok(lines
        .map(|(name, hash)| (name.to_owned(), hash.to_owned()))
        .collect())
}

/// A value of its own for each variable that has to be set; the others have their defaults.
fn variables(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("docker-compose.yml")).unwrap();
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("${") {
        let rest = &text[at + 2..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap();
        if rest[end..].starts_with(":?") || rest[end..].starts_with('?') {
            names.insert(rest[..end].to_owned());
        }
    }
    names
        .into_iter()
        .map(|name| format!("{name}=the value of {name}\n"))
        .collect()
}

/// The Compose project of each environment of a stack, below one folder whatever the stack is: paths are part of the hash.
fn projects(stack: &Path, at: &Path) -> Vec<String> {
    let _ = fs::remove_dir_all(at);
    golden::copy(stack, at);
    let ran = stackc::run(
        at,
        &[
            "build", "--env", "all", "--target", "compose", "--out", "built",
        ],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut found: Vec<String> = golden::read(&at.join("built"))
        .into_keys()
        .filter(|path| path.ends_with("docker-compose.yml"))
        .collect();
    found.sort();
    found
}

fn judge(case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("project");
    let mut both = Vec::new();
    for version in ["before", "after"] {
        let mut all = BTreeMap::new();
        for file in projects(&case.folder.join(version), &at) {
            let project = at.join("built").join(&file);
            all.insert(file, hashes(project.parent().unwrap())?);
        }
        both.push(all);
    }
    let predicted: BTreeSet<String> = effects(&compose_plan(case))
        .into_iter()
        .filter(|(_, target, fact)| target == "compose" && RECREATED.contains(&fact.as_str()))
        .map(|(address, ..)| address.trim_start_matches("service/").to_owned())
        .collect();
    let mut measured = BTreeSet::new();
    for (file, before) in &both[0] {
        let Some(after) = both[1].get(file) else {
            continue;
        };
        for (service, hash) in before {
            if after.get(service).is_some_and(|now| now != hash) {
                measured.insert(service.clone());
            }
        }
    }
    if predicted == measured {
        Ok(())
    } else {
        Err(format!(
            "predicted {predicted:?}, docker compose says {measured:?}"
        ))
    }
}

/// The plan of a case for Compose alone, whatever its stack is built for.
fn compose_plan(case: &Case) -> serde_json::Value {
    let ran = plans::plan(case, &["--format", "json", "--target", "compose"]);
    if ran.code == Some(0) {
        serde_json::from_str(&ran.stdout).unwrap()
    } else {
        json(case)
    }
}

#[test]
fn docker_compose_recreates_what_the_plan_says() {
    let mut failures = Failures::default();
    for case in cases() {
        failures.take(&case.name, judge(&case));
    }
    failures.settle();
}
