//! What a deploy will do: two stacks and their files in, typed changes with their effects out. Nothing is read, written or run.

mod change;
mod collect;
mod facts;
mod headline;
mod hidden;
mod judge;
mod named;
mod renames;

pub use change::{Assumed, Change, Detail, Effect, FileChange, NotCompared, Place, Plan, Version};
pub use facts::FACTS;
pub use headline::Count;
pub use hidden::{hidden, literals};
pub(crate) use judge::{
    AssumedImage, assumed_image, assumed_variable, host_name, parts, text, volume,
};
pub use named::{NamedFiles, named_paths, read_only_paths};

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    artifact::Artifacts,
    difference::{self, between, changed},
    effect::{Files, Sign, Situation},
    resolve::Stack,
    secret_like::Hidden,
    target::Target,
};
use collect::Collection;

/// One of the two stacks in one environment, with what is made of it.
#[derive(Debug)]
pub struct Side<'a> {
    /// The stack.
    pub stack: &'a Stack,
    /// What each target makes of it.
    pub outputs: Vec<Output<'a>>,
    /// What lies at the paths that it names.
    pub named: &'a NamedFiles,
}

/// What one target makes.
#[derive(Clone, Copy)]
pub struct Output<'a> {
    /// The target.
    pub target: &'static dyn Target,
    /// Its folder, relative to the one that everything is written below.
    pub folder: &'a str,
    /// Its files.
    pub files: &'a Artifacts,
}

impl std::fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output")
            .field("target", &self.target.id())
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// What becomes of one environment, without the literals of [`hidden`]. One of the two may be missing: then all of the other is new, or gone.
#[must_use]
pub fn plan(before: Option<&Side<'_>>, after: Option<&Side<'_>>, hidden: &Arc<Hidden>) -> Plan {
    let (old, new, whole) = match (before, after) {
        (None, None) => return Plan::default(),
        (None, Some(new)) => (&new.stack.emptied(), new.stack, Some(Sign::Added)),
        (Some(old), None) => (old.stack, &old.stack.emptied(), Some(Sign::Removed)),
        (Some(old), Some(new)) => (old.stack, new.stack, None),
    };
    let said = changed(old, new);
    let renames = renames::renames(&said.before, &said.after);
    let said_before = renames::renamed(said.before, &renames);
    let mut found = Collection::new(&renames);
    found.differences(between(&said_before, &said.after));
    found.whole(old, new);
    let both = judge::Pair {
        before: old,
        after: new,
        renames: &renames,
    };
    found.judge(&both);
    let nothing = NamedFiles::default();
    let old_files = before.map_or(&nothing, |side| side.named);
    let new_files = after.map_or(&nothing, |side| side.named);
    let named = named::changes(&both, old_files, new_files);
    found.named(&named);
    let none = Artifacts::default();
    for pair in pairs(before, after) {
        let files = Files {
            before: pair.before.map_or(&none, |output| output.files),
            after: pair.after.map_or(&none, |output| output.files),
        };
        let situation = Situation {
            before: old,
            after: new,
            files,
            named: &named,
        };
        for seen in pair.target.see(situation) {
            found.see(pair.target.id(), seen);
        }
        found.files(&pair, files);
    }
    let unchanged = collect::unchanged(&said.after, &said.same, &found);
    Plan {
        environment: new.environment.clone(),
        whole,
        not_compared: not_compared(new, old_files, new_files),
        unchanged,
        assumes: assumes(before, after),
        ..found.plan(Arc::clone(hidden))
    }
}

/// What a stack names and nobody compared, and why.
#[must_use]
pub fn not_compared(stack: &Stack, before: &NamedFiles, after: &NamedFiles) -> Vec<NotCompared> {
    let known = named_paths(stack);
    let all: BTreeMap<&str, &str> = before.left_out().chain(after.left_out()).collect();
    all.into_iter()
        .filter(|(path, _)| known.contains(*path))
        .map(|(path, why)| NotCompared {
            path: path.to_owned(),
            why: why.to_owned(),
        })
        .collect()
}

/// Whether nothing can change between two stacks, so that no file has to be made to see it.
#[must_use]
pub fn is_equal(before: &Stack, after: &Stack) -> bool {
    difference::is_equal(before, after)
}

/// Whose behaviour the plan tells, and in which version.
fn assumes(before: Option<&Side<'_>>, after: Option<&Side<'_>>) -> Vec<Assumed> {
    let Some(side) = after.or(before) else {
        return Vec::new();
    };
    let outputs = side.outputs.iter();
    let readers = outputs.filter_map(|output| {
        let reader = output.target.reader()?;
        let target = side.stack.target(output.target.id());
        let named = target.and_then(|target| target.version.as_ref());
        let version = named.map(|version| version.value.written_like(reader.version));
        let version = version.unwrap_or_else(|| reader.version.to_owned());
        let is_known = reader.known.contains(&version.as_str());
        Some(Assumed {
            tool: reader.tool,
            version,
            known_of: (!is_known).then_some(reader.version),
        })
    });
    readers.collect()
}

/// What one target made, and makes.
pub(super) struct Pair<'a> {
    pub target: &'static dyn Target,
    pub before: Option<Output<'a>>,
    pub after: Option<Output<'a>>,
}

/// The outputs of both by their targets, in the order of the second.
fn pairs<'a>(before: Option<&Side<'a>>, after: Option<&Side<'a>>) -> Vec<Pair<'a>> {
    let outputs =
        |side: Option<&Side<'a>>| side.map(|side| side.outputs.clone()).unwrap_or_default();
    let (old, new) = (outputs(before), outputs(after));
    let same = |one: &Output<'_>, id: &str| one.target.id() == id;
    let mut pairs: Vec<Pair<'a>> = new
        .iter()
        .map(|output| Pair {
            target: output.target,
            before: old
                .iter()
                .copied()
                .find(|old| same(old, output.target.id())),
            after: Some(*output),
        })
        .collect();
    let gone = old
        .iter()
        .filter(|old| !new.iter().any(|new| same(new, old.target.id())));
    pairs.extend(gone.map(|output| Pair {
        target: output.target,
        before: Some(*output),
        after: None,
    }));
    pairs
}
