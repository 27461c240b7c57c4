//! A baseline in a git revision: objects are read by a library, no process is started, and no configuration of the user's is.

mod sound;
mod tree;

use std::path::{Path, PathBuf};

use gix::{
    ObjectId, Repository, ThreadSafeRepository, discover, open::Options, sec::trust::Mapping,
};
use stackc_compiler::{compile::compile, plan::NamedFiles, resolve::Request, source::LibraryError};

use super::{Baseline, From, named};
use crate::{
    args::Source,
    ask::suggestion,
    disk::canonical,
    exit::Failure,
    reading::Reading,
    stack::{Compiled, Place, slashes},
};
use tree::TreeLibrary;

/// No object larger than this is taken into memory: more than the largest file that is shipped, for commits and folders too.
const LARGEST_OBJECT: &str = "gitoxide.objects.allocLimit=67108864";

/// A repository, opened to be read.
pub(super) struct Git {
    repository: Repository,
    /// The stack's folder, as the top of the work tree sees it.
    folder: PathBuf,
}

/// What a name means in a repository.
pub(super) enum Meaning {
    /// A revision: the commit, and its tree.
    Revision { commit: ObjectId, tree: ObjectId },
    /// Nothing; and why.
    Nothing(String),
}

/// The repository around a folder.
pub(super) fn open(folder: &Path) -> Result<Git, String> {
    let folder = canonical(folder).map_err(|error| error.to_string())?;
    sound::look(&folder)?;
    let limited = || Options::isolated().config_overrides([LARGEST_OBJECT]);
    let trust = Mapping {
        full: limited(),
        reduced: limited(),
    };
    let discovered =
        ThreadSafeRepository::discover_opts(&folder, discover::upwards::Options::default(), trust);
    let repository = discovered
        .map_err(|error| unopened(&error))?
        .to_thread_local();
    let work_tree = repository.workdir().map(Path::to_owned);
    let top = match work_tree {
        Some(top) => canonical(&top).map_err(|error| error.to_string())?,
        None => canonical(repository.git_dir()).map_err(|error| error.to_string())?,
    };
    let inner = folder.strip_prefix(&top).map(Path::to_owned);
    Ok(Git {
        repository,
        folder: inner.unwrap_or_default(),
    })
}

/// Whether an object is larger than any that is taken into memory; the library says so somewhere in the causes of its error.
fn is_too_large(error: &dyn std::fmt::Debug) -> bool {
    format!("{error:?}").contains("allocation limit")
}

fn too_large(name: &str) -> String {
    format!("`{name}` can't be read: an object of git's that it leads to is larger than 64 MiB")
}

fn unopened(error: &gix::Error) -> String {
    if error
        .downcast_any_ref::<discover::upwards::Error>()
        .is_some()
    {
        return "it lies in no git repository".to_owned();
    }
    format!(
        "its git repository can't be read: {}",
        error.probable_cause()
    )
}

impl Git {
    /// What a name means: `HEAD`, `main~2`, `v1.0`, a part of a hash.
    pub(super) fn meaning(&self, name: &str) -> Meaning {
        let found = match self.repository.rev_parse_single(name) {
            Ok(found) => found.detach(),
            Err(error) if is_too_large(&error) => return Meaning::Nothing(too_large(name)),
            Err(error) => return Meaning::Nothing(self.unknown(name, &error.to_string())),
        };
        let said = |error: &dyn std::fmt::Debug, text: String| match is_too_large(error) {
            true => "it is larger than 64 MiB".to_owned(),
            false => text,
        };
        let commit = self
            .repository
            .find_object(found)
            .map_err(|error| said(&error, error.to_string()))
            .and_then(|object| {
                object
                    .peel_to_commit()
                    .map_err(|error| said(&error, error.to_string()))
            });
        let commit = match commit {
            Ok(commit) => commit,
            Err(why) => return Meaning::Nothing(format!("`{name}` names no commit: {why}")),
        };
        match commit.tree_id() {
            Ok(tree) => Meaning::Revision {
                commit: commit.id,
                tree: tree.detach(),
            },
            Err(error) => Meaning::Nothing(format!("`{name}` can't be read: {error}")),
        }
    }

    /// Why a name means nothing here.
    fn unknown(&self, name: &str, why: &str) -> String {
        if self.repository.head().is_ok_and(|head| head.is_unborn()) {
            return "this repository has no commit yet".to_owned();
        }
        let mut text = format!("there is no revision `{name}`");
        let names = self.names();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        if self.repository.is_shallow().unwrap_or(false) {
            text.push_str("; this clone is shallow: git fetch --unshallow gets the rest, as does fetch-depth: 0 where actions/checkout makes it");
        } else if stackc_compiler::diag::nearest(name, known.iter().copied()).is_some() {
            text.push_str(&format!("; {}", suggestion(name, &known)));
        } else if why.contains("ambiguous") {
            text = format!("`{name}` may be any of several commits; write more of its hash");
        }
        text
    }

    /// The names of branches and tags.
    fn names(&self) -> Vec<String> {
        let Ok(platform) = self.repository.references() else {
            return Vec::new();
        };
        let Ok(all) = platform.all() else {
            return Vec::new();
        };
        all.filter_map(Result::ok)
            .map(|reference| reference.name().shorten().to_string())
            .collect()
    }

    /// Compiles the stack of a revision.
    pub(super) fn read(
        &self,
        reading: &Reading,
        source: &Source,
        place: &Place,
        (name, commit, tree): (&str, ObjectId, ObjectId),
    ) -> Result<Baseline, Failure> {
        let from = From::Revision {
            name: name.to_owned(),
            commit: commit.to_string(),
            folder: slashes(&self.folder),
        };
        let stack = if place.is_standard_input() {
            "stack.kdl"
        } else {
            place.name.as_str()
        };
        let library = TreeLibrary::new(&self.repository, tree, &slashes(&self.folder));
        let text = match stackc_compiler::source::Library::text(&library, stack) {
            Ok(text) => text,
            Err(LibraryError::NotFound) => {
                return Ok(Baseline {
                    from,
                    compiled: None,
                    named: NamedFiles::default(),
                });
            }
            Err(error) => return Err(unreadable(name, stack, &error)),
        };
        let request = Request {
            path: place.name.clone(),
            text,
            set: source.set.clone(),
            set_elsewhere: true,
            targets: source.targets.clone(),
        };
        let compilation = compile(&request, &library, reading.targets);
        let place = Place {
            revision: Some(name.to_owned()),
            ..place.clone()
        };
        Ok(Baseline {
            from,
            named: named::read(&compilation, &library),
            compiled: Some(Compiled { place, compilation }),
        })
    }
}

fn unreadable(name: &str, stack: &str, error: &LibraryError) -> Failure {
    let why = match error {
        LibraryError::NotFound => "it is not there".to_owned(),
        LibraryError::Outside => "it is a link that leaves the repository".to_owned(),
        LibraryError::TooLarge => "it is larger than 1 MiB".to_owned(),
        LibraryError::Unreadable(why) => why.clone(),
    };
    Failure::Run(format!("`{name}:{stack}` can't be read: {why}"))
}
