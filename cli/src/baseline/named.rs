//! What lies at the paths that a stack names and does not make.

use std::collections::BTreeSet;

use stackc_compiler::{
    compile::Compilation,
    plan::{NamedFiles, named_paths, read_only_paths},
    resolve::join,
    source::{Found, LibraryError},
};

use super::{Baseline, From};
use crate::{
    disk::{Bounded, Bounds, DiskLibrary},
    stack::Compiled,
};

/// What is compared at one path: enough for what configures a service, too little for its data.
const COMPARED: Bounds = Bounds {
    files: 1000,
    bytes: 16 << 20,
};

/// What the library has at the paths of a compiled stack; what is not there is left out, and so is, with the reason, what can't be read or is too much.
pub(super) fn read(compilation: &Compilation, library: &dyn Bounded) -> NamedFiles {
    let mut found = NamedFiles::default();
    for path in paths(compilation) {
        match library.files_within(&path, COMPARED) {
            Ok(files) => found.add(&path, files),
            Err(error) => left_out(&mut found, &path, error),
        }
    }
    found
}

fn left_out(found: &mut NamedFiles, path: &str, error: LibraryError) {
    let why = match error {
        LibraryError::NotFound => return,
        LibraryError::Outside => "it lies outside of the repository".to_owned(),
        LibraryError::TooLarge => "it is too large".to_owned(),
        LibraryError::Unreadable(why) => why,
    };
    found.leave_out(path, why);
}

fn paths(compilation: &Compilation) -> BTreeSet<String> {
    compilation.stacks.iter().flat_map(named_paths).collect()
}

/// What lies on disk at the paths that the baseline has too. Of a revision's folder that a service writes to only the files that the revision has: what a program writes
/// there is no change.
pub(crate) fn beside(wanted: &Compiled, baseline: &Baseline) -> NamedFiles {
    let library = DiskLibrary::new(&wanted.place.folder);
    let stacks = &wanted.compilation.stacks;
    let known = paths(&wanted.compilation);
    let written = |stack| {
        let read = read_only_paths(stack);
        let all = named_paths(stack).into_iter();
        all.filter(move |path| !read.contains(path))
    };
    let written: BTreeSet<String> = stacks.iter().flat_map(written).collect();
    let mut found = NamedFiles::default();
    let both = baseline
        .named
        .paths()
        .filter(|(path, _)| known.contains(*path));
    for (path, files) in both {
        let is_whole = matches!(baseline.from, From::Folder(_)) || !written.contains(path);
        let there = if is_whole {
            library.files_within(path, COMPARED)
        } else {
            only(&library, path, files)
        };
        match there {
            Ok(files) => found.add(path, files),
            Err(LibraryError::NotFound) => found.add(path, Vec::new()),
            Err(error) => left_out(&mut found, path, error),
        }
    }
    // So that both say the same of what neither knows.
    for (path, why) in baseline.named.left_out() {
        found.leave_out(path, why.to_owned());
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
        match library.files_within(&join(path, name), COMPARED) {
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
