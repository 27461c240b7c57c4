//! Real Compose projects, imported and built again, are the same projects to Docker Compose.
//!
//! The corpus is a folder of its own: `$STACKC_CORPUS`, else `shared/corpus` beside the checkout. Without one there
//! is no test: nothing is counted, and a line says so. The work is done by `golden-tests/tools/corpus`; here its
//! counts are held against `golden-tests/corpus.json`, which is where a rate is raised once it is reached.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic is how a test reports trouble; without a harness it prints its own result"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use serde_json::Value;
use stackc_golden_tests::{process, stackc, tools};

/// The name by which a filter finds this test.
const NAME: &str = "real_projects_stay_what_they_are";

/// Each project has a limit of its own; this one is for the tool itself.
const DEADLINE: Duration = Duration::from_secs(60 * 60);

/// What is counted of each kind, and must not fall below its recorded share.
const COUNTS: [&str; 3] = ["equal", "formatted", "stable"];

/// How many failing projects are shown.
const SHOWN: usize = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        println!("{NAME}: test");
        return ExitCode::SUCCESS;
    }
    if !is_meant(&arguments) {
        return ExitCode::SUCCESS;
    }
    let Some(corpus) = corpus() else {
        println!(
            "test {NAME} ... skipped: no STACKC_CORPUS, and no shared/corpus beside the checkout"
        );
        return ExitCode::SUCCESS;
    };
    let faults = judge(&corpus);
    let failed = usize::from(!faults.is_empty());
    for fault in &faults {
        println!("{fault}");
    }
    let (word, passed) = if failed == 0 {
        ("ok", 1)
    } else {
        ("FAILED", 0)
    };
    println!("test {NAME} ... {word}\n");
    println!(
        "test result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out\n"
    );
    ExitCode::from(u8::from(failed > 0))
}

/// Whether the filters of the command line let this test through.
fn is_meant(arguments: &[String]) -> bool {
    let mut filters = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--ignored" => return false,
            "--skip"
                if rest
                    .next()
                    .is_some_and(|skipped| NAME.contains(skipped.as_str())) =>
            {
                return false;
            }
            "--test-threads" | "--format" | "--color" | "--logfile" | "-Z" => {
                rest.next();
            }
            option if option.starts_with('-') => {}
            filter => filters.push(filter),
        }
    }
    filters.is_empty() || filters.iter().any(|filter| NAME.contains(filter))
}

/// A corpus of real Compose projects, if one is named or lies beside the checkout.
fn corpus() -> Option<PathBuf> {
    if let Some(named) = env::var_os("STACKC_CORPUS").filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        assert!(
            named.is_dir(),
            "STACKC_CORPUS is no folder: {}",
            named.display()
        );
        return Some(named);
    }
    let beside = stackc::repository().parent()?.join("shared/corpus");
    beside.join("public/index.json").is_file().then_some(beside)
}

/// Runs the tool and prints the rates; gives what is below the records.
fn judge(corpus: &Path) -> Vec<String> {
    let found = run_tool(corpus);
    let records = records();
    let mut faults = Vec::new();
    for (kind, counts) in found["kinds"].as_object().expect("counts by kind") {
        print_rates(kind, counts);
        faults.extend(shortfalls(kind, counts, &records["kinds"][kind]));
    }
    faults.extend(slowness(&found["timing"], &records));
    if !faults.is_empty() {
        print_failures(&found);
    }
    faults
}

fn run_tool(corpus: &Path) -> Value {
    let tool = stackc::repository().join("golden-tests/tools/corpus");
    let mut command = tools::command("python3");
    command.arg(tool).arg(corpus).arg(stackc::binary());
    command.arg(tools::folder().with_file_name("corpus"));
    command
        .arg("--json")
        .arg("--plugin")
        .arg(tools::path("docker-compose"));
    let done = process::run(&mut command, DEADLINE);
    assert!(
        done.succeeded(),
        "golden-tests/tools/corpus failed:\n{}",
        done.output()
    );
    serde_json::from_str(&done.stdout).expect("the tool prints JSON")
}

fn records() -> Value {
    let path = stackc::repository().join("golden-tests/corpus.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the records are there"))
        .expect("the records are JSON")
}

fn number(counts: &Value, name: &str) -> u64 {
    counts[name].as_u64().unwrap_or(0)
}

fn print_rates(kind: &str, counts: &Value) {
    let all = number(counts, "projects");
    let rates: Vec<String> = COUNTS
        .iter()
        .map(|name| format!("{} {name}", number(counts, name)))
        .collect();
    println!("{kind}: of {all} projects {}", rates.join(", "));
}

/// The counts of a kind whose share is smaller than the recorded one.
fn shortfalls(kind: &str, counts: &Value, record: &Value) -> Vec<String> {
    let (all, recorded_all) = (number(counts, "projects"), number(record, "projects"));
    COUNTS
        .iter()
        .map(|name| (name, number(counts, name), number(record, name)))
        .filter(|(_, count, recorded)| count * recorded_all < recorded * all)
        .map(|(name, count, recorded)| {
            format!(
                "{kind}: {count} of {all} are {name}, on record are {recorded} of {recorded_all}"
            )
        })
        .collect()
}

/// Whether all imports and builds took too long; only an optimised build is held to that.
fn slowness(timing: &Value, records: &Value) -> Option<String> {
    let (wall, limit) = (timing["wall"].as_f64()?, records["seconds"].as_f64()?);
    println!("all imports and builds, one after the other: {wall:.1} s");
    (wall > limit && !cfg!(debug_assertions))
        .then(|| format!("all imports and builds took {wall:.1} s, more than {limit} s"))
}

fn print_failures(found: &Value) {
    let projects = found["projects"].as_array().expect("a list of projects");
    let fails = |project: &&Value| {
        project["outcome"] != "equal" || project["formatted"] == false || project["stable"] == false
    };
    for project in projects.iter().filter(fails).take(SHOWN) {
        let text = |name: &str| one_line(project[name].as_str().unwrap_or(""));
        println!(
            "  {}: {}: {} {}",
            text("name"),
            text("outcome"),
            text("detail"),
            text("unstable")
        );
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
