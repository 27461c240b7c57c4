//! The files that a stack names, from disk.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use stackc_compiler::source::{Found, Library, LibraryError};

use super::{
    boundary::{boundary, canonical, holds_git},
    read::{FILE_LIMIT, TEXT_LIMIT, read_up_to, utf8},
};

/// How many files a folder that is shipped holds at most.
pub(crate) const MOST_FILES: usize = 4096;

/// How many bytes they have together at most.
pub(crate) const MOST_BYTES: usize = 256 << 20;

/// How much is read at one path at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub files: usize,
    pub bytes: usize,
}

/// What is shipped.
pub(crate) const SHIPPED: Bounds = Bounds {
    files: MOST_FILES,
    bytes: MOST_BYTES,
};

impl Bounds {
    /// Why what has more is not read.
    pub(crate) fn exceeded(self) -> LibraryError {
        let (files, size) = (self.files, self.bytes >> 20);
        LibraryError::Unreadable(if self.files == MOST_FILES {
            format!("a folder that is shipped holds at most {files} files and {size} MiB")
        } else {
            format!("it has more than {files} files or {size} MiB")
        })
    }
}

/// Reads what lies at a path, as far as it is within bounds; what is not is not read.
pub(crate) trait Bounded: Library {
    /// Each file with its path below the one that is asked for.
    fn files_within(&self, path: &str, bounds: Bounds) -> Result<Vec<Found>, LibraryError>;
}

/// How deep folders may be nested.
pub(crate) const DEEPEST: usize = 64;

/// Reads below a boundary and follows no link that leaves it.
#[derive(Debug)]
pub(crate) struct DiskLibrary {
    folder: PathBuf,
    boundary: PathBuf,
}

/// A folder on the way to being read.
#[derive(Debug)]
struct Walk {
    bounds: Bounds,
    /// The folders around the present one, to see links that lead back.
    open: Vec<PathBuf>,
    found: Vec<Found>,
    bytes: usize,
}

impl DiskLibrary {
    /// The library of a stack that lies in this folder.
    pub(crate) fn new(folder: &Path) -> Self {
        let folder = canonical(folder).unwrap_or_else(|_| folder.to_owned());
        Self {
            boundary: boundary(&folder),
            folder,
        }
    }

    /// The file or folder without links, if it may be read.
    fn find(&self, path: &str) -> Result<PathBuf, LibraryError> {
        let full = self.lexical(path)?;
        self.inside(&full)
    }

    /// The path with its `..` taken back as text, so that nothing outside is even looked at.
    fn lexical(&self, path: &str) -> Result<PathBuf, LibraryError> {
        let mut full = self.folder.clone();
        for component in Path::new(path).components() {
            match component {
                Component::Normal(name) => full.push(name),
                Component::CurDir => {}
                Component::ParentDir => {
                    full.pop();
                    if !full.starts_with(&self.boundary) {
                        return Err(LibraryError::Outside);
                    }
                }
                Component::RootDir | Component::Prefix(_) => return Err(LibraryError::Outside),
            }
        }
        Ok(full)
    }

    fn inside(&self, full: &Path) -> Result<PathBuf, LibraryError> {
        let real = full.canonicalize().map_err(|error| unreadable(&error))?;
        match real.strip_prefix(&self.boundary) {
            Ok(below) if !holds_git(below) => Ok(real),
            _ => Err(LibraryError::Outside),
        }
    }

    fn walk(&self, real: &Path, path: &str, walk: &mut Walk) -> Result<(), LibraryError> {
        if !real.is_dir() {
            return walk.take(real, path);
        }
        if walk.open.len() >= DEEPEST || walk.open.iter().any(|folder| folder == real) {
            return Err(LibraryError::Unreadable(format!(
                "`{path}` is nested too deeply, or leads back to itself"
            )));
        }
        walk.open.push(real.to_owned());
        for entry in fs::read_dir(real).map_err(|error| unreadable(&error))? {
            let entry = entry.map_err(|error| unreadable(&error))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(LibraryError::Unreadable(
                    "it holds a file whose name is not UTF-8".to_owned(),
                ));
            };
            let below = match path {
                "" => name,
                path => format!("{path}/{name}"),
            };
            let real = self.inside(&entry.path())?;
            self.walk(&real, &below, walk)?;
        }
        walk.open.pop();
        Ok(())
    }
}

impl Walk {
    fn take(&mut self, real: &Path, path: &str) -> Result<(), LibraryError> {
        let size = fs::metadata(real).map_or(0, |metadata| metadata.len());
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size as u64 <= FILE_LIMIT && self.bytes.saturating_add(size) > self.bounds.bytes {
            return Err(self.too_much());
        }
        let bytes = read_up_to(real, FILE_LIMIT).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > FILE_LIMIT {
            let name = if path.is_empty() { "it" } else { path };
            return Err(LibraryError::Unreadable(format!(
                "{name} is larger than 16 MiB"
            )));
        }
        self.bytes += bytes.len();
        self.found.push(Found {
            path: path.to_owned(),
            bytes,
        });
        if self.found.len() > self.bounds.files || self.bytes > self.bounds.bytes {
            return Err(self.too_much());
        }
        Ok(())
    }

    fn too_much(&self) -> LibraryError {
        self.bounds.exceeded()
    }
}

impl Bounded for DiskLibrary {
    fn files_within(&self, path: &str, bounds: Bounds) -> Result<Vec<Found>, LibraryError> {
        let real = self.find(path)?;
        let mut walk = Walk {
            bounds,
            open: Vec::new(),
            found: Vec::new(),
            bytes: 0,
        };
        self.walk(&real, "", &mut walk)?;
        walk.found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(walk.found)
    }
}

impl Library for DiskLibrary {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        let real = self.find(path)?;
        let bytes = read_up_to(&real, TEXT_LIMIT).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > TEXT_LIMIT {
            return Err(LibraryError::TooLarge);
        }
        utf8(bytes).map_err(LibraryError::Unreadable)
    }

    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError> {
        self.files_within(path, SHIPPED)
    }

    fn module(&self, name: &str) -> Option<&str> {
        stackc_stacks::module(name).map(|module| module.text)
    }

    fn modules(&self) -> Vec<&str> {
        let modules = stackc_stacks::MODULES.iter();
        modules.map(|module| module.name).collect()
    }
}

fn unreadable(error: &io::Error) -> LibraryError {
    match error.kind() {
        io::ErrorKind::NotFound => LibraryError::NotFound,
        _ => LibraryError::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
#[path = "library_tests.rs"]
mod tests;
