//! The table of what targets make of each word, held against the language and against what they report.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::collections::BTreeSet;

use serde_json::Value;
use stackc_compiler::target::{Support, words};
use stackc_golden_tests::{golden, stackc};
use stackc_targets::REGISTRY;

#[test]
fn every_row_is_of_a_word_of_the_language() {
    let known: BTreeSet<(String, &str)> = words().into_iter().collect();
    for target in REGISTRY {
        for row in target.table().rows() {
            let word = (row.path.clone(), row.word);
            assert!(known.contains(&word), "{}: {word:?}", target.id());
        }
    }
}

#[test]
fn what_always_holds_is_said_once() {
    for target in REGISTRY {
        let table = target.table();
        for (path, word) in words() {
            let (always, at_times) = table.answers(&path, word);
            let texts: BTreeSet<&str> = at_times.iter().map(|row| row.support.text()).collect();
            let repeated = always.is_some_and(|one| texts.contains(one.text()));
            assert!(!repeated, "{}: {path} {word}", target.id());
            assert!(
                at_times.iter().all(|row| row.support != Support::Exact),
                "{}: {path} {word}",
                target.id()
            );
        }
    }
}

/// Target, word, and the rest of the message with its help, of each finding that any target reports.
fn reported(folder: &std::path::Path) -> Vec<(String, String, String)> {
    let out = tempfile::tempdir().unwrap();
    let mut words = vec!["build", "--env", "all", "--format", "json", "--out"];
    words.push(out.path().to_str().unwrap());
    for target in REGISTRY {
        words.extend(["--target", target.id()]);
    }
    let ran = stackc::run(folder, &words);
    let Ok(report) = serde_json::from_str::<Value>(&ran.stdout) else {
        return Vec::new();
    };
    let items = report.get("diagnostics").and_then(Value::as_array);
    let items = items.into_iter().flatten();
    let said = |item: &Value, key: &str| {
        let text = item.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    items
        .filter(|item| said(item, "code").starts_with("target-"))
        .map(|item| {
            let message = said(item, "message");
            let (target, rest) = message.split_once(": `").unwrap();
            let (word, text) = rest.split_once("` ").unwrap();
            let text = text.split(" (in environment").next().unwrap();
            let help = said(item, "help");
            let text = if help.is_empty() {
                text.to_owned()
            } else {
                format!("{text}; {help}")
            };
            (target.to_owned(), word.to_owned(), text)
        })
        .collect()
}

#[test]
fn every_finding_has_a_row() {
    let root = stackc::repository().join("golden-tests");
    let mut cases = golden::cases(&root.join("build"));
    cases.extend(golden::cases(&root.join("faults")));
    let mut seen = BTreeSet::new();
    for case in cases {
        seen.extend(reported(&case.folder));
    }
    assert!(seen.len() > 100, "{}", seen.len());
    let mut untold = Vec::new();
    for (id, word, text) in &seen {
        let target = REGISTRY.iter().find(|one| one.id() == id).unwrap();
        let table = target.table();
        let mut rows = table.rows().iter();
        let is_told = rows.any(|row| {
            let mut names = row.path.split(' ').chain([row.word.trim_end_matches('=')]);
            // What an input decides may be any word.
            let is_target = row.path == "target" && word == id;
            let fits = row.path == "input" || is_target || names.any(|name| name == word);
            fits && row.support.text() == text
        });
        if !is_told {
            untold.push(format!("{id}: `{word}` {text}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}
