//! What a stack may read: its folder, or the git work tree that the folder lies in.

use std::{
    io,
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
        std::fs::create_dir_all(&inner).unwrap();
        assert_eq!(boundary(&inner), inner);
        std::fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(boundary(&inner), root);
    }

    #[test]
    fn what_is_not_there_yet_has_a_place() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        assert_eq!(canonical(&root.join("x/y")).unwrap(), root.join("x/y"));
    }
}
