//! Places below one folder: nothing is written, changed or deleted anywhere else.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::boundary::holds_git;

/// The parts of a relative path that stays below its folder; none if it does not.
pub(crate) fn steps(path: &str) -> Option<Vec<&str>> {
    if path.starts_with(['/', '~']) || path.contains(['\\', '\0']) {
        return None;
    }
    let mut steps: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            part if part.eq_ignore_ascii_case(".git") => return None,
            part if cfg!(windows) && part.contains(':') => return None,
            part => steps.push(part),
        }
    }
    Some(steps)
}

/// The longest name of a file or folder, in bytes.
const LONGEST: usize = 255;

/// A folder below which files may be written.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    /// The folder, without links.
    root: PathBuf,
}

impl Inside {
    /// The folder may be missing; it has no links in it.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file lies, or why it may not lie there: a link on the way that leaves the folder, or a file where a folder is needed.
    pub(crate) fn place(&self, path: &str) -> Result<PathBuf, String> {
        let steps = steps(path).unwrap_or_default();
        let Some((name, folders)) = steps.split_last() else {
            return Err("it lies outside of the output folder".to_owned());
        };
        if steps.iter().any(|step| step.len() > LONGEST) {
            return Err(format!("a name in it is longer than {LONGEST} bytes"));
        }
        let mut at = self.root.clone();
        for folder in folders {
            at.push(folder);
            match fs::symlink_metadata(&at) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.to_string()),
                Ok(metadata) if metadata.is_symlink() => at = self.follow(&at)?,
                Ok(metadata) if metadata.is_dir() => {}
                Ok(_) => return Err(format!("`{folder}` is not a folder")),
            }
        }
        Ok(at.join(name))
    }

    fn follow(&self, link: &Path) -> Result<PathBuf, String> {
        let name = link
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match link.canonicalize() {
            Ok(real) if holds_git(&real) => Err(format!("`{name}` is a link into a .git folder")),
            Ok(real) if real.starts_with(&self.root) && real.is_dir() => Ok(real),
            Ok(_) => Err(format!("`{name}` is a link that leaves the output folder")),
            Err(error) => Err(format!("`{name}` is a link that leads nowhere: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_are_refused() {
        assert_eq!(steps("a/./b"), Some(vec!["a", "b"]));
        assert_eq!(steps("a/../b"), Some(vec!["b"]));
        assert_eq!(steps("."), Some(vec![]));
        for wrong in [
            "../a",
            "a/../../b",
            "/a",
            "~/a",
            ".git/hooks",
            "a/.GIT/x",
            "a\\b",
        ] {
            assert_eq!(steps(wrong), None, "{wrong}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_are_refused() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().canonicalize().unwrap().join("root");
        fs::create_dir_all(root.join("real")).unwrap();
        symlink("real", root.join("fine")).unwrap();
        symlink("..", root.join("bad")).unwrap();
        symlink("nowhere", root.join("dangling")).unwrap();
        fs::write(root.join("file"), "").unwrap();
        let inside = Inside::new(root.clone());
        assert_eq!(inside.place("fine/x"), Ok(root.join("real/x")));
        assert_eq!(inside.place("new/x"), Ok(root.join("new/x")));
        assert!(inside.place("bad/x").is_err());
        assert!(inside.place("dangling/x").is_err());
        assert!(inside.place("file/x").is_err());
        assert!(inside.place("..").is_err());
        fs::create_dir_all(root.join(".git/hooks")).unwrap();
        symlink(".git/hooks", root.join("hooks")).unwrap();
        symlink("../.git", root.join("real/up")).unwrap();
        assert!(inside.place("hooks/x").unwrap_err().contains(".git"));
        assert!(inside.place("real/up/x").unwrap_err().contains(".git"));
        assert!(inside.place(&"n".repeat(255)).is_ok());
        assert!(inside.place(&"n".repeat(256)).is_err());
        assert!(inside.place(&format!("{}/x", "n".repeat(256))).is_err());
    }
}
