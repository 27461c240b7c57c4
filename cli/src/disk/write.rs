//! Writing one file: beside its place first, then renamed, so that no reader sees half of it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// A file that is written and not yet in its place. It vanishes if it never gets there.
#[derive(Debug)]
pub(crate) struct Staged {
    beside: PathBuf,
    place: PathBuf,
    done: bool,
}

impl Staged {
    /// Writes the bytes beside the place, whose folder is there.
    pub(crate) fn new(place: &Path, bytes: &[u8], executable: bool) -> io::Result<Self> {
        Self::write(place, bytes, |beside| set_mode(beside, executable))
    }

    /// The same for a file that is there and keeps its mode.
    pub(crate) fn over(place: &Path, bytes: &[u8]) -> io::Result<Self> {
        let permissions = fs::metadata(place)?.permissions();
        Self::write(place, bytes, |beside| {
            fs::set_permissions(beside, permissions)
        })
    }

    fn write(
        place: &Path,
        bytes: &[u8],
        set_mode: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<Self> {
        if is_something_else(place) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "what is there is no file",
            ));
        }
        let (mut file, beside) = create_beside(place)?;
        let staged = Self {
            beside,
            place: place.to_owned(),
            done: false,
        };
        file.write_all(bytes)?;
        set_mode(&staged.beside)?;
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

/// Whether a device, a pipe or the like stands there: it would be gone once a file is in its place.
fn is_something_else(place: &Path) -> bool {
    let kind = fs::symlink_metadata(place).map(|there| there.file_type());
    kind.is_ok_and(|kind| !kind.is_file() && !kind.is_symlink() && !kind.is_dir())
}

/// Whether what is written there goes on elsewhere: into a device or a pipe.
pub(crate) fn is_stream(place: &Path) -> bool {
    fs::metadata(place).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Folders that a run makes. They go again unless they are kept, as far as they are empty.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    made: Vec<PathBuf>,
}

impl Folders {
    /// Makes a folder and those around it that are missing.
    pub(crate) fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.made.push(folder.to_owned()),
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Leaves them where they are.
    pub(crate) fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // What is not empty by now is somebody's.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Numbers the files beside their places; their names are short, so that they fit wherever a name fits.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A new file of a name of its own in the same folder, for nobody else to read yet.
fn create_beside(place: &Path) -> io::Result<(File, PathBuf)> {
    let process = std::process::id();
    let mut last = io::Error::other("no free name beside it");
    for _ in 0..64 {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let beside = place.with_file_name(format!(".stackc-{process}-{number}"));
        match private().create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
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
        let mut folders = Folders::default();
        folders.make(&folder.path().join("a/b/c")).unwrap();
        drop(folders);
        assert!(!folder.path().join("a").exists());
        let mut folders = Folders::default();
        folders.make(&folder.path().join("a")).unwrap();
        folders.keep();
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

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_never_replaced() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&place).status();
        assert!(made.unwrap().success());
        assert!(is_stream(&place));
        assert!(Staged::new(&place, b"text", false).is_err());
        assert!(Staged::over(&place, b"text").is_err());
        let there = fs::symlink_metadata(&place).unwrap();
        assert!(there.file_type().is_fifo());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
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
