//! Stacks and what they become: `build/<case>/`, and the examples.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{fs, path::Path};

use stackc_compiler::{
    diag::Diagnostics,
    source::Sources,
    syntax::{self, Node},
};
use stackc_golden_tests::{
    golden::{self, Case, Failures, Tree},
    stackc,
};

const BUILD: &[&str] = &[
    "build", "--env", "all", "--out", "expected", "--color", "never",
];

fn cases() -> Vec<Case> {
    golden::cases(&stackc::repository().join("golden-tests/build"))
}

/// Builds a copy of a case, in which the stack may be changed before.
fn build(case: &Case, change: impl FnOnce(&Path)) -> Result<Tree, String> {
    let folder = tempfile::tempdir().unwrap();
    golden::copy(&case.folder, folder.path());
    change(&folder.path().join("stack.kdl"));
    let ran = stackc::run(folder.path(), BUILD);
    if ran.code != Some(0) {
        return Err(format!("it ended with {:?}:\n{}", ran.code, ran.stderr));
    }
    Ok(golden::read(&folder.path().join("expected")))
}

#[test]
fn every_case_becomes_what_is_expected() {
    let mut failures = Failures::default();
    for case in cases() {
        let outcome = build(&case, |_| ())
            .and_then(|made| golden::judge_tree(&case.folder.join("expected"), &made));
        failures.take(&case.name, outcome);
    }
    failures.settle();
}

#[test]
fn the_same_stack_gives_the_same_bytes() {
    let mut failures = Failures::default();
    for case in cases() {
        let outcome = build(&case, |_| ()).and_then(|first| {
            let second = build(&case, |_| ())?;
            golden::difference(&first, &second).map_or(Ok(()), Err)
        });
        failures.take(&case.name, outcome);
    }
    failures.settle();
}

/// The stack with its kinds in another order; within a kind nothing moves. None where moving a kind means something.
fn permuted(text: &str) -> Option<String> {
    let file = Sources::default().add("stack.kdl", text);
    let nodes = syntax::parse(file, text, &mut Diagnostics::default()).nodes;
    let moves = |node: &Node| !matches!(node.kind.value.as_str(), "include" | "extends" | "use");
    if !nodes.iter().all(moves) {
        return None;
    }
    let mut start = 0;
    let mut pieces: Vec<(&str, &str)> = nodes
        .iter()
        .map(|node| {
            let end = node.span.end as usize;
            let piece = text.get(start..end).unwrap();
            start = end;
            (node.kind.value.as_str(), piece)
        })
        .collect();
    let rest = pieces.split_off(1);
    let mut rest = rest;
    rest.sort_by(|(a, _), (b, _)| b.cmp(a));
    pieces.extend(rest);
    let mut permuted: String = pieces
        .iter()
        .map(|(_, piece)| format!("{piece}\n"))
        .collect();
    permuted.push_str(text.get(start..).unwrap());
    Some(permuted)
}

#[test]
fn the_order_of_kinds_means_nothing() {
    let mut failures = Failures::default();
    for case in cases() {
        let text = fs::read_to_string(case.folder.join("stack.kdl")).unwrap();
        let Some(permuted) = permuted(&text) else {
            continue;
        };
        assert_ne!(permuted, text, "{} stays as it is", case.name);
        let outcome = build(&case, |_| ()).and_then(|first| {
            let second = build(&case, |stack| fs::write(stack, permuted).unwrap())?;
            // The lock holds the hash of the stack.
            let artifacts = |tree: Tree| {
                tree.into_iter()
                    .filter(|(path, _)| path != "stack.lock")
                    .collect()
            };
            golden::difference(&artifacts(first), &artifacts(second)).map_or(Ok(()), Err)
        });
        failures.take(&case.name, outcome);
    }
    failures.settle();
}

#[test]
fn examples_are_current() {
    let mut failures = Failures::default();
    for case in golden::cases(&stackc::repository().join("examples")) {
        let ran = stackc::run(
            &case.folder,
            &["build", "--env", "all", "--check", "--color", "never"],
        );
        let outcome = if ran.code == Some(0) {
            Ok(())
        } else {
            Err(ran.output())
        };
        failures.take(&case.name, outcome);
    }
    failures.settle();
}
