//! The examples: each is one stack that reads well, builds whatever its choices are, and says in its README what a target can't do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use serde_json::Value;
use stackc_compiler::{diag::Diagnostics, source::Sources, syntax};
use stackc_golden_tests::{
    golden::{self, Case, Failures},
    nix, process, stackc,
};

fn examples() -> Vec<Case> {
    golden::cases(&stackc::repository().join("examples"))
}

/// Every stack of an example: its own, and those of its history.
fn stacks(case: &Case) -> Vec<PathBuf> {
    let mut found = vec![case.folder.join("stack.kdl")];
    if let Ok(entries) = fs::read_dir(case.folder.join("history")) {
        let older = entries.map(|entry| entry.unwrap().path().join("stack.kdl"));
        found.extend(older);
    }
    found
}

fn succeeded(ran: &process::Finished) -> Result<(), String> {
    if ran.code == Some(0) {
        Ok(())
    } else {
        Err(ran.output())
    }
}

fn each(judge: impl Fn(&Case) -> Result<(), String>) {
    let mut failures = Failures::default();
    for case in examples() {
        failures.take(&case.name, judge(&case));
    }
    failures.settle();
}

#[test]
fn all_deployments_are_there() {
    let names: BTreeSet<String> = examples().into_iter().map(|case| case.name).collect();
    for name in [
        "chronos",
        "crm-nixos",
        "crm-office",
        "crm-production",
        "espocrm",
        "web-app",
    ] {
        assert!(names.contains(name), "{name} is missing");
    }
    let older = stackc::repository().join("examples/crm-nixos/history/hard-coded-password");
    assert!(
        older.join("stack.kdl").is_file(),
        "crm-nixos has no history"
    );
}

#[test]
fn every_stack_has_the_one_layout() {
    each(|case| {
        stacks(case).iter().try_for_each(|stack| {
            let path = stack.to_str().unwrap();
            succeeded(&stackc::run(&case.folder, &["fmt", "--check", path]))
        })
    });
}

#[test]
fn every_older_stack_builds() {
    each(|case| {
        stacks(case).iter().skip(1).try_for_each(|stack| {
            let folder = tempfile::tempdir().unwrap();
            let (path, out) = (stack.to_str().unwrap(), folder.path().to_str().unwrap());
            let arguments = ["build", path, "--env", "all", "--out", out];
            succeeded(&stackc::run(&case.folder, &arguments))
        })
    });
}

/// Each choice of a stack that it does not take by itself, as `--set` says it.
fn choices(stack: &Path) -> Vec<String> {
    let text = fs::read_to_string(stack).unwrap();
    let file = Sources::default().add("stack.kdl", &text);
    let nodes = syntax::parse(file, &text, &mut Diagnostics::default()).nodes;
    let params = nodes.iter().filter(|node| node.kind.value == "param");
    let of_param = params.flat_map(|param| {
        let all = param.nodes().iter();
        let all = all.filter(|child| child.kind.value == "choice");
        all.filter_map(|choice| Some(format!("{}={}", param.first()?, choice.first()?)))
            .collect::<Vec<_>>()
    });
    of_param.collect()
}

#[test]
fn every_choice_builds() {
    let mut set = 0;
    each(|case| {
        choices(&case.folder.join("stack.kdl"))
            .iter()
            .try_for_each(|choice| {
                let folder = tempfile::tempdir().unwrap();
                let out = folder.path().to_str().unwrap();
                let arguments = ["build", "--env", "all", "--out", out, "--set", choice];
                succeeded(&stackc::run(&case.folder, &arguments))
                    .map_err(|why| format!("{choice}: {why}"))
            })
    });
    for case in examples() {
        set += choices(&case.folder.join("stack.kdl")).len();
    }
    assert!(set >= 6, "{set} choices");
}

/// What is lost is said as a warning when the stack is checked, and whoever reads the README knows it before.
#[test]
fn the_readme_says_what_a_target_cannot_do() {
    each(|case| {
        let readme = fs::read_to_string(case.folder.join("README.md"))
            .map_err(|error| format!("README.md: {error}"))?;
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let readme = words(&readme);
        let ran = stackc::run(&case.folder, &["check", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).map_err(|error| error.to_string())?;
        let found = report["diagnostics"].as_array().unwrap();
        let warnings = found
            .iter()
            .filter(|one| one["severity"] == "warning" && one["allowed"].is_null());
        let missing: BTreeSet<String> = warnings
            .map(|one| one["message"].as_str().unwrap())
            .map(|message| message.split(" (in environment").next().unwrap())
            .map(words)
            .filter(|message| !readme.contains(message.as_str()))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(format!("README.md does not say: {missing:#?}"))
    });
}

/// The words of a Makefile that stand alone, each of which someone may call.
fn targets(makefile: &Path) -> Vec<String> {
    let text = fs::read_to_string(makefile).unwrap();
    let words = text
        .lines()
        .filter_map(|line| line.strip_prefix(".PHONY: "));
    words.map(str::to_owned).collect()
}

/// A Makefile that is written by hand calls those that are made: each of its words leads to one that is there.
#[test]
fn every_word_of_a_makefile_is_there() {
    let mut asked = 0;
    for makefile in golden::outputs_named("Makefile") {
        let folder = makefile.parent().unwrap();
        for word in targets(&makefile) {
            let mut command = Command::new("make");
            command
                .args(["--dry-run", "--no-print-directory", &word])
                .current_dir(folder);
            let done = process::run(&mut command, Duration::from_secs(20));
            assert!(
                done.succeeded(),
                "{}: {word}: {}",
                makefile.display(),
                done.output()
            );
            // A generated one calls what lies beside it.
            let calls = done
                .stdout
                .lines()
                .filter_map(|line| line.strip_prefix("./"));
            for script in calls.filter_map(|call| call.split(' ').next()) {
                let is_own = makefile.parent().unwrap().ends_with("ops");
                assert!(
                    !is_own || folder.join(script).is_file(),
                    "{}: {word}: {script}",
                    makefile.display()
                );
            }
            asked += 1;
        }
    }
    assert!(asked >= 40, "{asked} words");
    let own = targets(&stackc::repository().join("examples/chronos/Makefile"));
    for word in [
        "dev",
        "prod-up",
        "logs",
        "health",
        "verify",
        "db-backup",
        "db-restore",
    ] {
        assert!(own.iter().any(|one| one == word), "{word} is missing");
    }
}

#[test]
fn nix_reads_every_committed_file() {
    for file in golden::outputs_ending("nix") {
        if let Err(why) = nix::parse(&file) {
            panic!("{}: {why}", file.display());
        }
    }
}
