//! What lies at the paths that a stack names and does not make.

use std::collections::BTreeSet;

use stackc_compiler::{
    compile::Compilation,
    plan::{NamedFiles, named_paths},
    resolve::join,
    source::{Found, Library, LibraryError},
};

use super::{Baseline, From};
use crate::{disk::DiskLibrary, stack::Compiled};

/// What the library has at the paths of a compiled stack; what is not there or can't be read is left out.
pub(super) fn read(compilation: &Compilation, library: &dyn Library) -> NamedFiles {
    let mut found = NamedFiles::default();
    for path in paths(compilation) {
        if let Ok(files) = library.files(&path) {
            found.add(&path, files);
        }
    }
    found
}

fn paths(compilation: &Compilation) -> BTreeSet<String> {
    compilation.stacks.iter().flat_map(named_paths).collect()
}

/// What lies on disk at the paths that the baseline has too. Of a revision's folder only the files that the revision has: what a program writes there is no change.
pub(crate) fn beside(wanted: &Compiled, baseline: &Baseline) -> NamedFiles {
    let library = DiskLibrary::new(&wanted.place.folder);
    let known = paths(&wanted.compilation);
    let mut found = NamedFiles::default();
    let both = baseline
        .named
        .paths()
        .filter(|(path, _)| known.contains(*path));
    for (path, files) in both {
        let there = match baseline.from {
            From::Folder(_) => library.files(path),
            From::Revision { .. } => only(&library, path, files),
        };
        match there {
            Ok(files) => found.add(path, files),
            Err(LibraryError::NotFound) => found.add(path, Vec::new()),
            Err(_) => {}
        }
    }
    found
}

/// Only these files of a folder, or the file itself.
fn only<'f>(
    library: &DiskLibrary,
    path: &str,
    files: impl Iterator<Item = &'f str>,
) -> Result<Vec<Found>, LibraryError> {
    let mut found = Vec::new();
    for name in files {
        match library.files(&join(path, name)) {
            Ok(there) => found.extend(there.into_iter().map(|file| Found {
                path: name.to_owned(),
                bytes: file.bytes,
            })),
            Err(LibraryError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
