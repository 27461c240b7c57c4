//! Runbooks as they are made: `before.kdl` and `after.kdl` of a folder in `golden-tests/runbooks` give `runbook.md` and `runbook.sh` for its `target`. Every
//! script is judged by shellcheck. `BLESS=1` writes what is expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{env, fs, path::Path, time::Duration};

use stackc_golden_tests::{process, stackc, tools};

#[test]
fn runbooks_are_as_they_were_read() {
    let folder = stackc::repository().join("golden-tests/runbooks");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() > 8, "cases are missing");
    let complaints: Vec<String> = cases.iter().flat_map(|case| judge(case)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn judge(case: &Path) -> Vec<String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let tree = tempfile::tempdir().unwrap();
    for version in ["before", "after"] {
        let folder = tree.path().join(version);
        fs::create_dir(&folder).unwrap();
        fs::copy(
            case.join(format!("{version}.kdl")),
            folder.join("stack.kdl"),
        )
        .unwrap();
    }
    let target = fs::read_to_string(case.join("target")).unwrap();
    let mut complaints = Vec::new();
    for (form, file) in [("markdown", "runbook.md"), ("script", "runbook.sh")] {
        let form = format!("--runbook={form}");
        let words = [
            "plan",
            "--against",
            "../before",
            "--target",
            target.trim(),
            &form,
        ];
        let made = stackc::run(&tree.path().join("after"), &words);
        if !made.succeeded() {
            complaints.push(format!("{name}: {}", made.output()));
            continue;
        }
        let path = case.join(file);
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &made.stdout).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != made.stdout {
            complaints.push(format!("{name}: {file} is another; BLESS=1 writes it"));
        }
        for secret in ["hunter2", "correct-horse"] {
            if made.stdout.contains(secret) {
                complaints.push(format!("{name}: {file} shows a password"));
            }
        }
        if file.ends_with(".sh") {
            let mut command = tools::command("shellcheck");
            let verdict = process::run_with_input(
                command.args(["--shell=sh", "-"]),
                made.stdout.as_bytes(),
                Duration::from_secs(60),
            );
            if !verdict.succeeded() {
                complaints.push(format!("{name}: {}", verdict.output()));
            }
        }
    }
    complaints
}
