//! The registry of codes agrees with the code that reports them, with the cases, and with itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use stackc_compiler::{
    check::{CODES, Code, Language, RULES},
    compile::compile,
    diag::{Diagnostics, Severity},
    resolve::Request,
    source::{Found, Library, LibraryError},
};
use stackc_golden_tests::{golden, stackc};
use stackc_import::{Given, import};
use stackc_targets::REGISTRY;

/// Codes that no stack of a case has: faults of the compiler, and what the test of the faults generates.
const WITHOUT_CASE: [&str; 5] = [
    "file-too-large",
    "format-failed",
    "parser-failed",
    "too-many-errors",
    "too-many-files",
];

/// Codes of the command line: nothing of what they name is the compiler's business.
const OF_THE_COMMAND_LINE: [&str; 2] = ["output-clash", "output-outside"];

fn names() -> BTreeSet<&'static str> {
    CODES.iter().map(|code| code.name).collect()
}

/// The text of every source file of the crates, without its tests.
fn sources() -> String {
    let mut text = String::new();
    let mut waiting: Vec<_> = [
        "compiler/src",
        "compiler/import/src",
        "targets/src",
        "cli/src",
    ]
    .map(|folder| stackc::repository().join(folder))
    .into();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "tests" && name != "codes" {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs") && !name.ends_with("tests.rs") {
                let file = fs::read_to_string(&path).unwrap();
                text.push_str(file.split("#[cfg(test)]\nmod tests {").next().unwrap());
            }
        }
    }
    assert!(text.len() > 100_000, "the sources are somewhere else");
    text
}

fn is_code(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
}

/// The first text in quotes after each of these words, if it is shaped like a code and nothing but `between` stands before it.
fn literals<'t>(text: &'t str, word: &str, between: impl Fn(&str) -> bool) -> BTreeSet<&'t str> {
    text.match_indices(word)
        .filter_map(|(at, _)| {
            let (before, rest) = text.get(at + word.len()..)?.split_once('"')?;
            let literal = rest.split('"').next()?;
            (between(before) && is_code(literal)).then_some(literal)
        })
        .collect()
}

/// Codes that the sources name where they make a finding or declare a rule.
fn reported(text: &str) -> BTreeSet<&str> {
    let blank = |before: &str| before.trim().is_empty();
    let mut found = BTreeSet::new();
    for severity in ["error", "warning", "note"] {
        found.extend(literals(text, &format!("Diagnostic::{severity}("), blank));
    }
    found.extend(literals(text, "    code: ", blank));
    found.extend(literals(text, "=> \"undefined-", |_| false));
    for start in ["undefined-", "unused-", "missing-", "unreadable-"] {
        let quoted = format!("\"{start}");
        for (at, _) in text.match_indices(&quoted) {
            let word = text.get(at + 1..).unwrap().split('"').next().unwrap();
            if is_code(word) && word != start {
                found.insert(word);
            }
        }
    }
    found
}

#[test]
fn every_code_that_is_reported_is_in_the_registry() {
    let text = sources();
    let names = names();
    let missing: Vec<&str> = reported(&text)
        .into_iter()
        .filter(|code| !names.contains(code))
        .collect();
    assert!(missing.is_empty(), "not in the registry: {missing:?}");
    let rules: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !names.contains(code))
        .collect();
    assert!(
        rules.is_empty(),
        "rules without a code in the registry: {rules:?}"
    );
}

#[test]
fn every_code_of_the_registry_is_reported() {
    let text = sources();
    let unused: Vec<&str> = names()
        .into_iter()
        .filter(|code| !text.contains(&format!("\"{code}\"")))
        .collect();
    assert!(unused.is_empty(), "nothing reports {unused:?}");
}

#[test]
fn codes_are_sorted_unique_and_complete() {
    assert!(CODES.is_sorted_by(|a, b| a.name < b.name));
    for code in CODES.iter() {
        let Code {
            name,
            severity: _,
            allowable: _,
            summary,
            text,
            bad,
            good,
            language: _,
        } = code;
        assert!(is_code(name), "{name}");
        assert!(
            !summary.is_empty() && !summary.ends_with('.') && summary.len() <= 90,
            "{name}: {summary}"
        );
        assert!(
            !summary.starts_with(char::is_uppercase),
            "{name}: {summary}"
        );
        assert!(text.ends_with('.') && text.len() > 60, "{name}: {text}");
        assert_eq!(bad.is_empty(), good.is_empty(), "{name}");
    }
}

#[test]
fn every_code_has_a_case() {
    let names = names();
    let cases = |folder: &str| -> Vec<String> {
        golden::folders(&stackc::repository().join("golden-tests").join(folder))
            .into_iter()
            .map(|case| case.name)
            .collect()
    };
    let (faults, imports) = (cases("faults"), cases("import"));
    let has_case = |code: &&Code| {
        let cases = match code.language {
            Language::Stack => &faults,
            Language::Compose => &imports,
        };
        cases.iter().any(|case| {
            case == code.name
                || case
                    .strip_prefix(code.name)
                    .is_some_and(|rest| rest.starts_with('-') && !names.contains(case.as_str()))
        })
    };
    let without: Vec<&str> = CODES
        .iter()
        .filter(|code| !has_case(code) && !WITHOUT_CASE.contains(&code.name))
        .map(|code| code.name)
        .collect();
    assert!(without.is_empty(), "without a case: {without:?}");
}

/// An example's files: the first has this name, the others follow `// in NAME:` or `# in NAME:`.
fn files(example: &str, first: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut name = first.to_owned();
    for line in example.trim_start_matches('\n').split_inclusive('\n') {
        let marker = line
            .strip_prefix("// in ")
            .or_else(|| line.strip_prefix("# in "))
            .and_then(|rest| rest.trim_end().strip_suffix(':'));
        match marker {
            Some(other) => other.clone_into(&mut name),
            None => files
                .entry(name.clone())
                .or_insert_with(String::new)
                .push_str(line),
        }
    }
    files
}

struct Files(BTreeMap<String, String>);

impl Library for Files {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        self.0.get(path).cloned().ok_or(LibraryError::NotFound)
    }

    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError> {
        let bytes = self.text(path)?.into_bytes();
        Ok(vec![Found {
            path: String::new(),
            bytes,
        }])
    }
}

/// What is found in an example.
fn findings(code: &Code, example: &str) -> Diagnostics {
    match code.language {
        Language::Stack => compiled(example),
        Language::Compose => imported(code, example),
    }
}

fn compiled(example: &str) -> Diagnostics {
    let files = files(example, "stack.kdl");
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: files.get("stack.kdl").cloned().unwrap(),
        ..Request::default()
    };
    compile(&request, &Files(files), REGISTRY).diagnostics
}

fn imported(code: &Code, example: &str) -> Diagnostics {
    let files = files(example, "compose.yaml");
    let request = stackc_import::Request {
        files: vec![Given {
            path: "compose.yaml".to_owned(),
            text: files.get("compose.yaml").cloned().unwrap(),
        }],
        folder: "shop".to_owned(),
        extract_secrets: code.name == "secret-extracted",
        ..stackc_import::Request::default()
    };
    let library = Files(files);
    let import = import(&request, &library, &library, REGISTRY);
    assert_eq!(
        import.text.is_none(),
        import.diagnostics.has_errors(),
        "{}",
        code.name
    );
    import.diagnostics
}

fn listed(diagnostics: &Diagnostics) -> String {
    let items = diagnostics.items();
    items
        .iter()
        .map(|item| format!("  {}: {}\n", item.code, item.message))
        .collect()
}

#[test]
fn every_bad_example_has_its_fault_and_no_other_error() {
    let mut wrong = String::new();
    for code in CODES
        .iter()
        .filter(|code| !code.bad.is_empty() && !OF_THE_COMMAND_LINE.contains(&code.name))
    {
        let diagnostics = findings(code, code.bad);
        let items = diagnostics.items();
        let found = items.iter().any(|item| item.code == code.name);
        let other = items
            .iter()
            .any(|item| item.code != code.name && item.severity == Severity::Error);
        if !found || other {
            wrong.push_str(&format!("{}:\n{}", code.name, listed(&diagnostics)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_good_example_is_good() {
    let mut wrong = String::new();
    for code in CODES.iter().filter(|code| !code.good.is_empty()) {
        let diagnostics = findings(code, code.good);
        let items = diagnostics.items();
        if items
            .iter()
            .any(|item| item.severity == Severity::Error || item.code == code.name)
        {
            wrong.push_str(&format!("{}:\n{}", code.name, listed(&diagnostics)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_severity_is_the_worst_that_is_reported() {
    let mut wrong = Vec::new();
    let faults = golden::folders(&stackc::repository().join("golden-tests/faults"));
    let imports = golden::folders(&stackc::repository().join("golden-tests/import"));
    for case in faults.into_iter().chain(imports) {
        let report = fs::read_to_string(case.folder.join("report.txt")).unwrap_or_default();
        for code in CODES.iter().filter(|code| code.severity != Severity::Error) {
            if report.contains(&format!("error[{}]", code.name)) {
                wrong.push(format!("{} is an error in {}", code.name, case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_code_is_explained() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for code in CODES.iter() {
        let ran = stackc::run(here, &["explain", code.name]);
        assert_eq!(ran.code, Some(0), "{}: {}", code.name, ran.output());
        for part in [code.name, code.summary, code.text] {
            assert!(
                ran.stdout.contains(part),
                "{} is explained without {part}",
                code.name
            );
        }
    }
}
