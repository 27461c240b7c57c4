//! Reading the stack's files: the first one, what it includes, and the stack that it extends.

use super::{Request, folder_of, join, overlay, params};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::StackFile,
    reader::NodeType,
    schema::validate,
    source::{FileId, Library, LibraryError, Sources, Span},
    syntax::{self, Node, too_large},
};

/// The nodes of a stack's files.
pub(crate) struct Loaded {
    /// All of them, the header first.
    pub nodes: Vec<Node>,
    /// Whether all text could be read.
    pub complete: bool,
    /// The first file.
    pub main: FileId,
}

const MOST_FILES: usize = 256;

pub(crate) fn load(
    request: &Request,
    library: &dyn Library,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let main = sources.add(request.path.clone(), request.text.clone());
    let mut loader = Loader {
        library,
        sources,
        diagnostics,
        complete: true,
    };
    let nodes = loader.stack(main, &mut vec![request.path.clone()]);
    let complete = loader.complete;
    Loaded {
        nodes,
        complete,
        main,
    }
}

struct Loader<'a> {
    library: &'a dyn Library,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    complete: bool,
}

impl Loader<'_> {
    fn parse(&mut self, file: FileId) -> Vec<Node> {
        let text = self
            .sources
            .file(file)
            .map_or(String::new(), |file| file.text.clone());
        let document = syntax::parse(file, &text, self.diagnostics);
        self.complete &= document.complete;
        document.nodes
    }

    /// A file that opens with `stack`, on top of what it extends.
    fn stack(&mut self, file: FileId, open: &mut Vec<String>) -> Vec<Node> {
        let nodes = self.parse(file);
        self.check_header(file, &nodes);
        let base = nodes
            .iter()
            .find(|node| node.kind.value == "stack")
            .and_then(|header| header.prop("extends"))
            .map(|prop| prop.value.clone());
        let nodes = self.includes(nodes, open);
        let Some(base) = base else { return nodes };
        let Some(base_file) = self.read(file, &base.text, base.span, open) else {
            return nodes;
        };
        let mut merged = self.stack(base_file, open);
        open.pop();
        validate(&merged, StackFile::SCHEMA, self.diagnostics);
        validate(&nodes, StackFile::SCHEMA, self.diagnostics);
        overlay::spread(&mut merged, StackFile::SCHEMA);
        let mut over = nodes;
        overlay::spread(&mut over, StackFile::SCHEMA);
        params::check_extension(&merged, &over, self.diagnostics);
        let literal = |text: &str| text.to_owned();
        overlay::merge(
            &mut merged,
            &over,
            StackFile::SCHEMA,
            &literal,
            self.diagnostics,
        );
        merged
    }

    fn check_header(&mut self, file: FileId, nodes: &[Node]) {
        let start = Span {
            file,
            start: 0,
            end: 0,
        };
        match nodes.first() {
            Some(node) if node.kind.value == "stack" => {
                self.diagnostics.extend(unknown_edition(node));
            }
            first => {
                let span = first.map_or(start, |node| node.kind.span);
                let elsewhere = nodes.iter().find(|node| node.kind.value == "stack");
                let mut found = Diagnostic::error(
                    "missing-stack",
                    span,
                    "a stack opens with its name and edition",
                );
                found = match elsewhere {
                    Some(node) => found
                        .other(node.kind.span, "it stands here")
                        .help("move it to the top of the file"),
                    None if nodes.iter().any(|node| node.kind.value == "module") => {
                        found.help("a module is used by a stack: use \"./module.kdl\" as=NAME")
                    }
                    None => found.help("stack my-app edition=1"),
                };
                self.diagnostics.push(found);
            }
        }
    }

    /// Puts each included file's nodes where its `include` stands.
    fn includes(&mut self, nodes: Vec<Node>, open: &mut Vec<String>) -> Vec<Node> {
        let mut all = Vec::new();
        for node in nodes {
            let path = node.args.first().filter(|_| node.kind.value == "include");
            if let Some(path) = path {
                let from = node.span.file;
                if let Some(file) = self.read(from, &path.text, path.span, open) {
                    let mut nodes = self.parse(file);
                    self.no_header(&nodes);
                    nodes.retain(|node| node.kind.value != "stack");
                    all.extend(self.includes(nodes, open));
                    open.pop();
                }
            }
            all.push(node);
        }
        all
    }

    fn no_header(&mut self, nodes: &[Node]) {
        for node in nodes.iter().filter(|node| node.kind.value == "stack") {
            self.diagnostics.push(
                Diagnostic::error("misplaced-stack", node.kind.span, "a file that is included has no `stack` of its own")
                    .help("take the line away; or start from the other stack with stack NAME edition=1 extends=\"…\""),
            );
        }
    }

    /// Reads a file that another one names; the caller takes it off `open` again.
    fn read(
        &mut self,
        from: FileId,
        path: &str,
        span: Span,
        open: &mut Vec<String>,
    ) -> Option<FileId> {
        if path.starts_with('/') {
            self.diagnostics.push(
                Diagnostic::error(
                    "file-outside",
                    span,
                    "a stack does not name files by an absolute path",
                )
                .help("write the path relative to this file"),
            );
            return None;
        }
        let path = join(folder_of(self.sources.path(from)), path);
        if open.contains(&path) {
            self.diagnostics.push(
                Diagnostic::error(
                    "include-cycle",
                    span,
                    format!("`{path}` comes back to itself"),
                )
                .help(format!("the way it took: {} → {path}", open.join(" → "))),
            );
            return None;
        }
        if self.sources.iter().count() >= MOST_FILES {
            self.diagnostics.push(Diagnostic::error(
                "too-many-files",
                span,
                format!("a stack has at most {MOST_FILES} files"),
            ));
            return None;
        }
        match self.library.text(&path) {
            Ok(text) => {
                open.push(path.clone());
                Some(self.sources.add(path, text))
            }
            Err(error) => {
                self.diagnostics.push(unreadable(&path, span, &error));
                None
            }
        }
    }
}

/// The finding about an edition of the language that is another one's.
pub(super) fn unknown_edition(node: &Node) -> Option<Diagnostic> {
    let edition = node.prop("edition")?;
    let is_other =
        edition.value.text != "1" && edition.value.text.bytes().all(|b| b.is_ascii_digit());
    is_other.then(|| {
        Diagnostic::error(
            "unknown-edition",
            edition.value.span,
            format!("this compiler does not know edition {}", edition.value.text),
        )
        .help("edition=1")
    })
}

/// The finding about a file that can't be had.
pub(super) fn unreadable(path: &str, span: Span, error: &LibraryError) -> Diagnostic {
    match error {
        LibraryError::NotFound => Diagnostic::error("missing-file", span, format!("there is no file `{path}`"))
            .help("a path is relative to the file that says it"),
        LibraryError::Outside => Diagnostic::error("file-outside", span, format!("`{path}` lies outside of what a stack may read"))
            .help("files lie in the stack's folder, or in its git work tree; links that leave it are not followed"),
        LibraryError::TooLarge => too_large(span, &format!("`{path}`")),
        LibraryError::Unreadable(why) => Diagnostic::error("unreadable-file", span, format!("`{path}` can't be read: {why}")),
    }
}
