//! What a backend is: pure, from a checked stack to files.

mod support;
mod table;

pub use support::{Answer, Report, Support, word_of};
pub use table::{Row, Table, words};

use crate::{
    artifact::{Artifacts, Bug},
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
};

/// The tool that reads a target's files.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Its name.
    pub tool: &'static str,
    /// The version that is meant where the stack names none.
    pub version: &'static str,
    /// The versions of which the facts of a plan are known, that one among them.
    pub known: &'static [&'static str],
}

/// A form that stacks are compiled to.
pub trait Target: Sync {
    /// Its name on the command line and in `target NAME`.
    fn id(&self) -> &'static str;

    /// One line that says what it makes.
    fn summary(&self) -> &'static str;

    /// Whether it is built for a stack that names no target.
    fn is_default_for(&self, stack: &Stack) -> bool;

    /// What this target can't say, or says in another way, at the user's line.
    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics);

    /// What it makes of each word of the language, for the table.
    fn table(&self) -> Table {
        Table::Whole(Vec::new())
    }

    /// The tool that reads its files.
    fn reader(&self) -> Option<Reader> {
        None
    }

    /// What is known of changes to its files: the rows from which [`Target::see`] takes what it says.
    fn facts(&self) -> &'static [Fact] {
        &[]
    }

    /// What happens on the host if its files change so; nothing beyond the files themselves without it.
    fn see(&self, _situation: Situation<'_>) -> Vec<Seen> {
        Vec::new()
    }

    /// Whether values and secrets may come to lie beside its files, so that its folder has rules for git.
    fn has_secrets_beside(&self) -> bool {
        true
    }

    /// Whether secrets may lie there encrypted, as `secrets/*.age`, which are committed.
    fn has_encrypted_beside(&self) -> bool {
        false
    }

    /// What someone does by hand on the host that its files run on; none where nothing of it runs by itself.
    fn operations(&self, _deploy: &Deploy<'_>) -> Option<Operations> {
        None
    }

    /// The files. No user error is possible here: those were found before.
    ///
    /// # Errors
    /// Only a fault of our own.
    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug>;
}

/// Where a target's files will lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The stack's folder, as the folder of the files sees it (`../..`).
    pub back: String,
    /// The folder of the Compose target's files, as the folder of the files sees it (`../compose`).
    pub project: String,
    /// The folder that everything is written below, as the folder of the files sees it (`../../..`).
    pub top: String,
    /// The folder of each target's files, as the folder that everything is written below sees it.
    pub folders: Vec<(&'static str, String)>,
    /// The name of the lock in the folder that everything is written below.
    pub lock: String,
    /// Whether this environment is the first that the target is built for, the default one before others.
    pub leads: bool,
    /// The command that makes them again, for the files' first line.
    pub command: String,
}

/// The targets that a stack is built for: those that are asked for, or those that it names, or the default ones.
#[must_use]
pub fn select(
    registry: &[&'static dyn Target],
    stack: &Stack,
    asked: &[String],
) -> Vec<&'static dyn Target> {
    let named = |target: &&'static dyn Target| {
        if !asked.is_empty() {
            asked.iter().any(|id| id == target.id())
        } else if stack.targets.is_empty() {
            target.is_default_for(stack)
        } else {
            stack.target(target.id()).is_some()
        }
    };
    registry.iter().copied().filter(named).collect()
}
