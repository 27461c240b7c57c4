//! Real Compose projects, imported, are built for every other target, and the tools of each accept the output.
//!
//! The shares of exact, lowered, partial and refused are printed per target and held against `golden-tests/corpus-targets.json`. The corpus is the
//! one of the test `corpus`; without it nothing is counted, and a line says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::Value;
use stackc_golden_tests::{process, stackc, tools};

/// Each project has a limit of its own; this one is for the tool itself.
const DEADLINE: Duration = Duration::from_secs(30 * 60);

/// From the best answer to the worst that still compiles: the share of each with all better ones must not fall.
const ANSWERS: [&str; 3] = ["exact", "lowered", "partial"];

/// How many failing projects are shown.
const SHOWN: usize = 20;

/// Says it past the harness, which keeps what a passing test prints.
fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("someone listens");
}

fn corpus() -> Option<PathBuf> {
    if let Some(named) = env::var_os("STACKC_CORPUS").filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let beside = stackc::repository().parent()?.join("shared/corpus");
    beside.join("public/index.json").is_file().then_some(beside)
}

fn run_tool(corpus: &Path) -> Value {
    let tool = stackc::repository().join("golden-tests/tools/corpus");
    let mut command = tools::command("python3");
    command.arg(tool).arg(corpus).arg(stackc::binary());
    command.arg(tools::folder().with_file_name("corpus"));
    command
        .args(["--targets", "--json", "--plugin"])
        .arg(tools::path("docker-compose"));
    let done = process::run(&mut command, DEADLINE);
    assert!(
        done.succeeded(),
        "golden-tests/tools/corpus failed:\n{}",
        done.output()
    );
    serde_json::from_str(&done.stdout).expect("the tool prints JSON")
}

fn number(counts: &Value, name: &str) -> u64 {
    counts[name].as_u64().unwrap_or(0)
}

/// The answers of a target whose share is smaller than the recorded one, and projects whose output a tool refuses.
fn shortfalls(target: &str, counts: &Value, record: &Value) -> Vec<String> {
    let (all, recorded_all) = (number(counts, "projects"), number(record, "projects"));
    let mut faults = Vec::new();
    let (mut sum, mut recorded) = (0, 0);
    for answer in ANSWERS {
        sum += number(counts, answer);
        recorded += number(record, answer);
        if sum * recorded_all < recorded * all {
            faults.push(format!(
                "{target}: {sum} of {all} are {answer} or better, on record are {recorded} of {recorded_all}"
            ));
        }
    }
    let failed = number(counts, "failed");
    if failed > 0 {
        faults.push(format!("{target}: {failed} of {all} have no valid output"));
    }
    faults
}

#[test]
fn real_projects_compile_to_every_target() {
    let Some(corpus) = corpus() else {
        say("skipped: no STACKC_CORPUS, and no shared/corpus beside the checkout");
        return;
    };
    let found = run_tool(&corpus);
    let path = stackc::repository().join("golden-tests/corpus-targets.json");
    let records: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut faults = Vec::new();
    for (target, counts) in found["targets"].as_object().expect("counts by target") {
        let shares: Vec<String> = ["exact", "lowered", "partial", "refused", "failed"]
            .iter()
            .map(|name| format!("{} {name}", number(counts, name)))
            .collect();
        let all = number(counts, "projects");
        say(&format!(
            "{target}: of {all} projects {}",
            shares.join(", ")
        ));
        faults.extend(shortfalls(target, counts, &records[target]));
    }
    let failing = found["faults"].as_array().expect("a list of faults");
    let failing = failing.iter().filter(|one| one["answer"] == "failed");
    for one in failing.take(SHOWN) {
        faults.push(format!(
            "  {}: {}: {}",
            one["name"], one["target"], one["why"]
        ));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_share_that_falls_is_seen() {
    let counts = |exact: u64, partial: u64, failed: u64| serde_json::json!({"projects": 10, "exact": exact, "lowered": 0, "partial": partial, "failed": failed});
    let record = counts(5, 4, 0);
    assert!(shortfalls("nix", &record, &record).is_empty());
    assert!(shortfalls("nix", &counts(9, 0, 0), &record).is_empty());
    assert_eq!(shortfalls("nix", &counts(4, 5, 0), &record).len(), 2);
    assert_eq!(shortfalls("nix", &counts(5, 3, 0), &record).len(), 1);
    assert_eq!(shortfalls("nix", &counts(6, 4, 1), &record).len(), 1);
}
