//! Where the lines lie that a plan names, in both stacks.

use stackc_compiler::{
    plan::{Place, Version},
    source::{FileId, Position},
};

use crate::{baseline::Baseline, report::Index, stack::Compiled};

/// The files of both stacks, their lines counted once.
pub(super) struct Places<'c> {
    before: Option<Files<'c>>,
    after: Files<'c>,
}

/// The files of one stack, by their numbers.
struct Files<'c> {
    of: &'c Compiled,
    indexes: Vec<(FileId, Index<'c>)>,
}

impl<'c> Files<'c> {
    fn new(of: &'c Compiled) -> Self {
        let files = of.compilation.sources.iter();
        Self {
            of,
            indexes: files
                .map(|(id, file)| (id, Index::new(&file.text)))
                .collect(),
        }
    }
}

impl<'c> Places<'c> {
    pub(super) fn new(baseline: &'c Baseline, wanted: &'c Compiled) -> Self {
        Self {
            before: baseline.compiled.as_ref().map(Files::new),
            after: Files::new(wanted),
        }
    }

    /// The file, as it is shown, and the line and column in it.
    pub(super) fn of(&self, place: Place) -> Option<(String, Position)> {
        let files = match place.version {
            Version::Before => self.before.as_ref()?,
            Version::After => &self.after,
        };
        let mut indexes = files.indexes.iter();
        let (id, index) = indexes.find(|(id, _)| *id == place.span.file)?;
        let path = files.of.compilation.sources.path(*id);
        Some((files.of.place.shown(path), index.position(place.span.start)))
    }
}
