//! What is deployed, in place of what.

use crate::resolve::Stack;

/// A version of a stack in a folder, where another one runs.
#[derive(Clone, Copy, Debug)]
pub struct Deploy<'a> {
    /// What runs.
    pub before: &'a Stack,
    /// What shall run.
    pub after: &'a Stack,
    folder: &'a str,
    files: &'a [String],
}

impl<'a> Deploy<'a> {
    /// A deploy of what lies in `folder`, as the one that everything is written below sees it; `files` are the paths in it of both versions.
    #[must_use]
    pub fn new(before: &'a Stack, after: &'a Stack, folder: &'a str, files: &'a [String]) -> Self {
        let folder = if folder.is_empty() { "." } else { folder };
        Self {
            before,
            after,
            folder,
            files,
        }
    }

    /// The folder, never without a name: `.` is the stack's own.
    #[must_use]
    pub fn folder(&self) -> &'a str {
        self.folder
    }

    /// The files to copy, where the folder is the stack's own and holds what no target made; none where the folder is copied as a whole.
    #[must_use]
    pub fn named_files(&self) -> &'a [String] {
        if self.folder == "." { self.files } else { &[] }
    }

    /// The services that run and that the new version has not.
    #[must_use]
    pub fn gone(&self) -> Vec<&'a str> {
        only_in(self.before, self.after)
    }

    /// The services that only the new version has.
    #[must_use]
    pub fn added(&self) -> Vec<&'a str> {
        only_in(self.after, self.before)
    }
}

fn only_in<'a>(one: &'a Stack, other: &Stack) -> Vec<&'a str> {
    let names = one
        .services
        .iter()
        .map(|service| service.name.value.0.as_str());
    names.filter(|name| other.service(name).is_none()).collect()
}
