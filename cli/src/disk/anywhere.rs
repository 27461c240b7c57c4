//! The files that Compose files name: Docker Compose reads them wherever they lie, and so does the import.

use std::{
    io,
    path::{Path, PathBuf},
};

use stackc_compiler::source::{Found, Library, LibraryError};

use super::read::{TEXT_LIMIT, read_up_to, utf8};

/// Reads any regular file, relative to a folder.
#[derive(Debug)]
pub(crate) struct Anywhere {
    folder: PathBuf,
}

impl Anywhere {
    /// The files as seen from this folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }
}

impl Library for Anywhere {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        let bytes = read_up_to(&self.folder.join(path), TEXT_LIMIT).map_err(|error| match error
            .kind()
        {
            io::ErrorKind::NotFound => LibraryError::NotFound,
            _ => LibraryError::Unreadable(error.to_string()),
        })?;
        utf8(bytes).map_err(LibraryError::Unreadable)
    }

    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError> {
        let bytes = self.text(path)?.into_bytes();
        Ok(vec![Found {
            path: String::new(),
            bytes,
        }])
    }
}
