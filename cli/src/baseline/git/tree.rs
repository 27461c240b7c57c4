//! The files of a tree of git's, as the compiler asks for them.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use gix::{ObjectId, Repository, object::tree::EntryKind};
use stackc_compiler::{
    resolve::join,
    source::{Found, Library, LibraryError},
};

use crate::disk::{Bounded, Bounds, DEEPEST, FILE_LIMIT, SHIPPED, TEXT_LIMIT, utf8};

/// How many links are followed for one path.
const MOST_LINKS: usize = 32;

/// How many entries of folders are kept, each folder read once.
const MOST_KEPT: usize = 1 << 18;

/// The entries of a folder by their names.
type Folder = Rc<BTreeMap<Vec<u8>, Entry>>;

/// The files of one revision.
pub(super) struct TreeLibrary<'r> {
    repository: &'r Repository,
    tree: ObjectId,
    /// The stack's folder in the tree; paths are relative to it.
    folder: String,
    /// Folders that were read.
    known: RefCell<HashMap<ObjectId, Folder>>,
    /// How many entries they have.
    kept: Cell<usize>,
}

/// A file or folder of a tree.
#[derive(Clone, Copy)]
struct Entry {
    id: ObjectId,
    kind: EntryKind,
}

impl<'r> TreeLibrary<'r> {
    pub(super) fn new(repository: &'r Repository, tree: ObjectId, folder: &str) -> Self {
        Self {
            repository,
            tree,
            folder: folder.to_owned(),
            known: RefCell::default(),
            kept: Cell::default(),
        }
    }

    /// What lies at a path, all links followed.
    fn find(&self, path: &str) -> Result<Entry, LibraryError> {
        self.at(&join(&self.folder, path), MOST_LINKS)
    }

    /// The same for a path from the top of the tree.
    fn at(&self, path: &str, links: usize) -> Result<Entry, LibraryError> {
        if path.starts_with(['/', '~']) || path.split('/').any(|part| part == "..") {
            return Err(LibraryError::Outside);
        }
        let mut here = Entry {
            id: self.tree,
            kind: EntryKind::Tree,
        };
        let mut walked = String::new();
        let mut parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
        while let Some(part) = parts.next() {
            here = self.child(here, part)?.ok_or(LibraryError::NotFound)?;
            if here.kind == EntryKind::Commit {
                return Err(LibraryError::Unreadable(
                    "it lies in a submodule, whose files are not in this repository".to_owned(),
                ));
            }
            if here.kind == EntryKind::Link {
                let links = links.checked_sub(1).ok_or_else(|| {
                    LibraryError::Unreadable("its links lead back to themselves".to_owned())
                })?;
                let target = self.blob(here.id, TEXT_LIMIT)?;
                let target = utf8(target).map_err(LibraryError::Unreadable)?;
                if target.starts_with('/') {
                    return Err(LibraryError::Outside);
                }
                let rest: Vec<&str> = parts.collect();
                let next = join(&walked, &join(&target, &rest.join("/")));
                return self.at(&next, links);
            }
            walked = join(&walked, part);
        }
        Ok(here)
    }

    /// An entry of a folder.
    fn child(&self, folder: Entry, name: &str) -> Result<Option<Entry>, LibraryError> {
        Ok(self.children(folder)?.get(name.as_bytes()).copied())
    }

    /// The entries of a folder; a file has none.
    fn children(&self, folder: Entry) -> Result<Folder, LibraryError> {
        if folder.kind != EntryKind::Tree {
            return Ok(Folder::default());
        }
        if let Some(known) = self.known.borrow().get(&folder.id) {
            return Ok(Rc::clone(known));
        }
        let tree = self
            .repository
            .find_tree(folder.id)
            .map_err(|error| unreadable(&error))?;
        let mut found = BTreeMap::new();
        for entry in tree.iter() {
            let entry = entry.map_err(|error| unreadable(&error))?;
            let is = Entry {
                id: entry.object_id(),
                kind: entry.mode().kind(),
            };
            // A damaged folder may have a name twice: the first one counts.
            found.entry(entry.filename().to_vec()).or_insert(is);
        }
        let kept = self.kept.get() + found.len();
        let found = Folder::new(found);
        if kept <= MOST_KEPT {
            self.kept.set(kept);
            let mut known = self.known.borrow_mut();
            known.insert(folder.id, Rc::clone(&found));
        }
        Ok(found)
    }

    /// A file's bytes, at most one more than the limit allows.
    fn blob(&self, id: ObjectId, limit: u64) -> Result<Vec<u8>, LibraryError> {
        let header = self
            .repository
            .find_header(id)
            .map_err(|error| unreadable(&error))?;
        if header.size() > limit {
            return Err(LibraryError::TooLarge);
        }
        let object = self
            .repository
            .find_object(id)
            .map_err(|error| unreadable(&error))?;
        Ok(object.detach().data)
    }

    /// Every file in a folder, with its path in it.
    fn walk(
        &self,
        folder: Entry,
        path: &str,
        depth: usize,
        taken: &mut Taken,
    ) -> Result<(), LibraryError> {
        if depth >= DEEPEST {
            return Err(LibraryError::Unreadable(format!(
                "`{path}` is nested too deeply"
            )));
        }
        for (name, entry) in self.children(folder)?.iter() {
            let Ok(name) = std::str::from_utf8(name) else {
                return Err(LibraryError::Unreadable(
                    "it holds a file whose name is not UTF-8".to_owned(),
                ));
            };
            let below = join(path, name);
            match entry.kind {
                EntryKind::Tree => self.walk(*entry, &below, depth + 1, taken)?,
                EntryKind::Blob | EntryKind::BlobExecutable => self.take(*entry, below, taken)?,
                EntryKind::Link => {
                    return Err(LibraryError::Unreadable(format!(
                        "`{below}` is a link; a folder that is shipped from a revision has none"
                    )));
                }
                EntryKind::Commit => {
                    return Err(LibraryError::Unreadable(format!(
                        "`{below}` is a submodule"
                    )));
                }
            }
        }
        Ok(())
    }

    fn take(&self, entry: Entry, path: String, taken: &mut Taken) -> Result<(), LibraryError> {
        let left = taken.bounds.bytes - taken.bytes.min(taken.bounds.bytes);
        let limit = FILE_LIMIT.min(left as u64);
        let bytes = self.blob(entry.id, limit).map_err(|error| match error {
            LibraryError::TooLarge if limit < FILE_LIMIT => taken.bounds.exceeded(),
            LibraryError::TooLarge => {
                LibraryError::Unreadable("it is larger than 16 MiB".to_owned())
            }
            other => other,
        })?;
        taken.bytes += bytes.len();
        taken.found.push(Found { path, bytes });
        if taken.found.len() > taken.bounds.files {
            return Err(taken.bounds.exceeded());
        }
        Ok(())
    }
}

/// What was read so far.
struct Taken {
    bounds: Bounds,
    found: Vec<Found>,
    bytes: usize,
}

impl Bounded for TreeLibrary<'_> {
    fn files_within(&self, path: &str, bounds: Bounds) -> Result<Vec<Found>, LibraryError> {
        let entry = self.find(path)?;
        let mut taken = Taken {
            bounds,
            found: Vec::new(),
            bytes: 0,
        };
        if entry.kind == EntryKind::Tree {
            self.walk(entry, "", 0, &mut taken)?;
        } else {
            self.take(entry, String::new(), &mut taken)?;
        }
        let mut found = taken.found;
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

impl Library for TreeLibrary<'_> {
    fn text(&self, path: &str) -> Result<String, LibraryError> {
        let entry = self.find(path)?;
        if entry.kind == EntryKind::Tree {
            return Err(LibraryError::Unreadable("it is a folder".to_owned()));
        }
        utf8(self.blob(entry.id, TEXT_LIMIT)?).map_err(LibraryError::Unreadable)
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

fn unreadable(error: &dyn std::error::Error) -> LibraryError {
    LibraryError::Unreadable(format!(
        "git's object can't be read: {error}; a clone without all objects gets them with git fetch --refetch"
    ))
}
