//! What Quadlet tells podman is what Docker Compose makes of the Compose target, on what both say.
//!
//! The written differences:
//!
//! 1. A relative path is in the output's or the stack's folder for Compose, and in `/opt/<project>` for podman.
//! 2. An image that is built has the tag that the `.build` file gives it.
//! 3. A variable that nobody sets is handed on by its name.
//! 4. Each service has its own name as an alias in its networks; Compose gives it that anyway.
//! 5. Files of the stack lie below `files`, and no label says when they change.
//! 6. Limits are the unit's; they are not on podman's line.
//! 7. Files of variables are read by podman; Compose has read them already.
//! 8. Images of Docker's own registry have its name, those without a tag `latest`, and a job has the image of the service that it is like.
//! 9. Of several ports of the host for one of the container's podman takes the first.
//! 10. The name that a link gives a service is an alias in its networks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "quadlet/compose.rs"]
mod compose;
#[path = "quadlet/podman.rs"]
mod podman;
#[path = "quadlet/read.rs"]
mod read;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Duration,
};

use serde_json::Value;
use stackc_golden_tests::{
    golden::{self, Built, Failures},
    process, tools,
};

const DEADLINE: Duration = Duration::from_secs(60);
/// What stands for the words of a container that is started with other ones each time.
pub(crate) const WORDS: &str = "the words of a backup";

/// Cases that Quadlet refuses, and what is said.
const REFUSED: &[(&str, &str)] = &[
    ("ansible", EDGE),
    ("builds", "`ssh` has no word here yet"),
    ("chronos", "`replicas` is one with Quadlet"),
    ("crm-nixos", EDGE),
    ("crm-production", EDGE),
    ("dokploy", EDGE),
    ("dokploy-files", "`file` is a file that Quadlet can't make"),
    ("dokploy-git", "`required` is always required by podman"),
    ("dokploy-middlewares", EDGE),
    ("dokploy-paths", "`required` is always required by podman"),
    ("dokploy-stack", EDGE),
    ("edge-file", EDGE),
    ("edge-letsencrypt", EDGE),
    ("edge-like-names", EDGE),
    ("edge-routes", EDGE),
    ("edge-self-signed", EDGE),
    ("espocrm", EDGE),
    ("environments", "`replicas` is one with Quadlet"),
    ("files", "`file` is a file that Quadlet can't make"),
    ("module-authentik", EDGE),
    ("module-espocrm", EDGE),
    (
        "module-fluentd",
        "`logging` names a driver that podman hasn't",
    ),
    ("module-twenty", EDGE),
    ("mounts", "`mount` is a kind of mount that podman hasn't"),
    ("nix-crm", EDGE),
    ("nix-paths", "`required` is always required by podman"),
    ("nix-ports", EDGE),
    ("ops", EDGE),
    ("ops-windows", EDGE),
    ("resources", "`replicas` is one with Quadlet"),
    ("start-by-hand", EDGE),
    ("systemd-quadlet-words", "`subpath` needs Docker Engine 26"),
];
const EDGE: &str = "`edge` is in a container, which Quadlet has no file for";

#[test]
fn podman_is_told_what_compose_says() {
    let mut failures = Failures::default();
    let mut compared = 0;
    for case in golden::stacks() {
        let refused = REFUSED.iter().find(|(name, _)| *name == case.name);
        let more = "\ntarget systemd { flavour quadlet }\n";
        let outcome = match (Built::new(&case, "systemd", more), refused) {
            (Err(report), Some((_, why))) if report.contains(why) => Ok(()),
            (Ok(_), Some(_)) => Err("it is not refused".to_owned()),
            (Err(report), _) => Err(report),
            (Ok(built), None) => built
                .outputs
                .iter()
                .filter(|output| output.join("quadlet").is_dir())
                .try_for_each(|output| judge(&built, output, &mut compared)),
        };
        failures.take(&case.name, outcome);
    }
    failures.settle();
    assert!(compared >= 60, "{compared}");
}

fn judge(built: &Built, output: &Path, compared: &mut usize) -> Result<(), String> {
    let compose = compose::Project::new(built, &output.with_file_name("compose"))?;
    let made = tempfile::tempdir().unwrap();
    let mut quadlet = tools::command("quadlet");
    quadlet
        .env("QUADLET_UNIT_DIRS", output.join("quadlet"))
        .arg("-no-kmsg-log")
        .arg(made.path());
    let done = process::run(&mut quadlet, DEADLINE);
    if !done.succeeded() {
        return Err(done.output());
    }
    let mut found = Vec::new();
    for name in compose.services() {
        let names = [name.clone(), format!("job-{name}"), format!("once-{name}")];
        let mut units = names.iter().map(|name| {
            let unit = format!("{}-{name}.service", compose.project());
            (name, made.path().join(unit))
        });
        let Some((unit, path)) = units.find(|(_, path)| path.exists()) else {
            if !compose.is_left_out(&name) {
                found.push(format!("{name}: no unit"));
            }
            continue;
        };
        *compared += 1;
        let home = format!("%h/{}", compose.project());
        let folder = format!("/opt/{}", compose.project());
        let text = fs::read_to_string(path)
            .unwrap()
            .replace(&home, &folder)
            .replace("%h", "/root");
        let variables = values(output, unit, &text, compose.variables());
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="));
        let line = podman::Line::new(&read::words(line.unwrap(), &variables));
        let (mut wanted, given) = (compose.facts(&name), line.facts(&[&name, unit], &variables));
        if text.contains(" --env-file ") {
            let given = given["environment"].as_object().unwrap();
            let variables = wanted["environment"].as_object_mut().unwrap();
            variables.retain(|name, _| given.contains_key(name));
        }
        for (key, wanted) in wanted.as_object().unwrap() {
            if *wanted != given[key] {
                found.push(format!(
                    "{name}: {key}\n  compose {wanted}\n  podman  {}",
                    given[key]
                ));
            }
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(found.join("\n"))
    }
}

/// The variables that a unit has: those that stand in it, and those that the script composes from the deployer's.
fn values(
    output: &Path,
    unit: &str,
    text: &str,
    deployed: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = deployed
        .iter()
        .map(|name| (name.clone(), value(name).to_owned()))
        .collect();
    all.insert("STACKC_WORDS".to_owned(), WORDS.to_owned());
    for setting in text
        .lines()
        .filter_map(|line| line.strip_prefix("Environment="))
    {
        // In `Environment=` a dollar means nothing.
        let word = read::words(&setting.replace('$', "$$"), &BTreeMap::new()).concat();
        let (name, value) = word.split_once('=').unwrap();
        all.insert(name.to_owned(), value.to_owned());
    }
    if text.contains("/values.sh") {
        let secrets = output.join("secrets");
        fs::create_dir_all(&secrets).unwrap();
        let script = fs::read_to_string(output.join("values.sh")).unwrap();
        let required = script.split("$(secret ").skip(1);
        let optional = script.split("$(cat \"$stackc_secrets/\"").skip(1);
        for name in required.chain(optional) {
            let name = name.split([')', ' ']).next().unwrap().trim_matches('\'');
            fs::write(secrets.join(name), "1").unwrap();
        }
        let mut shell = tools::command("busybox");
        shell
            .args(["sh", "values.sh", unit, "composed"])
            .current_dir(output)
            .env_clear()
            .env("PATH", "/usr/bin:/bin");
        let lines: String = deployed
            .iter()
            .map(|name| format!("{name}={}\n", value(name)))
            .collect();
        fs::write(output.join("env"), lines).unwrap();
        let done = process::run(&mut shell, DEADLINE);
        assert!(done.succeeded(), "{}", done.output());
        let composed = fs::read_to_string(output.join("composed")).unwrap();
        all.extend(read::variables(&composed));
    }
    all
}

/// What the deployer sets: an input that stands for times and numbers stays empty.
pub(crate) fn value(name: &str) -> &'static str {
    if name == "EXTRA" { "" } else { "1" }
}

/// Whether a value of JSON says something.
pub(crate) fn said(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}
