//! Files: what may be read, what may be written, and the lock that remembers it.

mod anywhere;
mod boundary;
mod inside;
mod library;
mod lock;
mod read;
mod write;

pub(crate) use anywhere::Anywhere;
pub(crate) use boundary::{canonical, holds_git, link_that_leaves};
pub(crate) use inside::{Inside, steps};
pub(crate) use library::{Bounded, Bounds, DEEPEST, DiskLibrary, SHIPPED};
pub(crate) use lock::{Entry, LOCK_LIMIT, Lock};
pub(crate) use read::{FILE_LIMIT, TEXT_LIMIT, read_made, read_start, read_up_to, utf8};
pub(crate) use write::{Folders, Staged, is_executable, is_stream, remove_empty_folders};
