//! The cases of a folder, and what failed in them.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder, mostly with a `stack.kdl` in it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder's name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
}

/// Every case of a folder, by name.
///
/// # Panics
/// When there is none, or a folder has no stack.
pub fn cases(folder: &Path) -> Vec<Case> {
    let cases = folders(folder);
    for case in &cases {
        assert!(
            case.folder.join("stack.kdl").is_file(),
            "case {} has no stack.kdl",
            case.name
        );
    }
    cases
}

/// The same where a case needs no stack.
///
/// # Panics
/// When there is none.
pub fn folders(folder: &Path) -> Vec<Case> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut cases: Vec<Case> = entries
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.is_dir())
        .map(|folder| Case {
            name: folder
                .file_name()
                .expect("an entry has a name")
                .to_string_lossy()
                .into_owned(),
            folder,
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!cases.is_empty(), "{} has no cases", folder.display());
    cases
}

/// Copies a case's sources, without what is expected of it.
///
/// # Panics
/// When a file can't be copied.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("a folder can be read");
        let name = entry.file_name();
        let path = entry.path();
        if name == "expected" || name == "report.txt" {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("a file can be copied");
        }
    }
}

/// What failed, over all cases, so that one run shows everything.
#[derive(Debug, Default)]
pub struct Failures {
    found: Vec<String>,
}

impl Failures {
    /// Takes a case's outcome.
    pub fn take(&mut self, case: &str, outcome: Result<(), String>) {
        if let Err(why) = outcome {
            self.found.push(format!("== {case}\n{why}"));
        }
    }

    /// Ends the test.
    ///
    /// # Panics
    /// When anything failed.
    pub fn settle(self) {
        let count = self.found.len();
        assert!(
            count == 0,
            "{count} cases differ\n{}\n",
            self.found.join("\n")
        );
    }
}
