//! Where text comes from: files by id, spans in them, and the trait through which the compiler asks for more.

use std::{fmt, sync::OnceLock};

/// The number of a file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other`, which lies in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            end: other.end.max(self.end),
            ..self
        }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self {
            end: self.start,
            ..self
        }
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    /// Whether it covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies in it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A value and the place that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with a changed value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: change(self.value),
            span: self.span,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// One file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as it is shown and as the lock file names it: relative to the folder of the first file, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What in it looks like a secret, once somebody has asked.
    pub(crate) redactions: OnceLock<Vec<(usize, usize)>>,
}

/// All files of a run, by id.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
            redactions: OnceLock::new(),
        });
        id
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of a file, for messages.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| file.path.as_str())
    }

    /// The text that a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Every file with its id, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }

    /// The id of the file with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter()
            .find(|(_, file)| file.path == path)
            .map(|(id, _)| id)
    }

    /// Line and column (both from 1, columns in characters) of the first byte of a span.
    #[must_use]
    pub fn position(&self, file: FileId, byte: u32) -> Position {
        let text = self.file(file).map_or("", |file| file.text.as_str());
        let mut end = (byte as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            byte,
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }
}

/// A place in a file as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes before it, from 0.
    pub byte: u32,
    /// From 1.
    pub line: usize,
    /// Characters, from 1.
    pub column: usize,
}

/// Why the library could not give a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryError {
    /// There is no such file.
    NotFound,
    /// It lies outside of what may be read: outside the git work tree, absolute, or behind a link.
    Outside,
    /// It is larger than the 1 MiB that a stack file may have.
    TooLarge,
    /// It is there but can't be read; the text says why.
    Unreadable(String),
}

/// One file of a folder that a `file` node ships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path relative to what was asked for; empty if a single file was asked for.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where `include`, `extends` and `file` find text. Paths are relative to the folder of the first file, with `/`.
pub trait Library {
    /// The text of a stack file.
    ///
    /// # Errors
    /// If it is missing, unreadable, or may not be read.
    fn text(&self, path: &str) -> Result<String, LibraryError>;

    /// The bytes of a file, or of every file in a folder, sorted by path.
    ///
    /// # Errors
    /// If it is missing, unreadable, or may not be read.
    fn files(&self, path: &str) -> Result<Vec<Found>, LibraryError>;

    /// The text of the module of this name in the standard library, if there is one.
    fn module(&self, _name: &str) -> Option<&str> {
        None
    }

    /// The names of the modules of the standard library.
    fn modules(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// A library with nothing in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct EmptyLibrary;

impl Library for EmptyLibrary {
    fn text(&self, _path: &str) -> Result<String, LibraryError> {
        Err(LibraryError::NotFound)
    }

    fn files(&self, _path: &str) -> Result<Vec<Found>, LibraryError> {
        Err(LibraryError::NotFound)
    }
}
