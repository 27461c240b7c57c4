//! A plan neither writes nor runs anything: the kernel's word for it, and the file system's.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeMap, fs, path::Path, process::Command, time::Duration};

use stackc_golden_tests::{golden, process, stackc, tools};

/// Calls that change a file system, start a program, or speak to another one.
const ACTS: [&str; 24] = [
    "creat",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "mkdir",
    "mkdirat",
    "rmdir",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "chmod",
    "fchmod",
    "fchmodat",
    "truncate",
    "ftruncate",
    "utimensat",
    "socket",
    "connect",
    "fork",
    "vfork",
    "mknodat",
];

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let done = process::run(&mut command, Duration::from_secs(60));
    assert!(done.succeeded(), "git {arguments:?}: {}", done.stderr);
}

/// A repository with a packed history, a stack that was changed since, and files that were built before.
fn repository(folder: &Path) {
    let case = stackc::repository().join("golden-tests/plans/database-major-version");
    golden::copy(&case.join("before"), folder);
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "-m", "one"]);
    git(folder, &["gc", "--quiet"]);
    let ran = stackc::run(folder, &["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    fs::copy(case.join("after/stack.kdl"), folder.join("stack.kdl")).unwrap();
}

/// Every file below a folder, git's too, with its content.
fn everything(folder: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                let content = fs::read(&path).unwrap();
                found.insert(path.display().to_string(), (content, changed));
            }
        }
    }
    found
}

/// What each form of the command does to the kernel.
fn traced(folder: &Path, log: &Path, arguments: &[&str]) -> String {
    let mut command = tools::command("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(log)
        .arg(stackc::binary())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        // Without it the C library asks the system who the user is.
        .env("HOME", "/nonexistent");
    let done = process::run(&mut command, Duration::from_secs(60));
    assert!(
        matches!(done.code, Some(0 | 3)),
        "{arguments:?}: {:?} {}",
        done.code,
        done.stderr
    );
    fs::read_to_string(log).unwrap()
}

/// The name of a call, and the call, behind the number of the process.
fn calls(log: &str) -> impl Iterator<Item = (&str, &str)> {
    log.lines().filter_map(|line| {
        let call = line
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start();
        Some((call.split_once('(')?.0, call))
    })
}

/// What of a log a plan must not do.
fn acts(log: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut programs = 0;
    for (name, call) in calls(log) {
        let opens = name.starts_with("open");
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"]
            .iter()
            .any(|flag| call.contains(flag));
        if name.starts_with("execve") {
            programs += 1;
        }
        if ACTS.contains(&name) || opens && writes {
            found.push(call.to_owned());
        }
    }
    if programs != 1 {
        found.push(format!("{programs} programs were started"));
    }
    found
}

#[test]
fn the_kernel_sees_nothing_but_reading() {
    let folder = tempfile::tempdir().unwrap();
    let log = tempfile::tempdir().unwrap();
    repository(folder.path());
    let before = everything(folder.path());
    for arguments in [
        &["plan"][..],
        &["plan", "--env", "all", "--artifacts", "--format", "github"],
        &["plan", "--format", "json", "--fail-on", "data=lost"],
        &["plan", "--against", "."],
    ] {
        let log = traced(folder.path(), &log.path().join("log"), arguments);
        let found = acts(&log);
        assert!(found.is_empty(), "{arguments:?}\n{}", found.join("\n"));
    }
    assert_eq!(before, everything(folder.path()));
}

#[test]
fn this_test_sees_what_a_build_does() {
    let folder = tempfile::tempdir().unwrap();
    let log = tempfile::tempdir().unwrap();
    repository(folder.path());
    let log = traced(folder.path(), &log.path().join("log"), &["build"]);
    assert!(
        acts(&log).iter().any(|call| call.starts_with("rename")),
        "{log}"
    );
}
