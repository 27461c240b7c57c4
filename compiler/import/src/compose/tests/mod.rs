//! Merges, and what is said about files that can't be merged.

mod arbitrary;
mod cases;
mod differential;
mod faults;
mod plugin;
mod print;

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::Diagnostics,
    source::{Found, Library, LibraryError, Sources},
};

use super::{Given, Project, load};

/// Files in memory, by their path from the project's folder.
#[derive(Default)]
struct Memory(BTreeMap<String, String>);

impl Library for Memory {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        self.0.get(path).cloned().ok_or(LibraryError::NotFound)
    }

    fn files(&self, _path: &str) -> Result<Vec<Found>, LibraryError> {
        Err(LibraryError::NotFound)
    }
}

/// What came of a load.
struct Loaded {
    project: Option<Project>,
    /// Each finding: its code, what it marks and its message.
    found: Vec<(&'static str, String, String)>,
    diagnostics: Diagnostics,
}

impl Loaded {
    fn codes(&self) -> Vec<&'static str> {
        self.found.iter().map(|found| found.0).collect()
    }

    fn shown(&self) -> String {
        let root = &self.project.as_ref().expect("a project").root;
        print::json(root)
    }
}

/// Loads the first `mains` files; the others are in the library.
fn loaded(files: &[(&str, &str)], mains: usize) -> Loaded {
    let owned = |(path, text): &(&str, &str)| (path.to_string(), text.to_string());
    let library = Memory(files.iter().map(owned).collect());
    let given: Vec<Given> = files[..mains]
        .iter()
        .map(owned)
        .map(|(path, text)| Given { path, text })
        .collect();
    let variables: Vec<(String, String)> = library
        .0
        .get(".env")
        .map(|text| {
            let pair = |line: &str| line.split_once('=').map(|(a, b)| (a.into(), b.into()));
            text.lines().filter_map(pair).collect()
        })
        .unwrap_or_default();
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let project = load(&given, &variables, &library, &mut sources, &mut diagnostics);
    let found = diagnostics
        .items()
        .iter()
        .map(|item| {
            let marked = sources.slice(item.primary.span).to_owned();
            (item.code, marked, item.message.clone())
        })
        .collect();
    Loaded {
        project,
        found,
        diagnostics,
    }
}
