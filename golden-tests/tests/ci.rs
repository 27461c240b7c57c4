//! The workflows of the ci target: GitHub's schema, what careful hands look for, shellcheck over every script, and the checks run in a clone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::Value;
use stackc_golden_tests::{golden::read, process, stackc, tools};

const DEADLINE: Duration = Duration::from_secs(60);
/// How many the golden cases alone have.
const LEAST: usize = 3;

/// Every workflow of the golden cases and the examples.
fn workflows() -> Vec<PathBuf> {
    let root = stackc::repository();
    let mut found = Vec::new();
    for folder in ["golden-tests/build", "examples"] {
        for (path, file) in read(&root.join(folder)) {
            let text = String::from_utf8_lossy(&file.bytes);
            if path.ends_with(".yml") && text.contains("\nruns-on:") | text.contains(" runs-on:") {
                found.push(root.join(folder).join(path));
            }
        }
    }
    assert!(found.len() >= LEAST, "only {found:?} are found");
    found
}

/// A file of YAML 1.1.
fn load(path: &Path) -> Value {
    let mut command = tools::command("python3");
    command
        .args([
            "-c",
            "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)",
        ])
        .arg(path);
    let done = process::run(&mut command, DEADLINE);
    serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", done.output()))
}

/// Jobs with their names.
fn jobs(workflow: &Value) -> Vec<(&String, &Value)> {
    workflow["jobs"].as_object().unwrap().iter().collect()
}

fn steps(job: &Value) -> &Vec<Value> {
    job["steps"].as_array().unwrap()
}

#[test]
fn the_schema_of_github_takes_every_workflow() {
    let mut command = tools::command("check-jsonschema");
    command
        .args(["--builtin-schema", "vendor.github-workflows"])
        .args(workflows());
    let done = process::run(&mut command, DEADLINE);
    assert!(done.succeeded(), "{}", done.output());
}

#[test]
fn nothing_may_more_than_it_needs() {
    for path in workflows() {
        let workflow = load(&path);
        let place = path.display();
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{place}");
        assert!(workflow["concurrency"]["group"].is_string(), "{place}");
        assert!(workflow["on"]["pull_request_target"].is_null(), "{place}");
        for (name, job) in jobs(&workflow) {
            assert!(job["timeout-minutes"].is_u64(), "{place}: {name}");
            let permissions = job["permissions"].as_object().unwrap();
            assert_eq!(permissions["contents"], "read", "{place}: {name}");
            let writes = permissions.values().filter(|one| *one == "write").count();
            assert!(writes == 0 || name == "images", "{place}: {name}");
            if name != "check" {
                assert_eq!(job["if"], "github.event_name != 'pull_request'", "{place}");
                assert!(job["needs"].to_string().contains("check"), "{place}");
            }
            for step in steps(job) {
                if let Some(action) = step["uses"].as_str() {
                    let (_, tag) = action.split_once("@v").unwrap();
                    assert!(tag.bytes().all(|b| b.is_ascii_digit()), "{place}: {action}");
                    if action.starts_with("actions/checkout@") {
                        assert_eq!(step["with"]["persist-credentials"], false, "{place}");
                    }
                }
                if let Some(script) = step["run"].as_str() {
                    assert!(!script.contains("${{"), "{place}: {script}");
                }
            }
        }
    }
}

#[test]
fn shellcheck_finds_nothing_in_any_script() {
    for path in workflows() {
        let workflow = load(&path);
        for (_, job) in jobs(&workflow) {
            for script in steps(job).iter().filter_map(|step| step["run"].as_str()) {
                let mut command = tools::command("shellcheck");
                command.args(["--shell", "bash", "-"]);
                let text = format!("set -eo pipefail\n{script}\n");
                let done = process::run_with_input(&mut command, text.as_bytes(), DEADLINE);
                assert!(done.succeeded(), "{}: {}", path.display(), done.output());
            }
        }
    }
}

/// A step's script as a runner runs it, in a folder.
fn run(step: &Value, folder: &Path, tool: &Path, version: &str) -> process::Finished {
    let path = format!(
        "{}:{}:{}",
        tool.display(),
        tools::folder().join("bin").display(),
        std::env::var("PATH").unwrap()
    );
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c"])
        .arg(step["run"].as_str().unwrap())
        .env("PATH", path)
        .env("GITHUB_OUTPUT", folder.join("../outputs"))
        .env("STACK", "./stack.kdl")
        .current_dir(folder);
    for (name, value) in step["env"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap();
        command.env(
            name,
            value.replace("${{ steps.stackc.outputs.version }}", version),
        );
    }
    process::run(&mut command, DEADLINE)
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(arguments)
        .current_dir(folder);
    let done = process::run(&mut command, DEADLINE);
    assert!(done.succeeded(), "{}", done.output());
}

#[test]
fn the_checks_pass_in_a_clone_and_fail_where_they_should() {
    let here = tempfile::tempdir().unwrap();
    let repository = here.path().join("repository");
    let stack = repository.join("shop's");
    fs::create_dir_all(&stack).unwrap();
    let text = fs::read_to_string(stackc::repository().join("golden-tests/build/ci/stack.kdl"));
    let text = text.unwrap().replace("deploy/shop's", "shop's");
    fs::write(stack.join("stack.kdl"), text).unwrap();
    let built = stackc::run(&stack, &["build", "--env", "all"]);
    assert!(built.succeeded(), "{}", built.output());
    git(&repository, &["init", "--quiet"]);
    git(&repository, &["add", "--all"]);
    git(
        &repository,
        &["commit", "--quiet", "--message", "the stack"],
    );
    git(here.path(), &["clone", "--quiet", "repository", "clone"]);

    // What installing comes to: a command that prints what it was called with, and the stackc that is tested.
    let tool = here.path().join("bin");
    fs::create_dir(&tool).unwrap();
    std::os::unix::fs::symlink(stackc::binary(), tool.join("stackc")).unwrap();
    let workflow = load(&stack.join("out/production/ci/shop.yml"));
    let folder = workflow["defaults"]["run"]["working-directory"]
        .as_str()
        .unwrap();
    let folder = here.path().join("clone").join(folder);
    let mut ran = Vec::new();
    for step in steps(&workflow["jobs"]["check"]) {
        let name = step["name"].as_str().unwrap();
        let script = step["run"].as_str().unwrap_or("");
        if script.is_empty() || name == "Install stackc" || step["if"].is_string() {
            continue;
        }
        let done = run(step, &folder, &tool, "");
        assert!(done.succeeded(), "{name}: {}", done.output());
        ran.push(name);
    }
    assert!(ran.len() >= 4, "{ran:?}");
    let outputs = fs::read_to_string(folder.join("../outputs")).unwrap();
    assert_eq!(outputs, format!("version={}\n", env!("CARGO_PKG_VERSION")));

    let step = |name: &str| {
        let all = steps(&workflow["jobs"]["check"]).iter();
        all.into_iter().find(|step| step["name"] == name).unwrap()
    };
    let compose = folder.join("out/dev/compose/docker-compose.yml");
    let edited = fs::read_to_string(&compose)
        .unwrap()
        .replace("target: dev", "target: other");
    fs::write(&compose, edited).unwrap();
    let done = run(
        step("Check that the files are those of the stack"),
        &folder,
        &tool,
        "",
    );
    assert_eq!(done.code, Some(3), "{}", done.output());
    for version in ["0.1.0\\nevil=1", "main", "", "0.1.0 --git x"] {
        fs::write(
            folder.join("stack.lock"),
            format!("{{\"stackc\": \"{version}\"}}"),
        )
        .unwrap();
        let done = run(step("Read which stackc wrote the lock"), &folder, &tool, "");
        assert!(!done.succeeded(), "{version} is taken");
    }
}

#[test]
fn an_image_that_is_too_large_fails() {
    let path = stackc::repository().join("golden-tests/build/ci/expected/production/ci/shop.yml");
    let workflow = load(&path);
    let images = steps(&workflow["jobs"]["images"]);
    let step = images
        .iter()
        .find(|step| step["name"] == "Hold web against its size")
        .unwrap();
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("in");
    fs::create_dir(&folder).unwrap();
    for (size, fits) in [(524_288_000_u64, true), (524_288_001, false)] {
        let docker = format!(
            "#!/bin/sh\ncase $1 in\n    compose) echo ghcr.io/example/shop:latest ;;\n    image) echo {size} ;;\nesac\n"
        );
        let file = here.path().join("docker");
        fs::write(&file, docker).unwrap();
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let mut step = step.clone();
        step["env"]["COMPOSE"] = Value::from("docker-compose.yml");
        let done = run(&step, &folder, here.path(), "");
        assert_eq!(done.succeeded(), fits, "{size}: {}", done.output());
    }
}
