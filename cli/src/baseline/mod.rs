//! What a plan starts from: the stack of a git revision, or of another folder.

mod folder;
mod git;
mod named;

use std::path::Path;

use stackc_compiler::plan::NamedFiles;

use crate::{
    args::Source,
    exit::Failure,
    reading::Reading,
    stack::{Compiled, Place},
};
use git::{Git, Meaning};
pub(crate) use named::beside;

/// The stack that a plan starts from.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// What it was read from.
    pub from: From,
    /// The stack; none if there was none yet.
    pub compiled: Option<Compiled>,
    /// What lies at the paths that it names.
    pub named: NamedFiles,
}

/// Where a baseline is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A folder, as it was named.
    Folder(String),
    /// A git revision: its name, the hash of its commit, and the stack's folder as the top of the work tree sees it.
    Revision {
        name: String,
        commit: String,
        folder: String,
    },
}

impl std::fmt::Display for From {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "`{path}`"),
            Self::Revision { name, .. } => write!(f, "the revision `{name}`"),
        }
    }
}

/// Reads and compiles the baseline.
pub(crate) fn read(
    reading: &Reading,
    source: &Source,
    place: &Place,
    against: &str,
) -> Result<Baseline, Failure> {
    if against.trim().is_empty() {
        return Err(Failure::Usage(
            "--against is empty: it names a git revision or a folder with a stack".to_owned(),
        ));
    }
    let is_path = against.starts_with(['.', '/', '~']) || Path::new(against).is_absolute();
    let is_folder = reading.folder.join(against).is_dir();
    if is_path {
        if !is_folder {
            return Err(Failure::Run(format!("there is no folder `{against}`")));
        }
        return folder::read(reading, source, Path::new(against));
    }
    let opened = git::open(&place.folder);
    let meaning = match &opened {
        Ok(git) => git.meaning(against),
        Err(why) => Meaning::Nothing(format!(
            "the stack can't be compared with `{against}`: {why}"
        )),
    };
    match (meaning, opened, is_folder) {
        (Meaning::Revision { .. }, _, true) => Err(Failure::Usage(format!(
            "`{against}` is a revision and a folder; ./{against} is the folder, refs/heads/{against} the branch"
        ))),
        (Meaning::Revision { commit, tree }, Ok(git), false) => {
            Git::read(&git, reading, source, place, (against, commit, tree))
        }
        (_, _, true) => folder::read(reading, source, Path::new(against)),
        (Meaning::Nothing(why), ..) => Err(Failure::Run(format!(
            "{why}; --against names a git revision or a folder with a stack"
        ))),
        (Meaning::Revision { .. }, Err(why), false) => Err(Failure::Run(why)),
    }
}
