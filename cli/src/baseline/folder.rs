//! A baseline in a folder.

use std::path::Path;

use super::{Baseline, From, named};
use crate::{
    args::Source,
    disk::DiskLibrary,
    exit::Failure,
    reading::Reading,
    stack::{self, slashes},
};

/// The stack in a folder, under the name that it has where the plan is made.
pub(super) fn read(reading: &Reading, source: &Source, folder: &Path) -> Result<Baseline, Failure> {
    let name = source.path.file_name().unwrap_or("stack.kdl".as_ref());
    let there = folder.join(name);
    let from = From::Folder(slashes(folder));
    if !reading.folder.join(&there).is_file() {
        return Err(Failure::Run(format!("there is no `{}`", slashes(&there))));
    }
    let source = Source {
        path: there,
        ..source.clone()
    };
    let compiled = stack::read_baseline(reading, &source)?;
    let library = DiskLibrary::new(&compiled.place.folder);
    Ok(Baseline {
        from,
        named: named::read(&compiled.compilation, &library),
        compiled: Some(compiled),
    })
}
