//! What a stack may read: its folder, or the git work tree that the folder lies in.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A path without links, also of what does not exist yet.
pub(crate) fn canonical(path: &Path) -> io::Result<PathBuf> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match (path.parent(), path.file_name()) {
                (Some(parent), Some(name)) => Ok(canonical(parent)?.join(name)),
                _ => Err(error),
            }
        }
        other => other,
    }
}

/// Whether a path leads into what git keeps: it may hold credentials, and what lies there may be run.
pub(crate) fn holds_git(path: &Path) -> bool {
    path.components()
        .any(|part| part.as_os_str().eq_ignore_ascii_case(".git"))
}

/// The first link on a path below a folder that leads out of the git work tree that it lies in, or into what git keeps.
pub(crate) fn link_that_leaves(folder: &Path, path: &Path) -> io::Result<Option<PathBuf>> {
    let mut at = folder.to_owned();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let around = at.clone();
        at.push(part);
        if !fs::symlink_metadata(&at)?.is_symlink() {
            continue;
        }
        let around = boundary(&canonical(&around)?);
        let real = at.canonicalize()?;
        let is_file = parts.peek().is_none();
        let bound = is_file || around.join(".git").exists();
        if holds_git(&real) || (bound && !real.starts_with(&around)) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The git work tree around a folder, or the folder itself; the folder has no links in it.
pub(super) fn boundary(folder: &Path) -> PathBuf {
    folder
        .ancestors()
        .find(|ancestor| ancestor.join(".git").exists())
        .unwrap_or(folder)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_tree_is_the_boundary() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let inner = root.join("a/b");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(boundary(&inner), inner);
        fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(boundary(&inner), root);
    }

    #[test]
    fn what_is_not_there_yet_has_a_place() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        assert_eq!(canonical(&root.join("x/y")).unwrap(), root.join("x/y"));
    }
}
