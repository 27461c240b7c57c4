//! Random edits of stacks: whatever changes in the files is explained by the plan, and docker compose's services one by one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a panic is how a test reports trouble"
)]

#[allow(dead_code, reason = "each test uses a part of it")]
mod plans;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use proptest::prelude::*;
use serde_json::Value;
use stackc_golden_tests::{
    golden::{self, Case, Tree},
    stackc,
};

/// Stacks that are edited: the examples, and the golden cases.
static STACKS: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let roots = ["examples", "golden-tests/build"];
    let all = roots
        .iter()
        .flat_map(|root| golden::cases(&stackc::repository().join(root)));
    all.collect()
});

/// One edit of a text, at a place that is a part of it from 0 to 1.
fn edited(text: &str, kind: u8, place: f64) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = ((lines.len() as f64) * place) as usize;
    let line = *lines.get(at)?;
    let replaced = |new: Vec<String>| {
        let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        all.splice(at..=at, new);
        Some(all.join("\n") + "\n")
    };
    match kind {
        // Another number.
        0 => {
            let digit = line.find(|c: char| c.is_ascii_digit())?;
            let old = line.as_bytes()[digit];
            let new = if old == b'9' {
                '1'
            } else {
                char::from(old + 1)
            };
            replaced(vec![format!(
                "{}{new}{}",
                &line[..digit],
                &line[digit + 1..]
            )])
        }
        // Another word in a text.
        1 => {
            let quote = line.find('"')?;
            let letter = line[quote..].find(|c: char| c.is_ascii_lowercase())? + quote;
            replaced(vec![format!("{}q{}", &line[..letter], &line[letter..])])
        }
        // A line less.
        2 => replaced(Vec::new()),
        // Two lines in another order.
        3 => {
            let next = *lines.get(at + 1)?;
            let mut all = lines.clone();
            all[at] = next;
            all[at + 1] = line;
            Some(all.join("\n") + "\n")
        }
        // A variable more, or a word more.
        _ => {
            let block = line.contains("env {") && line.ends_with('{');
            block.then(|| replaced(vec![line.to_owned(), "        EXTRA more".to_owned()]))?
        }
    }
}

/// The services of every Compose file of an output, with their lines.
fn services(tree: &Tree) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (path, file) in tree {
        if !path.ends_with("docker-compose.yml") {
            continue;
        }
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let mut section = String::new();
        let mut service: Option<String> = None;
        for line in text.lines() {
            if !line.starts_with([' ', '#']) && !line.is_empty() {
                section = line.trim_end_matches(':').to_owned();
                service = None;
            } else if section == "services"
                && line.starts_with("  ")
                && !line.starts_with("   ")
                && line.ends_with(':')
            {
                service = Some(
                    line.trim()
                        .trim_end_matches(':')
                        .trim_matches('"')
                        .to_owned(),
                );
            }
            if let Some(name) = &service {
                let body: &mut String = found.entry((path.clone(), name.clone())).or_default();
                body.push_str(line);
                body.push('\n');
            }
        }
    }
    found
}

fn build(folder: &Path) -> Option<Tree> {
    let ran = stackc::run(folder, &["build", "--env", "all", "--out", "expected"]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.stderr);
    (ran.code == Some(0)).then(|| golden::read(&folder.join("expected")))
}

/// Whether every service whose lines are others has a change of its own, or a target that is new or gone.
fn services_are_covered(plan: &Value, before: &Tree, after: &Tree) -> Result<(), String> {
    let addresses: BTreeSet<String> = plan["environments"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|environment| environment["changes"].as_array().unwrap())
        .map(|change| {
            let from = change["renamed_from"].as_str().unwrap_or_default();
            format!("{} {from}", change["address"].as_str().unwrap())
        })
        .collect();
    let (old, new) = (services(before), services(after));
    let keys: BTreeSet<&(String, String)> = old.keys().chain(new.keys()).collect();
    for key in keys {
        if old.get(key).map(|text| text.trim_end()) == new.get(key).map(|text| text.trim_end()) {
            continue;
        }
        let is_said = addresses.iter().any(|address| {
            let (now, from) = address.split_once(' ').unwrap();
            now == format!("service/{}", key.1) || from == key.1
        });
        // A project that comes or goes as a whole is its target's.
        let is_whole = !before.contains_key(&key.0) || !after.contains_key(&key.0);
        let is_target = addresses.iter().any(|one| {
            let target = one.trim_end().strip_prefix("target/");
            target.is_some_and(|target| key.0.split('/').any(|folder| folder == target))
        });
        if !(is_said || is_whole && is_target) {
            return Err(format!(
                "nothing is said of {} in {}: {addresses:?}",
                key.1, key.0
            ));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_changed_byte_is_explained(
        stack in any::<prop::sample::Index>(),
        edits in prop::collection::vec((0u8..5, 0.0f64..1.0), 1..4),
    ) {
        let case = stack.get(&STACKS);
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("before"), folder.path().join("after"));
        golden::copy(&case.folder, &old);
        golden::copy(&case.folder, &new);
        let mut text = fs::read_to_string(new.join("stack.kdl")).unwrap();
        for (kind, place) in edits {
            text = edited(&text, kind, place).unwrap_or(text);
        }
        fs::write(new.join("stack.kdl"), text).unwrap();
        let Some(after) = build(&new) else {
            return Ok(());
        };
        let before = build(&old).unwrap();
        let arguments = ["plan", "--against", "../before", "--env", "all", "--format", "json"];
        let ran = stackc::run(&new, &arguments);
        prop_assert_eq!(ran.code, Some(0), "{}: {}", &case.name, ran.stderr);
        let plan: Value = serde_json::from_str(&ran.stdout).unwrap();
        let outcome = plans::explained(&plan).and_then(|()| services_are_covered(&plan, &before, &after));
        prop_assert!(outcome.is_ok(), "{}: {:?}", &case.name, outcome);
        // The plan has every file that differs, and no other.
        let said: BTreeSet<&str> = plan["environments"].as_array().unwrap().iter()
            .flat_map(|environment| environment["files"].as_array().unwrap())
            .map(|file| file["path"].as_str().unwrap())
            .collect();
        prop_assert_eq!(said.is_empty(), differs(&before, &after) == 0, "{}", &case.name);
        prop_assert_eq!(said.len(), differs(&before, &after), "{}: {:?}", &case.name, said);
    }
}

/// How many artifacts are not the same; git's rules and the lock are none.
fn differs(before: &Tree, after: &Tree) -> usize {
    let is_artifact =
        |path: &&String| !path.ends_with(".gitignore") && !path.ends_with("stack.lock");
    let paths: BTreeSet<&String> = before
        .keys()
        .chain(after.keys())
        .filter(is_artifact)
        .collect();
    let bytes = |tree: &'_ Tree, path: &String| tree.get(path).map(|file| file.bytes.clone());
    paths
        .into_iter()
        .filter(|path| bytes(before, path) != bytes(after, path))
        .count()
}
