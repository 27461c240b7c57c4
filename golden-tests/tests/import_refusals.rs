//! What Docker Compose refuses, the import refuses; what it takes, the import takes.
//!
//! The projects of `import/` are broken at random, one value at a time, and both judge what came of it.
//! `STACKC_REFUSALS=5000` breaks more of them, `STACKC_FUZZ_SEED` others.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeSet, env, fs};

use serde_json::{Value, json};
use stackc_compiler::{diag::Severity, source::EmptyLibrary};
use stackc_golden_tests::{compose::Compose, golden, random::Random, stackc};
use stackc_import::{Given, Import, Request, import};

/// What both may say differently about: words that Docker Compose has for it.
///
/// It compares the items of a list, and opens files that a team may well have elsewhere; both are of no interest for what a stack says.
const COMPOSE_ALONE: [&str; 7] = [
    "array items",
    "env file ",
    "label file ",
    "no such file or directory",
    // That is no verdict: it falls over `pid:` with nothing in it.
    "panic: interface conversion",
    // Newer versions take one text.
    "ignore must be a list",
    // It writes a limit of -1 as a text that it can't read.
    "invalid size: '-1'",
];

/// What Docker Compose takes and no engine runs: the types of values that it doesn't look at.
const OURS_ALONE: [&str; 21] = [
    "does not say where its content comes from",
    "takes a value of type IP address",
    "takes a value of type address or CIDR range",
    "takes a value of type address",
    "takes a value of type count",
    "takes a value of type host name",
    "takes a value of type identifier",
    "takes a value of type image",
    "takes a value of type int",
    "takes a value of type name",
    "takes a value of type protocol",
    "takes a value of type published port",
    "takes a value of type port or range of ports",
    "takes a value of type restart policy",
    "takes an absolute path in the container",
    "is a whole number, this is a number",
    "Compose knows no key",
    "a project's name has only lower-case letters",
    "there is no service in these files",
    "what is included is a path",
    "needs its",
];

/// The values that are put in.
fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("a=b"),
        json!([]),
        json!(["a"]),
        json!([1]),
        json!([null]),
        json!([["a"]]),
        json!([{"a": "b"}]),
        json!({}),
        json!({"a": "b"}),
        json!({"a": null}),
    ]
}

/// The projects that both take, as Docker Compose reads them.
fn projects() -> Vec<Value> {
    let cases = golden::folders(&stackc::repository().join("golden-tests/import"));
    let read = cases
        .iter()
        .filter(|case| {
            let report = fs::read_to_string(case.folder.join("report.txt"));
            report.is_ok_and(|report| report.contains("everything was carried"))
        })
        .filter_map(|case| Compose::found(&case.folder).config().config);
    read.collect()
}

/// The places of a document, each as the way to it.
fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((way, value)) = open.pop() {
        let parts: Vec<(String, &Value)> = match value {
            Value::Object(entries) => entries
                .iter()
                .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
                .collect(),
            Value::Array(items) => (0..).map(|at: usize| at.to_string()).zip(items).collect(),
            _ => Vec::new(),
        };
        for (key, value) in parts {
            let way = format!("{way}/{key}");
            open.push((way.clone(), value));
            found.push(way);
        }
    }
    found
}

fn imported(text: &str) -> Import {
    let request = Request {
        files: vec![Given {
            path: "docker-compose.yml".to_owned(),
            text: text.to_owned(),
        }],
        folder: "broken".to_owned(),
        ..Request::default()
    };
    let targets = stackc_targets::REGISTRY;
    import(&request, &EmptyLibrary, &EmptyLibrary, targets)
}

/// How both differ about a file; none if they agree, or need not.
fn difference(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("docker-compose.yml"), text).unwrap();
    let answer = Compose::new(folder.path(), "docker-compose.yml").check();
    let import = imported(text);
    let errors: Vec<&str> = import
        .diagnostics
        .items()
        .iter()
        .filter(|item| item.severity == Severity::Error)
        .map(|item| item.message.as_str())
        .collect();
    match (answer.accepted(), errors.is_empty()) {
        (false, true) => {
            let meant = COMPOSE_ALONE.iter().any(|why| answer.stderr.contains(why));
            (!meant).then(|| format!("Docker Compose alone refuses it: {}", answer.stderr.trim()))
        }
        (true, false) => {
            let is_meant = |error: &&str| OURS_ALONE.iter().any(|why| error.contains(why));
            let meant = errors.iter().all(is_meant);
            (!meant).then(|| format!("the import alone refuses it: {}", errors.join("; ")))
        }
        _ => None,
    }
}

#[test]
fn docker_compose_and_the_import_refuse_the_same() {
    let number =
        |name: &str, usual: u64| env::var(name).map_or(usual, |text| text.parse().unwrap());
    let mut random = Random::new(number("STACKC_FUZZ_SEED", 0x2545_f491_4f6c_dd1d));
    let (projects, values) = (projects(), values());
    assert!(projects.len() > 40, "{}", projects.len());
    let mut seen = BTreeSet::new();
    let mut failures = Vec::new();
    for _ in 0..number("STACKC_REFUSALS", 400) {
        let mut document = projects[random.below(projects.len())].clone();
        let places = places(&document);
        let place = &places[random.below(places.len())];
        let value = &values[random.below(values.len())];
        *document.pointer_mut(place).unwrap() = value.clone();
        if !seen.insert((place.clone(), value.to_string())) {
            continue;
        }
        if let Some(difference) = difference(&document.to_string()) {
            failures.push(format!("{place} = {value}: {difference}"));
        }
    }
    println!("{} files, {} differences", seen.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
