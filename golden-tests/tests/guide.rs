//! `docs/import.md`: its commands do what stands below them.
//!
//! A fence with a file's name behind its language is a file: one of YAML or of variables is written, one in KDL is what a command
//! wrote. A fence of `console` holds commands behind `$ ` and what they print. No shell is involved.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{fs, path::Path, process::Command, time::Duration};

use stackc_golden_tests::{golden, process, stackc, tools};

const DEADLINE: Duration = Duration::from_secs(30);

/// Runs a line and gives what it prints.
fn run(folder: &Path, line: &str) -> String {
    let (line, tells_code) = match line.strip_suffix("; echo $?") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let (line, to) = match line.split_once(" > ") {
        Some((line, to)) => (line, Some(to)),
        None => (line, None),
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let ran = match words.as_slice() {
        ["stackc", words @ ..] => {
            let words = [words, &["--color", "never"]].concat();
            stackc::run(folder, &words)
        }
        ["docker", "compose", words @ ..] => {
            let mut command = tools::command("docker-compose");
            command.args(words).current_dir(folder).env_clear();
            process::run(&mut command, DEADLINE)
        }
        ["diff", words @ ..] => process::run(
            Command::new("diff").args(words).current_dir(folder),
            DEADLINE,
        ),
        _ => panic!("no test runs `{line}`"),
    };
    let mut printed = ran.stderr;
    match to {
        Some("/dev/null") => {}
        Some(file) => fs::write(folder.join(file), ran.stdout).unwrap(),
        None => printed.insert_str(0, &ran.stdout),
    }
    if tells_code {
        printed.push_str(&format!("{}\n", ran.code.unwrap()));
    }
    printed
}

/// The page as it would be if its commands printed what they print now.
fn played(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(fence) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match fence.split_once(' ') {
            Some(("kdl", name)) => {
                out.push_str(&fs::read_to_string(folder.join(name)).unwrap());
            }
            Some((_, name)) => {
                let text = format!("{}\n", body.join("\n"));
                fs::write(folder.join(name), &text).unwrap();
                out.push_str(&text);
            }
            None if fence == "console" => {
                for command in body.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    out.push_str(&format!("$ {command}\n{}", run(folder, command)));
                }
            }
            None => panic!("a fence without a name: {line}"),
        }
        out.push_str("```\n");
    }
    out
}

#[test]
fn the_guide_shows_what_happens() {
    let path = stackc::repository().join("docs/import.md");
    let page = fs::read_to_string(&path).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("shop");
    fs::create_dir(&folder).unwrap();
    let played = played(&page, &folder);
    assert!(!played.contains(&scratch.path().display().to_string()));
    if let Err(difference) = golden::judge_text(&path, &played) {
        panic!("{difference}");
    }
}
