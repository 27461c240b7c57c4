//! What a plan starts from: the stack of a git revision, or of another folder.

mod folder;
mod git;

use std::path::Path;

use crate::{
    args::Source,
    exit::Failure,
    session::Session,
    stack::{Compiled, Place},
};
use git::{Git, Meaning};

/// The stack that a plan starts from.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// What it was read from.
    pub from: From,
    /// The stack; none if there was none yet.
    pub compiled: Option<Compiled>,
}

/// Where a baseline is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A folder, as it was named.
    Folder(String),
    /// A git revision: its name, and the hash of its commit.
    Revision { name: String, commit: String },
}

/// Reads and compiles the baseline.
pub(crate) fn read(
    session: &mut Session<'_, '_>,
    source: &Source,
    place: &Place,
    against: &str,
) -> Result<Baseline, Failure> {
    let is_path = against.starts_with(['.', '/', '~']) || Path::new(against).is_absolute();
    let is_folder = session.folder.join(against).is_dir();
    if is_path {
        if !is_folder {
            return Err(Failure::Run(format!("there is no folder `{against}`")));
        }
        return folder::read(session, source, Path::new(against));
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
            Git::read(&git, session, source, place, (against, commit, tree))
        }
        (_, _, true) => folder::read(session, source, Path::new(against)),
        (Meaning::Nothing(why), ..) => Err(Failure::Run(format!(
            "{why}; --against names a git revision or a folder with a stack"
        ))),
        (Meaning::Revision { .. }, Err(why), false) => Err(Failure::Run(why)),
    }
}
