//! Writing one file: beside its place first, then renamed, so that no reader sees half of it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// A file that is written and not yet in its place. It vanishes if it never gets there.
#[derive(Debug)]
pub(crate) struct Staged {
    beside: PathBuf,
    place: PathBuf,
    done: bool,
}

impl Staged {
    /// Writes the bytes beside the place; missing folders are made.
    pub(crate) fn new(place: &Path, bytes: &[u8], executable: bool) -> io::Result<Self> {
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        let (mut file, beside) = create_beside(place)?;
        let staged = Self {
            beside,
            place: place.to_owned(),
            done: false,
        };
        file.write_all(bytes)?;
        set_mode(&staged.beside, executable)?;
        file.sync_data()?;
        Ok(staged)
    }

    /// Puts the file into its place. A link that stands there is replaced, never followed.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        fs::rename(&self.beside, &self.place)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            // It is ours and unfinished; where it can't be removed there is no more to do.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// A new file of its own name in the same folder.
fn create_beside(place: &Path) -> io::Result<(File, PathBuf)> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    let mut last = io::Error::other("no free name beside it");
    for attempt in 0..16 {
        let beside = place.with_file_name(format!(".{name}.{process}-{attempt}.stackc"));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside)
        {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// 0755 for what is run, 0644 for everything else.
#[cfg(unix)]
fn set_mode(path: &Path, executable: bool) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if executable { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// There are no modes here.
#[cfg(not(unix))]
fn set_mode(_path: &Path, _executable: bool) -> io::Result<()> {
    Ok(())
}

/// Whether a file is run; other bits depend on the checkout and are not looked at.
#[cfg(unix)]
pub(crate) fn is_executable(metadata: &fs::Metadata, _wanted: bool) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o100 != 0
}

/// There are no modes here: every file has the one that is wanted.
#[cfg(not(unix))]
pub(crate) fn is_executable(_metadata: &fs::Metadata, wanted: bool) -> bool {
    wanted
}

/// Removes the folders above a file that was deleted, as far as they are empty, below `root`.
pub(crate) fn remove_empty_folders(file: &Path, root: &Path) {
    let folders = file.ancestors().skip(1);
    for folder in folders.take_while(|folder| *folder != root && folder.starts_with(root)) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a/b.txt");
        drop(Staged::new(&place, b"never", false).unwrap());
        assert!(!place.exists());
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 0);
        let staged = Staged::new(&place, b"text", true).unwrap();
        assert!(!place.exists());
        staged.commit().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"text");
        assert!(is_executable(&fs::metadata(&place).unwrap(), true));
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn empty_folders_go_and_full_ones_stay() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b/c")).unwrap();
        fs::write(root.path().join("a/kept"), "").unwrap();
        remove_empty_folders(&root.path().join("a/b/c/gone"), root.path());
        assert!(root.path().join("a").exists());
        assert!(!root.path().join("a/b").exists());
    }
}
