//! The files that are read, each once.

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::{FileId, Library, LibraryError, Sources, Span},
};

use crate::yaml::{self, Comment, Node};

/// The most files of a project; a file that is included counts each time.
const MOST_FILES: usize = 256;
/// The most nodes that are copied from service to service.
const MOST_COPIED: usize = 2_000_000;

/// All that is shared while the files of a project are read.
pub(super) struct Files<'a> {
    /// The variables of the project's `.env`.
    pub variables: &'a [(String, String)],
    /// Where other files are.
    pub library: &'a dyn Library,
    /// The files that were read.
    pub sources: &'a mut Sources,
    /// Where findings go.
    pub diagnostics: &'a mut Diagnostics,
    /// The comments of all files.
    pub comments: Vec<Comment>,
    /// Services that extend another one of their own document, with its name.
    pub extended: Vec<(String, String)>,
    known: BTreeMap<String, Vec<Node>>,
    opened: usize,
    copied: usize,
}

impl<'a> Files<'a> {
    /// Nothing is read yet.
    pub(super) fn new(
        variables: &'a [(String, String)],
        library: &'a dyn Library,
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            variables,
            library,
            sources,
            diagnostics,
            comments: Vec::new(),
            extended: Vec::new(),
            known: BTreeMap::new(),
            opened: 0,
            copied: 0,
        }
    }

    /// The documents of a file whose text is given.
    pub(super) fn given(&mut self, path: &str, text: &str) -> (FileId, Vec<Node>) {
        let id = self.sources.add(path, text);
        let documents = self.parse(id, path, text);
        (id, documents)
    }

    fn parse(&mut self, id: FileId, path: &str, text: &str) -> Vec<Node> {
        let read = yaml::read(id, text, self.diagnostics);
        self.comments.extend(read.comments);
        self.known.insert(path.to_owned(), read.documents.clone());
        read.documents
    }

    /// The documents of a file of the library, which is named at a place.
    pub(super) fn open(&mut self, path: &str, span: Span) -> Option<Vec<Node>> {
        if let Some(documents) = self.known.get(path) {
            return Some(documents.clone());
        }
        self.count(span)?;
        match self.library.text(path) {
            Ok(text) => {
                let id = self.sources.add(path, text.clone());
                Some(self.parse(id, path, &text))
            }
            Err(error) => {
                self.diagnostics.push(unreadable(path, span, &error));
                None
            }
        }
    }

    /// Counts a file that is read, or read again.
    pub(super) fn count(&mut self, span: Span) -> Option<()> {
        self.opened += 1;
        if self.opened <= MOST_FILES {
            return Some(());
        }
        self.diagnostics.push(Diagnostic::error(
            "import-include",
            span,
            format!("a project has at most {MOST_FILES} files, and this is one more"),
        ));
        None
    }

    /// Counts the nodes of a tree that is copied.
    pub(super) fn copy(&mut self, node: &Node, span: Span) -> Option<()> {
        if self.copied <= MOST_COPIED {
            self.copied += size(node);
        }
        if self.copied <= MOST_COPIED {
            return Some(());
        }
        self.diagnostics.push(Diagnostic::error(
            "import-extends",
            span,
            "with what all services extend, the project is too large",
        ));
        None
    }
}

/// How many nodes there are in a tree, itself counted.
pub(super) fn size(node: &Node) -> usize {
    let mut size = 0;
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        size += node.weight();
        waiting.extend(node.items().unwrap_or_default());
        let entries = node.entries().unwrap_or_default();
        waiting.extend(entries.iter().map(|entry| &entry.value));
    }
    size
}

/// The finding about a file that can't be had.
pub(super) fn unreadable(path: &str, span: Span, error: &LibraryError) -> Diagnostic {
    match error {
        LibraryError::TooLarge => Diagnostic::error(
            "file-too-large",
            span,
            format!("`{path}` is larger than 1 MiB"),
        ),
        LibraryError::NotFound => {
            Diagnostic::error("missing-file", span, format!("there is no file `{path}`"))
                .help("the path is seen from the project's folder")
        }
        LibraryError::Outside => Diagnostic::error(
            "file-outside",
            span,
            format!("`{path}` lies outside of what may be read"),
        )
        .help("files lie in the project's folder, or in its git work tree; links that leave it are not followed"),
        LibraryError::Unreadable(why) => Diagnostic::error(
            "unreadable-file",
            span,
            format!("`{path}` can't be read: {why}"),
        ),
    }
}
