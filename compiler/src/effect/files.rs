//! The files of one target before and after, beside one another.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Artifacts};

/// What a target made before, and what it makes now. What was not built is empty.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Before.
    pub before: &'a Artifacts,
    /// Now.
    pub after: &'a Artifacts,
}

/// A file that is not the same.
#[derive(Clone, Copy, Debug)]
pub struct ChangedFile<'a> {
    /// Its path in the target's folder.
    pub path: &'a str,
    /// What it was.
    pub before: Option<&'a Artifact>,
    /// What it is.
    pub after: Option<&'a Artifact>,
}

impl<'a> Files<'a> {
    /// The files that are not the same, by path.
    #[must_use]
    pub fn changed(&self) -> Vec<ChangedFile<'a>> {
        let (before, after) = (self.before, self.after);
        let paths: BTreeSet<&str> = before
            .iter()
            .chain(after.iter())
            .map(|(path, _)| path)
            .collect();
        let pairs = paths.into_iter().map(|path| ChangedFile {
            path,
            before: before.get(path),
            after: after.get(path),
        });
        pairs.filter(|pair| !pair.is_same()).collect()
    }

    /// The text of a file, before and after; empty where there is none.
    #[must_use]
    pub fn texts(&self, path: &str) -> (&'a str, &'a str) {
        (text(self.before.get(path)), text(self.after.get(path)))
    }
}

impl<'a> ChangedFile<'a> {
    fn is_same(&self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => {
                before.bytes == after.bytes && before.executable == after.executable
            }
            (before, after) => before.is_none() && after.is_none(),
        }
    }

    /// Its text before and after; empty where there is none.
    #[must_use]
    pub fn texts(&self) -> (&'a str, &'a str) {
        (text(self.before), text(self.after))
    }
}

fn text(artifact: Option<&Artifact>) -> &str {
    artifact.map_or("", |artifact| {
        std::str::from_utf8(&artifact.bytes).unwrap_or("")
    })
}
