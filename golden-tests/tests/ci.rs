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
        .env("GITHUB_PATH", folder.join("../paths"))
        .env("GITHUB_STEP_SUMMARY", folder.join("../summary.md"))
        .env("RUNNER_TEMP", folder.join("../runner's temp"))
        .env("HOME", folder.join("../home"))
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

fn step<'a>(workflow: &'a Value, job: &str, name: &str) -> &'a Value {
    let mut all = steps(&workflow["jobs"][job]).iter();
    let found = all.find(|step| step["name"] == name);
    found.unwrap_or_else(|| panic!("{job} has no step {name}"))
}

/// A folder with programs that stand in for others.
fn programs(folder: &Path, all: &[(&str, &str)]) {
    for (name, text) in all {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
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
    let paths = fs::read_to_string(folder.join("../paths")).unwrap();
    assert!(Path::new(paths.trim_end()).is_dir(), "{paths}");

    let step = |name: &str| step(&workflow, "check", name);
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

/// A repository in which a branch changes what another one has, merged as GitHub merges a pull request, and fetched as the workflow fetches it.
fn pull_request(here: &Path, before: Option<&str>, after: &str) -> PathBuf {
    let (repository, clone) = (here.join("repository"), here.join("clone"));
    for folder in [&repository, &clone] {
        if folder.exists() {
            fs::remove_dir_all(folder).unwrap();
        }
    }
    fs::create_dir_all(&repository).unwrap();
    git(
        &repository,
        &["init", "--quiet", "--initial-branch", "main"],
    );
    fs::write(repository.join("README.md"), "the shop").unwrap();
    let commit = |text: Option<&str>| {
        if let Some(text) = text {
            fs::write(repository.join("stack.kdl"), text).unwrap();
        }
        git(&repository, &["add", "--all"]);
        git(
            &repository,
            &["commit", "--quiet", "--allow-empty", "--message", "next"],
        );
    };
    commit(None);
    commit(before);
    git(&repository, &["switch", "--quiet", "--create", "change"]);
    commit(Some(after));
    git(&repository, &["switch", "--quiet", "--detach", "main"]);
    git(
        &repository,
        &["merge", "--quiet", "--no-ff", "--no-edit", "change"],
    );
    git(&repository, &["switch", "--quiet", "--create", "pull"]);
    let url = format!("file://{}", repository.display());
    git(
        here,
        &[
            "clone", "--quiet", "--depth", "2", "--branch", "pull", &url, "clone",
        ],
    );
    clone
}

#[test]
fn a_pull_request_says_what_it_does() {
    let here = tempfile::tempdir().unwrap();
    let tool = here.path().join("bin");
    fs::create_dir(&tool).unwrap();
    std::os::unix::fs::symlink(stackc::binary(), tool.join("stackc")).unwrap();
    let path = stackc::repository().join("examples/chronos/.github/workflows/chronos.yml");
    let workflow = load(&path);
    let said = step(&workflow, "check", "Say what the change does");
    assert_eq!(said["if"], "github.event_name == 'pull_request'");
    let fetched = step(&workflow, "check", "Fetch the source");
    assert_eq!(fetched["with"]["fetch-depth"], 2);

    let one = "stack shop edition=1\nservice web { image \"nginx:1.28-alpine\" }\n";
    let two = one.replace("1.28", "1.29");
    let wrong = "stack shop edition=1\nnonsense\n";
    for (before, after, says) in [
        (Some(one), two.as_str(), "nginx:1.28-alpine"),
        (Some(two.as_str()), two.as_str(), "nothing"),
        (None, one, "is new"),
        (Some(wrong), one, "there is nothing to compare with"),
    ] {
        let clone = pull_request(here.path(), before, after);
        let summary = clone.join("../summary.md");
        fs::write(&summary, "what was there\n").unwrap();
        let done = run(said, &clone, &tool, "");
        let text = fs::read_to_string(&summary).unwrap();
        assert!(done.succeeded(), "{}", done.output());
        assert!(text.starts_with("what was there\n"), "{text}");
        assert!(text.contains(says), "{says}: {text}");
    }
    // What was not fetched can't be compared with.
    let clone = pull_request(here.path(), Some(one), &two);
    git(&clone, &["checkout", "--quiet", "HEAD^1"]);
    let done = run(said, &clone, &tool, "");
    assert!(!done.succeeded(), "{}", done.output());
}

/// What a value of a workflow comes to where each variable is `given` and each secret `hidden`.
fn evaluated(value: &str) -> String {
    match value {
        _ if value.starts_with("${{ vars.") => "given".to_owned(),
        _ if value.starts_with("${{ secrets.") => "hidden".to_owned(),
        _ => value.to_owned(),
    }
}

/// Docker, whose images have a size, and whose Compose is the real one.
fn docker(image: &str, size: u64) -> String {
    let compose = tools::path("docker-compose");
    format!(
        "#!/bin/sh\ncase $1 in\n    compose) shift; exec '{}' \"$@\" ;;\nesac\nfor word in \"$@\"; do last=$word; done\nif [ \"$last\" = {image} ]; then echo {size}; else echo \"no such image: $last\" >&2; exit 1; fi\n",
        compose.display()
    )
}

#[test]
fn an_image_that_is_too_large_fails_and_no_other_is_looked_at() {
    let folder = stackc::repository().join("golden-tests/build/ci/expected/production");
    let workflow = load(&folder.join("ci/shop.yml"));
    let job = &workflow["jobs"]["images"];
    let sized = step(&workflow, "images", "Hold web against its size");
    let here = tempfile::tempdir().unwrap();
    let inside = here.path().join("in");
    fs::create_dir(&inside).unwrap();
    // `web` waits for another service, whose image is built too.
    let compose = folder.join("compose/docker-compose.yml");
    let text = fs::read_to_string(&compose).unwrap();
    assert!(text.contains("depends_on"), "{text}");
    let with = |service: &str| {
        let mut step = sized.clone();
        for (name, value) in job["env"].as_object().unwrap() {
            step["env"][name] = Value::from(evaluated(value.as_str().unwrap()));
        }
        step["env"]["COMPOSE"] = Value::from(compose.to_str().unwrap());
        step["env"]["SERVICE"] = Value::from(service);
        step
    };
    for (service, image, size, fits) in [
        ("web", "ghcr.io/example/shop:given", 524_288_000, true),
        ("web", "ghcr.io/example/shop:given", 524_288_001, false),
        ("local", "shop-local", 1, true),
        ("nothing", "shop-nothing", 1, false),
        ("web", "ghcr.io/example/other", 1, false),
    ] {
        programs(here.path(), &[("docker", &docker(image, size))]);
        let done = run(&with(service), &inside, here.path(), "");
        assert_eq!(
            done.succeeded(),
            fits,
            "{service} {image} {size}: {}",
            done.output()
        );
    }
}

/// Docker Compose reads the whole file, and holds numbers, times and ports of it to be such, before it builds.
#[test]
fn what_no_build_reads_does_not_stop_docker_compose() {
    let here = tempfile::tempdir().unwrap();
    let text = r#"stack shop edition=1
input TAG type=tag
input CPUS type=int
input PIDS type=int min=20
input GRACE type=duration
input PORT type=port
input FLAG type=bool
input LEVEL one-of="debug info"
secret token
service web {
    build "./web"
    image "ghcr.io/example/shop:${input.TAG}"
    resources cpus="${input.CPUS}" pids="${input.PIDS}"
    stop-grace-period "${input.GRACE}"
    port http 3000 publish="${input.PORT}"
    init "${input.FLAG}"
    env { LEVEL "${input.LEVEL}"; TOKEN (secret)token }
}
target compose
target ci { registry "ghcr.io/example"; install "install-stackc" }
"#;
    fs::write(here.path().join("stack.kdl"), text).unwrap();
    let built = stackc::run(here.path(), &["build", "--quiet"]);
    assert!(built.succeeded(), "{}", built.output());
    let workflow = load(&here.path().join("out/ci/shop.yml"));
    let mut compose = Command::new(tools::path("docker-compose"));
    compose
        .args(["--file", "out/compose/docker-compose.yml", "config"])
        .args(["--format", "json"])
        .current_dir(here.path())
        .env_clear();
    let mut asked = Vec::new();
    for (name, value) in workflow["jobs"]["images"]["env"].as_object().unwrap() {
        let value = value.as_str().unwrap();
        compose.env(name, evaluated(value));
        if evaluated(value) != value {
            asked.push(name.as_str());
        }
    }
    assert_eq!(asked, ["TAG"]);
    let done = process::run(&mut compose, DEADLINE);
    assert!(done.succeeded(), "{}", done.output());
    let read: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(
        read["services"]["web"]["image"],
        "ghcr.io/example/shop:given"
    );
}

#[test]
fn only_what_a_build_reads_is_asked_of_the_repository() {
    let path = stackc::repository().join("golden-tests/build/ci/expected/production/ci/shop.yml");
    let workflow = load(&path);
    let variables = workflow["jobs"]["images"]["env"].as_object().unwrap();
    let mut asked: Vec<&str> = variables
        .iter()
        .filter(|(_, value)| value.as_str().unwrap().starts_with("${{"))
        .map(|(name, _)| name.as_str())
        .collect();
    asked.sort_unstable();
    assert_eq!(asked, ["NODE_VERSION", "NPM_TOKEN", "TAG"]);
    assert!(!variables.contains_key("MAIL"), "it has a default");
    let names: Vec<&str> = steps(&workflow["jobs"]["images"])
        .iter()
        .map(|step| step["name"].as_str().unwrap())
        .collect();
    let place = |name: &str| names.iter().position(|one| *one == name).unwrap();
    assert!(
        place("Log in to the registry") < place("Build web"),
        "{names:?}"
    );
}

#[test]
fn a_deployment_leaves_nothing_on_the_runner() {
    let path =
        stackc::repository().join("golden-tests/build/ci-deploy/expected/production/ci/shop.yml");
    let workflow = load(&path);
    let here = tempfile::tempdir().unwrap();
    let inside = here.path().join("in");
    fs::create_dir(&inside).unwrap();
    programs(
        here.path(),
        &[("ansible-playbook", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n")],
    );
    let mut key = step(&workflow, "deploy", "Write the key").clone();
    key["env"]["SSH_KEY"] = Value::from("the key");
    key["env"]["SSH_KNOWN_HOSTS"] = Value::from("the hosts");
    let temporary = here.path().join("runner's temp");
    for _ in 0..2 {
        let done = run(&key, &inside, here.path(), "");
        assert!(done.succeeded(), "{}", done.output());
    }
    let read = |name: &str| fs::read_to_string(temporary.join("ssh").join(name)).unwrap();
    assert_eq!(
        (read("key").as_str(), read("known_hosts").as_str()),
        ("the key\n", "the hosts\n")
    );
    let done = run(
        step(&workflow, "deploy", "Deploy"),
        &inside,
        here.path(),
        "",
    );
    let said: Vec<&str> = done.stdout.lines().collect();
    let after = |word: &str| {
        let place = said.iter().position(|one| *one == word).unwrap();
        said[place + 1]
    };
    // `run` names the folder by way of another.
    let ssh = inside.join("../runner's temp/ssh");
    assert_eq!(after("--private-key"), ssh.join("key").to_str().unwrap());
    // Ansible takes the words apart as Python does.
    let mut python = tools::command("python3");
    python.args([
        "-c",
        "import shlex, sys; print('\\n'.join(shlex.split(sys.argv[1])))",
    ]);
    let words = process::run(python.arg(after("--ssh-common-args")), DEADLINE);
    let known = format!(
        "UserKnownHostsFile=\"{}\"",
        ssh.join("known_hosts").display()
    );
    assert_eq!(
        words.stdout.lines().collect::<Vec<_>>(),
        ["-o", &known, "-o", "GlobalKnownHostsFile=none"],
        "{}",
        words.output()
    );
    let done = run(
        step(&workflow, "deploy", "Remove the key"),
        &inside,
        here.path(),
        "",
    );
    assert!(
        done.succeeded() && !temporary.join("ssh").exists(),
        "{}",
        done.output()
    );
    assert!(!here.path().join("home/.ssh").exists());
}
