//! Files laid over one another, document by document.

use stackc_compiler::{
    diag::Diagnostic,
    source::{FileId, Span},
};

use super::{
    extends::Extender,
    files::{Files, size},
    include,
    merge::Merge,
    reset, settle, top,
};
use crate::yaml::{Node, Tag, Value};

/// The most nodes of a project.
const MOST_NODES: usize = 200_000;

/// What the files of one project, or of one `include`, have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Stage {
    /// The folder from which its paths are seen, itself seen from the project's folder.
    pub folder: String,
    /// The files that lead here, each with the place that names the next one.
    pub trail: Vec<(String, Option<Span>)>,
}

/// Lays the documents of a file over a tree.
pub(super) fn lay(
    files: &mut Files<'_>,
    stage: &Stage,
    mut root: Node,
    path: &str,
    documents: Vec<Node>,
) -> Node {
    for document in documents {
        let Some((mut over, resets)) = opened(files, document) else {
            continue;
        };
        let mut extender = Extender::new(files, path, &stage.folder);
        extender.apply(&mut over, &resets);
        include::apply(files, stage, path, &mut over);
        reset::apply(&mut root, &resets, true);
        root = join(files, root, over);
        if size(&root) > MOST_NODES {
            files.diagnostics.push(Diagnostic::error(
                "yaml-too-large",
                root.span,
                format!("merged, the files have more than {MOST_NODES} values"),
            ));
            return empty(root.span);
        }
    }
    root
}

/// A document as a Compose file, without tags, with the paths that they take away.
fn opened(files: &mut Files<'_>, document: Node) -> Option<(Node, reset::Resets)> {
    let span = document.span;
    if document.tag == Some(Tag::Reset) {
        files.diagnostics.push(
            Diagnostic::error("not-compose", span, "the whole file is tagged `!reset`")
                .help("tag the key whose value is taken away"),
        );
        return None;
    }
    let (document, resets) = reset::take(document);
    let mut entries = top::entries(document, files.diagnostics)?;
    top::check(&mut entries, files.diagnostics);
    settle::check(&mut entries, files.diagnostics);
    Some((Node::new(Value::Map(entries), span), resets))
}

fn join(files: &mut Files<'_>, root: Node, over: Node) -> Node {
    if root.entries().is_some_and(<[_]>::is_empty) {
        return over;
    }
    Merge::files(files.diagnostics).merge(root, over)
}

/// The documents of a file that is only extended: nothing in it is followed, little is checked.
pub(super) fn base(files: &mut Files<'_>, documents: Vec<Node>) -> Option<(Node, reset::Resets)> {
    let mut root: Option<Node> = None;
    let mut last = Vec::new();
    for document in documents {
        let span = document.span;
        let (document, resets) = reset::take(document);
        let entries = top::entries(document, files.diagnostics)?;
        let over = Node::new(Value::Map(entries), span);
        root = Some(match root {
            Some(mut root) => {
                reset::apply(&mut root, &resets, true);
                join(files, root, over)
            }
            None => over,
        });
        last = resets;
    }
    Some((root?, last))
}

/// A file without entries.
pub(super) fn empty(span: Span) -> Node {
    Node::new(Value::Map(Vec::new()), span)
}

/// The start of a file.
pub(super) fn start(file: FileId) -> Span {
    Span {
        file,
        start: 0,
        end: 0,
    }
}
