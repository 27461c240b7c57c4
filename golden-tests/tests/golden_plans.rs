//! Plans: `plans/<case>/before` and `after`, and what is said of the way from one to the other. docker compose judges what is recreated.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a panic is how a test reports trouble"
)]

mod plans;
#[path = "plans/table.rs"]
mod table;

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use stackc_golden_tests::{
    golden::{self, Case, Failures},
    stackc,
};
use stackc_targets::REGISTRY;

use plans::{cases, effects, json, plan};

fn judge(case: &Case) -> Result<(), String> {
    let text = plan(case, &["--artifacts"]);
    if text.code != Some(0) {
        return Err(format!("it ended with {:?}:\n{}", text.code, text.stderr));
    }
    golden::judge_text(&case.folder.join("plan.txt"), &text.stdout)?;
    let data = plan(case, &["--format", "json"]);
    golden::judge_text(&case.folder.join("plan.json"), &data.stdout)
}

#[test]
fn every_plan_is_as_expected() {
    let mut failures = Failures::default();
    for case in cases() {
        failures.take(&case.name, judge(&case));
    }
    failures.settle();
}

/// Every row of the table, by name.
fn facts() -> Vec<&'static str> {
    let shared = stackc_compiler::plan::FACTS.iter().copied().flatten();
    let own = REGISTRY.iter().flat_map(|target| target.facts());
    shared.chain(own).map(|fact| fact.name).collect()
}

#[test]
fn every_row_of_the_table_has_a_case() {
    let all = facts();
    let names: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(names.len(), all.len(), "two rows have one name");
    let cases = cases();
    let mut missing = Vec::new();
    for fact in names {
        let about = cases.iter().filter(|case| {
            let rest = case.name.strip_prefix(fact);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        });
        let shown = about
            .into_iter()
            .any(|case| effects(&json(case)).iter().any(|(_, _, name)| name == fact));
        if !shown {
            missing.push(fact);
        }
    }
    assert!(missing.is_empty(), "no case shows {missing:?}");
    assert!(cases.len() >= 60);
}

#[test]
fn the_documentation_has_the_table() {
    let path = stackc::repository().join("docs/plan.md");
    let page = fs::read_to_string(&path).unwrap();
    let made = table::between(&page, "axes", &table::axes());
    let made = table::between(&made, "facts", &table::facts());
    golden::judge_text(&path, &made).unwrap();
}

#[test]
fn every_changed_file_is_explained() {
    let mut failures = Failures::default();
    for case in cases() {
        failures.take(&case.name, plans::explained(&json(&case)));
    }
    failures.settle();
}

#[test]
fn a_plan_of_equal_stacks_is_empty() {
    let mut failures = Failures::default();
    for root in ["golden-tests/build", "examples"] {
        for case in golden::cases(&stackc::repository().join(root)) {
            let ran = stackc::run(
                &case.folder,
                &[
                    "plan",
                    "--against",
                    ".",
                    "--env",
                    "all",
                    "--detailed-exitcode",
                ],
            );
            let outcome = match ran.code {
                Some(0) => Ok(()),
                _ => Err(ran.output()),
            };
            failures.take(&case.name, outcome);
        }
    }
    failures.settle();
}

#[test]
fn what_is_renamed_is_said_to_be() {
    for (case, address, from) in [
        ("rename-service", "service/app", "web"),
        ("rename-volume", "volume/files", "data"),
        ("rename-site", "site/store.example.com", "shop.example.com"),
    ] {
        let case = cases().into_iter().find(|one| one.name == case).unwrap();
        let data = json(&case);
        let changes = data["environments"][0]["changes"].as_array().unwrap();
        let change = changes
            .iter()
            .find(|change| change["address"] == address)
            .unwrap();
        assert_eq!(change["renamed_from"], from);
    }
}

#[test]
fn no_rendering_shows_a_secret() {
    for name in [
        "first-start-password-literal",
        "secret-replaced-hard-coded",
        "secret-to-literal",
        "password-in-a-command",
    ] {
        let case = cases().into_iter().find(|one| one.name == name).unwrap();
        for format in ["text", "json", "markdown", "github"] {
            let ran = plan(&case, &["--artifacts", "--format", format]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            for word in ["correct-horse", "battery-staple"] {
                assert!(
                    !ran.stdout.contains(word),
                    "{name} as {format}:\n{}",
                    ran.stdout
                );
            }
        }
    }
}

#[test]
fn a_comment_fits_and_says_what_it_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let stack = |level: &str| {
        let services: String = (0..400)
            .map(|number| format!("service s{number} {{\n    image \"example/web:1.0\"\n    env {{ LEVEL {level} }}\n}}\n"))
            .collect();
        format!("stack large edition=1\n{services}")
    };
    for (name, level) in [("before", "info"), ("after", "debug")] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("stack.kdl"), stack(level)).unwrap();
    }
    let arguments = [
        "plan",
        "--against",
        "../before",
        "--format",
        "github",
        "--artifacts",
    ];
    let ran = stackc::run(&folder.path().join("after"), &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.chars().count() < 65_536, "{}", ran.stdout.len());
    assert!(ran.stdout.contains("do not fit into a comment"));
    assert!(ran.stdout.starts_with("<!-- stackc plan -->\n"));
    assert_eq!(
        ran.stdout.matches("<details>").count(),
        ran.stdout.matches("</details>").count()
    );
}

#[test]
fn the_json_has_a_version() {
    for case in cases() {
        let data: Value = json(&case);
        assert_eq!(data["format_version"], 1, "{}", case.name);
    }
}
