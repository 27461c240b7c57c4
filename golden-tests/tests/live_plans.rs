//! What a plan says of containers, and what a Docker engine does: each case of Compose is started as it was, and then as it is.
//! A container that was recreated has another id.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a panic is how a test reports trouble"
)]

#[allow(dead_code, reason = "each test uses a part of it")]
mod plans;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;
use stackc_golden_tests::{
    engine::{Engine, Family},
    golden::{self, Case, Failures},
    stackc,
};

use plans::{cases, effects};

/// The facts that say that a container is made again.
const RECREATED: [&str; 3] = ["compose-service", "compose-order", "compose-env-file"];

/// Cases of Compose that a container can't show: images that are built, projects that are others, and what only a profile starts.
const APART: [&str; 3] = ["compose-build", "compose-project", "compose-profile"];

/// Cases of other names that containers show too.
const TOO: [&str; 9] = [
    "image-tag",
    "mount-replaced",
    "network-internal",
    "port-published",
    "privilege-less",
    "rename-service",
    "rename-volume",
    "secret-to-file",
    "volume-removed",
];

/// Where the project lies beside the engine: the folder is part of what docker compose compares.
const FOLDER: &str = "/srv/plans/project";

fn is_shown(case: &Case) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| case.name.starts_with(word));
    TOO.contains(&case.name.as_str()) || starts(&["compose-"]) && !starts(&APART)
}

/// Puts the files of a version in place: every container sleeps, from an image that stands in for its own.
fn put(engine: &Engine, case: &Case, version: &str) {
    let folder = tempfile::tempdir().unwrap();
    golden::copy(&case.folder.join(version), folder.path());
    let ran = stackc::run(
        folder.path(),
        &["build", "--target", "compose", "--out", "built"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let at = engine.path(FOLDER);
    fs::create_dir_all(&at).unwrap();
    for (path, file) in golden::read(&folder.path().join("built/compose")) {
        let place = at.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        // In place: a mounted file is the same file.
        fs::write(place, file.bytes).unwrap();
    }
    // What lies beside the stack is where the Compose file looks for it: two folders up.
    let beside = at.parent().and_then(Path::parent).unwrap();
    for (path, file) in golden::read(&case.folder.join(version)) {
        if !path.ends_with(".kdl") {
            let place = beside.join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, file.bytes).unwrap();
        }
    }
    fs::write(at.join("token"), "x\n").unwrap();
    let text = fs::read_to_string(at.join("docker-compose.yml")).unwrap();
    let mut variables = BTreeSet::new();
    for (start, _) in text.match_indices("${") {
        let rest = &text[start + 2..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap();
        if rest[end..].starts_with(":?") || rest[end..].starts_with('?') {
            variables.insert(rest[..end].to_owned());
        }
    }
    let lines = variables
        .iter()
        .map(|name| format!("{name}=the value of {name}\n"));
    fs::write(at.join(".env"), lines.collect::<String>()).unwrap();
    let base = Family::Redis.image();
    for line in text.lines() {
        if let Some(image) = line.trim().strip_prefix("image: ") {
            let done = engine.docker(&["tag", &base, image]);
            assert!(done.succeeded(), "{}", done.output());
        }
        if let Some(source) = line.trim().strip_prefix("file: ") {
            let place = at.join(source);
            if !place.exists() {
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(place, "x\n").unwrap();
            }
        }
    }
    let config = compose(engine, &["config", "--format", "json"]);
    let config: Value = serde_json::from_str(&config).unwrap();
    make_mounted(engine, &config);
    let services = config["services"].as_object().unwrap().keys();
    let over = services.map(|name| format!("  {name}:\n    entrypoint: [\"sleep\", \"3600\"]\n"));
    let over = format!("services:\n{}", over.collect::<String>());
    fs::write(at.join("docker-compose.override.yml"), over).unwrap();
}

/// Makes the folders of the project that a deployer would have made: the engine refuses a mount of what is not there.
fn make_mounted(engine: &Engine, config: &Value) {
    let services = config["services"].as_object().unwrap().values();
    let mounts = services.flat_map(|service| service["volumes"].as_array().into_iter().flatten());
    for mount in mounts.filter(|mount| mount["type"] == "bind") {
        let source = mount["source"].as_str().unwrap();
        let place = engine.path(source);
        if source.starts_with(FOLDER) && !place.exists() {
            fs::create_dir_all(place).unwrap();
        }
    }
}

fn compose(engine: &Engine, words: &[&str]) -> String {
    let all: Vec<&str> = ["docker", "compose", "--project-name", "plans"]
        .iter()
        .chain(words)
        .copied()
        .collect();
    let done = engine.run(FOLDER, &[], &all);
    assert!(done.succeeded(), "{words:?}: {}", done.output());
    done.stdout
}

/// The containers of each service.
fn containers(engine: &Engine) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in compose(engine, &["ps", "--all", "--format", "json"]).lines() {
        let one: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        found.entry(text("Service")).or_default().insert(text("ID"));
    }
    found
}

fn judge(engine: &Engine, case: &Case) -> Result<(), String> {
    let _ = fs::remove_dir_all(engine.path(FOLDER));
    put(engine, case, "before");
    compose(engine, &["up", "--detach", "--pull", "never"]);
    let before = containers(engine);
    fs::remove_file(engine.path(FOLDER).join("docker-compose.override.yml")).unwrap();
    put(engine, case, "after");
    compose(engine, &["up", "--detach", "--pull", "never"]);
    let after = containers(engine);
    compose(
        engine,
        &["down", "--volumes", "--remove-orphans", "--timeout", "0"],
    );
    if before.is_empty() {
        return Err("nothing was started".to_owned());
    }
    let measured: BTreeSet<String> = before
        .iter()
        .filter(|(name, ids)| after.get(*name).is_some_and(|now| now.is_disjoint(ids)))
        .map(|(name, _)| name.clone())
        .collect();
    let ran = plans::plan(case, &["--format", "json", "--target", "compose"]);
    let plan: Value =
        serde_json::from_str(&ran.stdout).map_err(|error| format!("{error}: {}", ran.stderr))?;
    let predicted: BTreeSet<String> = effects(&plan)
        .into_iter()
        .filter(|(.., fact)| RECREATED.contains(&fact.as_str()))
        .map(|(address, ..)| address.trim_start_matches("service/").to_owned())
        .collect();
    if predicted == measured {
        Ok(())
    } else {
        Err(format!(
            "predicted {predicted:?}, the engine did {measured:?}"
        ))
    }
}

#[test]
fn an_engine_does_what_the_plan_says() {
    if let Err(why) = Engine::possible() {
        println!("skipped: {why}");
        return;
    }
    let engine = Engine::new();
    let mut failures = Failures::default();
    let shown: Vec<Case> = cases().into_iter().filter(is_shown).collect();
    assert!(shown.len() > 30, "{}", shown.len());
    for case in shown {
        failures.take(&case.name, judge(&engine, &case));
    }
    failures.settle();
}

/// A service that gets a profile: `up` leaves its container as it is, and the step of the plan takes it away.
#[test]
fn a_container_goes_on_when_its_service_gets_a_profile() {
    if let Err(why) = Engine::possible() {
        println!("skipped: {why}");
        return;
    }
    let engine = Engine::new();
    let all = cases();
    let mut all = all.into_iter();
    let case = all
        .find(|case| case.name == "compose-profile-given")
        .unwrap();
    put(&engine, &case, "before");
    compose(&engine, &["up", "--detach", "--pull", "never"]);
    let running = || {
        let filter = "label=com.docker.compose.project=plans";
        let done = engine.docker(&["ps", "--quiet", "--filter", filter]);
        done.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let before = running();
    assert_eq!(before.len(), 2);
    fs::remove_file(engine.path(FOLDER).join("docker-compose.override.yml")).unwrap();
    put(&engine, &case, "after");
    let up = ["up", "--detach", "--pull", "never", "--remove-orphans"];
    compose(&engine, &up);
    assert_eq!(running(), before);
    compose(&engine, &["rm", "--stop", "--force", "web"]);
    assert_eq!(running().len(), 1);
}
