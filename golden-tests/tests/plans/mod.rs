//! What the tests of plans share: the cases, and what is said of them.

use serde_json::Value;
use stackc_golden_tests::{
    golden::{self, Case},
    process::Finished,
    stackc,
};

/// Every case.
pub(crate) fn cases() -> Vec<Case> {
    golden::folders(&stackc::repository().join("golden-tests/plans"))
}

/// The plan from a case's `before` to its `after`.
pub(crate) fn plan(case: &Case, more: &[&str]) -> Finished {
    let mut arguments = vec![
        "plan",
        "--against",
        "../before",
        "--env",
        "all",
        "--color",
        "never",
    ];
    arguments.extend(more);
    stackc::run(&case.folder.join("after"), &arguments)
}

/// The same as data.
pub(crate) fn json(case: &Case) -> Value {
    let ran = plan(case, &["--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}: {}", case.name, ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Address, target and fact of every effect.
pub(crate) fn effects(plan: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for environment in plan["environments"].as_array().unwrap() {
        for change in environment["changes"].as_array().unwrap() {
            for effect in change["effects"].as_array().unwrap() {
                found.push((
                    text(&change["address"]),
                    text(&effect["target"]),
                    text(&effect["fact"]),
                ));
            }
        }
    }
    found
}

/// Whether every file that is not the same is explained by a change of the plan.
pub(crate) fn explained(plan: &Value) -> Result<(), String> {
    for environment in plan["environments"].as_array().unwrap() {
        let changes: Vec<&Value> = environment["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| &change["address"])
            .collect();
        for file in environment["files"].as_array().unwrap() {
            let by = file["explained_by"].as_array().unwrap();
            if by.is_empty() {
                return Err(format!("nothing explains {}", file["path"]));
            }
            if let Some(stranger) = by.iter().find(|address| !changes.contains(address)) {
                return Err(format!("{stranger} is no change"));
            }
        }
    }
    Ok(())
}
