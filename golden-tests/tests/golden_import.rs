//! Compose projects and the stacks that they become: `import/<case>/`.
//!
//! A case is a folder with the project's files. `args` holds the arguments of `stackc import`, one per line; without it the
//! folder is imported. `stack.kdl` is the stack that is expected, `report.txt` what is said beside it. Where nothing is lost, and
//! nothing needs a younger Docker Compose than the one that judges, it has to read the same out of the project and out of the file that the stack becomes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use stackc_compiler::check::{CODES, Language};
use stackc_golden_tests::{
    compose::Compose,
    golden::{self, Case, Failures},
    process::Finished,
    stackc,
};

/// What belongs to a case but not to its project.
const EXPECTED: [&str; 3] = ["args", "report.txt", "stack.kdl"];

/// What the variables are filled with, all with the same: one of them fits wherever a variable may stand.
const FILLINGS: [&str; 6] = ["8080", "30s", "true", "/fill", "0.5", ""];

/// Codes after which the stack is not the whole project.
const GAPS: [&str; 2] = ["[not-imported]", "[secret-extracted]"];

fn cases() -> Vec<Case> {
    golden::folders(&stackc::repository().join("golden-tests/import"))
}

/// The arguments of a case.
fn arguments(case: &Case) -> Vec<String> {
    match fs::read_to_string(case.folder.join("args")) {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(_) => vec![".".to_owned()],
    }
}

/// Runs a case in a copy of its project, whose folder has the case's name.
fn run(case: &Case, project: &Path) -> Finished {
    golden::copy(&case.folder, project);
    for name in EXPECTED {
        let _ = fs::remove_file(project.join(name));
    }
    let given = arguments(case);
    let mut words = vec!["import", "--color", "never", "--verbose"];
    words.extend(given.iter().map(String::as_str));
    stackc::run(project, &words)
}

fn judge(case: &Case) -> Result<(), String> {
    let scratch = tempfile::tempdir().unwrap();
    let project = scratch.path().join(&case.name);
    let ran = run(case, &project);
    let is_stack = !ran.stdout.is_empty();
    let is_fault = ran.stderr.contains("error[") || ran.stderr.starts_with("error: ");
    if is_stack != (ran.code == Some(0)) || is_stack == is_fault {
        return Err(format!("it ended with {:?}:\n{}", ran.code, ran.output()));
    }
    is_about_its_code(case, &ran)?;
    golden::judge_text(&case.folder.join("report.txt"), &ran.stderr)?;
    let expected = case.folder.join("stack.kdl");
    if !is_stack {
        if golden::blessing() {
            let _ = fs::remove_file(&expected);
        }
        return match expected.exists() {
            true => Err("there is a stack.kdl, but nothing is imported".to_owned()),
            false => Ok(()),
        };
    }
    golden::judge_text(&expected, &ran.stdout)?;
    fs::write(project.join("stack.kdl"), &ran.stdout).unwrap();
    let formatted = stackc::run(&project, &["fmt", "--check"]);
    if formatted.code != Some(0) {
        return Err(format!("`fmt` would change it:\n{}", ran.stdout));
    }
    let built = built(&project)?;
    let needs_a_younger_compose = ran.stdout.contains("\n    version \"");
    if needs_a_younger_compose || GAPS.iter().any(|gap| ran.stderr.contains(gap)) {
        return Ok(());
    }
    same_for_compose(case, &project, &built)
}

/// A case that is named like a code of the import shows that code.
fn is_about_its_code(case: &Case, ran: &Finished) -> Result<(), String> {
    let is_about = |name: &&str| {
        case.name
            .strip_prefix(name)
            .is_some_and(|variant| variant.is_empty() || variant.starts_with('-'))
    };
    let code = CODES
        .iter()
        .filter(|code| code.language == Language::Compose)
        .map(|code| code.name)
        .filter(is_about)
        .max_by_key(|code| code.len());
    match code {
        Some(code) if !ran.stderr.contains(&format!("[{code}]: ")) => {
            Err(format!("the fault is not found:\n{}", ran.stderr))
        }
        _ => Ok(()),
    }
}

/// The Compose file that the stack becomes.
fn built(project: &Path) -> Result<String, String> {
    let words = [
        "build",
        "--color",
        "never",
        "--target",
        "compose",
        "--stdout=docker-compose.yml",
    ];
    let ran = stackc::run(project, &words);
    match ran.code {
        Some(0) => Ok(ran.stdout),
        code => Err(format!("the build ended with {code:?}:\n{}", ran.stderr)),
    }
}

/// Whether Docker Compose reads the same out of both, however the variables are filled, and whether it reads anything at all.
fn same_for_compose(case: &Case, project: &Path, built: &str) -> Result<(), String> {
    let file = project.join("stackc-built.yml");
    fs::write(&file, built).unwrap();
    let mut original = Compose::found(project);
    for argument in arguments(case) {
        if argument != "." && !argument.starts_with('-') {
            original = original.over(argument);
        }
    }
    let variables = variables(built);
    let mut fillings: Vec<Option<&str>> = vec![None];
    if !variables.is_empty() {
        fillings.extend(FILLINGS.iter().copied().map(Some));
    }
    let mut accepted = 0;
    let mut refusal = String::new();
    for filling in fillings {
        let ask = |compose: Compose| {
            let mut compose = compose.all_profiles().env("HOME", "/home/someone");
            for name in &variables {
                if let Some(value) = filling {
                    compose = compose.env(name, value);
                }
            }
            compose.config()
        };
        let (before, after) = (ask(original.clone()), ask(Compose::new(project, &file)));
        if before.accepted() != after.accepted() {
            return Err(format!(
                "filled with {filling:?}, only one is accepted:\n{}{}\n{built}",
                before.stderr, after.stderr
            ));
        }
        let (Some(before), Some(after)) = (before.config, after.config) else {
            refusal = before.stderr;
            continue;
        };
        accepted += 1;
        let (before, after) = (canonical(before, ""), canonical(after, ""));
        if before != after {
            let shown = |value: &Value| serde_json::to_string_pretty(value).unwrap();
            let found = golden::text_difference(&shown(&before), &shown(&after));
            return Err(format!(
                "filled with {filling:?}, Docker Compose reads something else:\n{}",
                found.unwrap_or_default()
            ));
        }
    }
    match accepted {
        0 => Err(format!("Docker Compose refuses it all:\n{refusal}")),
        _ => Ok(()),
    }
}

/// The names behind the dollars of a text.
fn variables(text: &str) -> BTreeSet<String> {
    text.replace("$$", "")
        .split('$')
        .skip(1)
        .map(|rest| {
            let rest = rest.strip_prefix('{').unwrap_or(rest);
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            rest.get(..end).unwrap_or("").to_owned()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// Lists in which the order means nothing.
const UNORDERED: [&str; 4] = ["expose", "ports", "profiles", "volumes"];

/// Whether an entry says nothing: an extension, a command that is null.
fn is_unsaid(name: &str, value: &Value) -> bool {
    name.starts_with("x-") || value.is_null() && matches!(name, "command" | "entrypoint")
}

/// A configuration without what makes no difference: extensions, the order of keys and of some lists, and how a limit is written.
fn canonical(value: Value, key: &str) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map
                .into_iter()
                .filter(|(name, value)| !is_unsaid(name, value))
                .map(|(name, value)| {
                    let value = match value {
                        Value::Number(limit) if key == "ulimits" => {
                            serde_json::json!({ "hard": limit, "soft": limit })
                        }
                        other => canonical(other, &name),
                    };
                    (name, value)
                })
                .collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(|item| canonical(item, "")).collect();
            if UNORDERED.contains(&key) {
                items.sort_by_key(Value::to_string);
            }
            Value::Array(items)
        }
        other => other,
    }
}

#[test]
fn every_project_becomes_what_is_expected() {
    let mut failures = Failures::default();
    for case in cases() {
        failures.take(&case.name, judge(&case));
    }
    failures.settle();
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let mut failures = Failures::default();
    for case in cases() {
        let scratch = tempfile::tempdir().unwrap();
        let runs = ["first", "second"].map(|parent| {
            let ran = run(&case, &scratch.path().join(parent).join(&case.name));
            (ran.code, ran.stdout, ran.stderr)
        });
        let [first, second] = runs;
        let outcome = (first == second)
            .then_some(())
            .ok_or_else(|| format!("{first:?}\n{second:?}"));
        failures.take(&case.name, outcome);
    }
    failures.settle();
}

#[test]
fn variables_are_found() {
    let found = variables("a $A ${B:-x} $$C $${D} ${E?no}");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["A", "B", "E"]);
}
