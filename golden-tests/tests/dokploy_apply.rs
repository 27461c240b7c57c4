//! The script that applies a plan of API calls, against a server on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "dokploy_apply/server.rs"]
mod server;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::{Value, json};
use server::{KEY, Server};
use stackc_golden_tests::{golden, process, stackc};

/// A value with everything that a line of an environment can trip over.
const SECRET: &str = "a \"quoted\" \\n `word` # $5 ${x}";

/// The output of a golden case, where curl writes down how it is called.
struct Place {
    folder: tempfile::TempDir,
    secrets: Vec<String>,
}

impl Place {
    fn of(case: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let expected = stackc::repository().join("golden-tests/build").join(case);
        let expected = expected.join("expected");
        let one = expected.join("dokploy");
        let output = if one.is_dir() {
            one
        } else {
            expected.join("production/dokploy")
        };
        golden::copy(&output, folder.path());
        let real = process::run(
            Command::new("sh").args(["-c", "command -v curl"]),
            Duration::from_secs(5),
        );
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        let curl = bin.join("curl");
        let log = folder.path().join("curl.log");
        let text = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$*\" >>{}\nexec {} \"$@\"\n",
            log.display(),
            real.stdout.trim()
        );
        fs::write(&curl, text).unwrap();
        fs::set_permissions(&curl, fs::Permissions::from_mode(0o755)).unwrap();
        let plan: Value = serde_json::from_str(
            &fs::read_to_string(folder.path().join("dokploy-api.json")).unwrap(),
        )
        .unwrap();
        let mut secrets = Vec::new();
        named(&plan, &mut secrets);
        Self { folder, secrets }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn apply(&self, server: &Server, secrets: bool) -> process::Finished {
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        let mut command = Command::new("sh");
        command
            .arg(self.path("dokploy-apply.sh"))
            .env_clear()
            .env("PATH", path)
            .env("DOKPLOY_URL", &server.url)
            .env("DOKPLOY_API_KEY", KEY)
            .env("DOKPLOY_POLL", "1");
        if secrets {
            command.envs(self.secrets.iter().map(|name| (name, SECRET)));
        }
        process::run(&mut command, Duration::from_secs(120))
    }
}

/// Every variable of the CI that has no default.
fn named(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get("$secret") {
                found.push(name.clone());
            }
            if map.get("required") == Some(&json!(true)) {
                found.push(map["name"].as_str().unwrap().to_owned());
            }
            map.values().for_each(|value| named(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| named(value, found)),
        _ => {}
    }
}

fn is_change(call: &str) -> bool {
    let reads = [
        "all",
        "one",
        "byProjectId",
        "listByServiceId",
        "byComposeId",
        "allByCompose",
        "list",
    ];
    !reads.iter().any(|word| call.ends_with(&format!(".{word}")))
}

const CASES: [&str; 3] = ["dokploy", "dokploy-files", "dokploy-backups"];

#[test]
fn a_plan_is_applied_and_applied_again() {
    for case in CASES {
        let (place, server) = (Place::of(case), Server::start());
        let first = place.apply(&server, true);
        assert!(first.succeeded(), "{case}: {}", first.output());
        let before = {
            let state = server.state.lock().unwrap();
            assert_eq!(state.projects.len(), 1);
            assert_eq!(state.composes.len(), 1);
            let compose = &state.composes[0];
            let file = fs::read_to_string(place.path("docker-compose.yml")).unwrap();
            assert_eq!(compose["composeFile"], file);
            for mount in &state.mounts {
                let path = mount["filePath"].as_str().unwrap();
                let text = fs::read_to_string(place.path(&format!("files/{path}")));
                assert_eq!(mount["content"], text.unwrap_or_else(|_| SECRET.to_owned()));
            }
            for domain in &state.domains {
                assert_eq!(domain["composeId"], compose["composeId"]);
            }
            (
                state.composes.clone(),
                state.mounts.clone(),
                state.domains.len(),
            )
        };
        server.state.lock().unwrap().calls.clear();
        // What is on the server stays where the CI says nothing.
        let second = place.apply(&server, false);
        assert!(second.succeeded(), "{case}: {}", second.output());
        let state = server.state.lock().unwrap();
        let created = state.calls.iter().filter(|call| call.ends_with(".create"));
        assert_eq!(created.count(), 0, "{:?}", state.calls);
        assert_eq!(state.composes, before.0, "{case}");
        assert_eq!(state.mounts, before.1, "{case}");
        assert_eq!(state.domains.len(), before.2);
        assert_eq!(state.deployments.len(), 2);
        no_secret(&place, &[first, second]);
    }
}

/// Neither the key nor a secret is printed, or stands on a command line.
fn no_secret(place: &Place, runs: &[process::Finished]) {
    let log = fs::read_to_string(place.path("curl.log")).unwrap();
    let seen: String = runs.iter().map(process::Finished::output).collect();
    for text in [log, seen] {
        assert!(!text.is_empty());
        for secret in [KEY, "quoted", "`word`"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

/// What Dokploy does beside the Compose file is made once, and what was changed by hand is as it is said again.
#[test]
fn backups_and_schedules_are_found_again() {
    let (place, server) = (Place::of("dokploy-backups"), Server::start());
    let first = place.apply(&server, true);
    assert!(first.succeeded(), "{}", first.output());
    let made = {
        let mut state = server.state.lock().unwrap();
        let counts = [
            state.destinations.len(),
            state.backups.len(),
            state.volume_backups.len(),
            state.schedules.len(),
        ];
        assert_eq!(counts, [3, 5, 4, 3]);
        assert_eq!(state.destinations[0]["secretAccessKey"], SECRET);
        for backup in state.backups.iter().chain(&state.volume_backups) {
            let destination = &backup["destinationId"];
            let known = |one: &Value| one["destinationId"] == *destination;
            assert!(state.destinations.iter().any(known), "{backup}");
        }
        let metadata = &state.backups[0]["metadata"];
        assert_eq!(metadata["postgres"]["databaseUser"], "shop");
        let made = (
            state.destinations.clone(),
            state.backups.clone(),
            state.volume_backups.clone(),
            state.schedules.clone(),
        );
        state.backups[0]["schedule"] = json!("0 0 * * *");
        state.schedules[0]["enabled"] = json!(false);
        made
    };
    let second = place.apply(&server, true);
    assert!(second.succeeded(), "{}", second.output());
    let state = server.state.lock().unwrap();
    assert_eq!(state.destinations, made.0);
    assert_eq!(state.backups, made.1);
    assert_eq!(state.volume_backups, made.2);
    assert_eq!(state.schedules, made.3);
    no_secret(&place, &[first, second]);
}

#[test]
fn the_first_fault_stops_it() {
    for broken in ["compose.saveEnvironment", "domain.create", "compose.deploy"] {
        let (place, server) = (Place::of("dokploy"), Server::start());
        server.state.lock().unwrap().broken = Some(broken);
        let ran = place.apply(&server, true);
        assert_eq!(ran.code, Some(1), "{}", ran.output());
        assert!(
            ran.stderr.contains("answers 400 BAD_REQUEST"),
            "{}",
            ran.stderr
        );
        let state = server.state.lock().unwrap();
        assert_eq!(state.calls.last().map(String::as_str), Some(broken));
        no_secret(&place, &[ran]);
    }
}

#[test]
fn a_deployment_that_fails_is_a_failure() {
    let (place, server) = (Place::of("dokploy"), Server::start());
    server.state.lock().unwrap().fate = "error";
    let ran = place.apply(&server, true);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("deploy: failed"), "{}", ran.stderr);
}

#[test]
fn what_is_missing_is_named_before_it_is_sent() {
    let (place, server) = (Place::of("dokploy"), Server::start());
    let ran = place.apply(&server, false);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains(" is not set"), "{}", ran.stderr);
    let state = server.state.lock().unwrap();
    assert!(
        !state
            .calls
            .iter()
            .any(|call| call == "compose.saveEnvironment")
    );
}

#[test]
fn lines_of_others_stay_and_two_of_a_name_stop() {
    let (place, server) = (Place::of("dokploy"), Server::start());
    assert!(place.apply(&server, true).succeeded());
    {
        let mut state = server.state.lock().unwrap();
        let env = state.composes[0]["env"].as_str().unwrap().to_owned();
        let env =
            format!("# by hand\nOTHER='two\nlines'\n\n  no assignment\n{env}export MORE: ü # why");
        state.composes[0]["env"] = json!(env);
    }
    let before = server.state.lock().unwrap().composes[0]["env"].clone();
    assert!(place.apply(&server, false).succeeded());
    let mut state = server.state.lock().unwrap();
    assert_eq!(state.composes[0]["env"], before);
    let twin = state.domains[0].clone();
    state.domains.push(twin);
    state.calls.clear();
    drop(state);
    let ran = place.apply(&server, false);
    assert!(ran.stderr.contains("there are several"), "{}", ran.output());
    let state = server.state.lock().unwrap();
    assert!(!state.calls.iter().any(|call| call == "compose.deploy"));
    assert!(state.calls.iter().any(|call| is_change(call)));
    assert!(Path::new(&place.path("docker-compose.yml")).exists());
}

/// A line keeps its comment behind a new value, and a backslash at the end needs no quotes.
#[test]
fn a_new_value_stands_where_the_old_one_stood() {
    let (place, server) = (Place::of("dokploy"), Server::start());
    assert!(place.apply(&server, true).succeeded());
    let old = "SUPPORT_EMAIL=old # of the shop\nMAIL_TOKEN= C:\\old\\\t# a folder\n";
    server.state.lock().unwrap().composes[0]["env"] = json!(old);
    let mut values = place.secrets.clone();
    values.retain(|name| !["SUPPORT_EMAIL", "MAIL_TOKEN"].contains(&name.as_str()));
    let path = format!("{}:/usr/bin:/bin", place.path("bin").display());
    let mut command = Command::new("sh");
    command
        .arg(place.path("dokploy-apply.sh"))
        .env_clear()
        .env("PATH", path)
        .env("DOKPLOY_URL", &server.url)
        .env("DOKPLOY_API_KEY", KEY)
        .env("DOKPLOY_POLL", "1")
        .env("SUPPORT_EMAIL", "new")
        .env("MAIL_TOKEN", "it's C:\\new\\")
        .envs(values.iter().map(|name| (name, "x")));
    let ran = process::run(&mut command, Duration::from_secs(120));
    assert!(ran.succeeded(), "{}", ran.output());
    let state = server.state.lock().unwrap();
    let env = state.composes[0]["env"].as_str().unwrap();
    for line in [
        "SUPPORT_EMAIL='new' # of the shop",
        "MAIL_TOKEN= it's C:\\new\\\t# a folder",
    ] {
        assert!(env.lines().any(|one| one == line), "{env}");
    }
}

/// An import may have gone to a service that is called otherwise: a second one would write the same volumes.
#[test]
fn a_service_under_another_name_is_not_made_again() {
    let (place, server) = (Place::of("dokploy"), Server::start());
    assert!(place.apply(&server, true).succeeded());
    {
        let mut state = server.state.lock().unwrap();
        state.composes[0]["name"] = json!("Imported");
        state.calls.clear();
    }
    let second = place.apply(&server, true);
    assert_eq!(second.code, Some(1), "{}", second.output());
    let said = "compose: the service Imported has volumes of this stack: rename it shop";
    assert!(second.stderr.contains(said), "{}", second.stderr);
    {
        let mut state = server.state.lock().unwrap();
        assert!(!state.calls.iter().any(|call| is_change(call)));
        state.composes[0]["composeFile"] = json!("services: {}");
    }
    let third = place.apply(&server, true);
    assert!(third.succeeded(), "{}", third.output());
    let said = "compose: is not Imported, which is called otherwise";
    assert!(third.stdout.contains(said), "{}", third.stdout);
    assert_eq!(server.state.lock().unwrap().composes.len(), 2);
}
