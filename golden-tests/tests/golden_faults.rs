//! Faulty stacks and what is said about them: `faults/<code>/` or `faults/<code>-<variant>/`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{fmt::Write as _, fs, path::Path};

use stackc_compiler::{check::CODES, compile::compile, resolve::Request, source::EmptyLibrary};
use stackc_golden_tests::{
    golden::{self, Case, Failures},
    process::Finished,
    stackc,
};
use stackc_targets::REGISTRY;

/// The code that a case is about: the longest one that its name starts with.
fn code_of(case: &Case) -> Option<&'static str> {
    let is_about = |code: &&str| {
        case.name
            .strip_prefix(code)
            .is_some_and(|variant| variant.is_empty() || variant.starts_with('-'))
    };
    CODES
        .iter()
        .map(|code| code.name)
        .filter(is_about)
        .max_by_key(|code| code.len())
}

fn check(folder: &Path) -> Finished {
    stackc::run(folder, &["check", "--color", "never", "--verbose"])
}

fn judge(case: &Case) -> Result<(), String> {
    let code = code_of(case).ok_or("there is no code of this name")?;
    let ran = check(&case.folder);
    if !ran.stdout.is_empty() {
        return Err(format!("standard output is for data:\n{}", ran.stdout));
    }
    if !ran.stderr.contains(&format!("[{code}]: ")) {
        return Err(format!("the fault is not found:\n{}", ran.stderr));
    }
    let expected = i32::from(ran.stderr.contains("error["));
    if ran.code != Some(expected) {
        return Err(format!(
            "it ended with {:?}, not {expected}:\n{}",
            ran.code, ran.stderr
        ));
    }
    golden::judge_text(&case.folder.join("report.txt"), &ran.stderr)
}

#[test]
fn every_fault_is_reported_as_expected() {
    let mut failures = Failures::default();
    for case in golden::cases(&stackc::repository().join("golden-tests/faults")) {
        failures.take(&case.name, judge(&case));
    }
    failures.settle();
}

/// Checks a stack that is too large to be kept, and gives the report.
fn check_generated(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let ran = check(folder.path());
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    ran.stderr
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{}", "// filler\n".repeat(120_000)),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    let [found] = compilation.diagnostics.items() else {
        panic!("{:#?}", compilation.diagnostics.items())
    };
    assert_eq!(found.code, "file-too-large");
    assert_eq!(found.message, "the file is larger than 1 MiB");
}

#[test]
fn of_many_syntax_errors_the_first_hundred_are_shown() {
    let mut stack = "stack shop edition=1\n".to_owned();
    for number in 0..130 {
        writeln!(stack, "service s{number} {{ stop-grace-period {number}s }}").unwrap();
    }
    let report = check_generated(&[("stack.kdl", &stack)]);
    assert_eq!(report.matches("error[syntax]").count(), 100, "{report}");
    assert!(
        report.contains("error[too-many-errors]: 30 more syntax errors in this file are not shown"),
        "{report}"
    );
}

#[test]
fn a_stack_has_at_most_256_files() {
    let names: Vec<String> = (0..256).map(|number| format!("more{number}.kdl")).collect();
    let mut stack = "stack shop edition=1\n\nservice web { image \"caddy:2.8\" }\n".to_owned();
    for name in &names {
        writeln!(stack, "include \"{name}\"").unwrap();
    }
    let mut files: Vec<(&str, &str)> = names
        .iter()
        .map(|name| (name.as_str(), "// nothing\n"))
        .collect();
    files.push(("stack.kdl", &stack));
    let report = check_generated(&files);
    assert!(
        report.starts_with("error[too-many-files]: a stack has at most 256 files"),
        "{report}"
    );
    assert!(report.contains("[stack.kdl:259:9]"), "{report}");
    assert!(report.ends_with("1 error\n"), "{report}");
}
