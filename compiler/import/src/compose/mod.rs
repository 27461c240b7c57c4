//! Compose files → one project, merged as Compose merges them.
//!
//! Each document of each file is checked ([`top`]), gets what it extends ([`extends`]) and what it includes ([`include`]), and is laid over
//! what came before ([`layers`], [`merge`]).

mod canonical;
mod extends;
mod files;
mod include;
mod keyed;
mod layers;
mod merge;
mod paths;
mod ranges;
mod reset;
mod rules;
mod same;
mod sequence;
mod settle;
mod short;
mod top;
mod words;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    diag::{Diagnostics, Severity},
    source::{Library, Sources},
};

use self::{files::Files, layers::Stage};
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
    /// Services that extend another one of their own file, with its name. What they extend is in them.
    pub extended: Vec<(String, String)>,
}

/// Reads the files, in the order in which they are laid over one another, with what they include and extend.
///
/// Everything that is wrong is reported at its place; then there may be no project.
pub(crate) fn load(
    given: &[Given],
    variables: &[(String, String)],
    library: &dyn Library,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Project> {
    let before = diagnostics.count(Severity::Error);
    let mut files = Files::new(variables, library, sources, diagnostics);
    let read: Vec<_> = given
        .iter()
        .map(|file| files.given(&file.path, &file.text))
        .collect();
    let start = layers::start(read.first()?.0);
    let stage = Stage::default();
    let mut root = layers::empty(start);
    for (file, (_, documents)) in given.iter().zip(read) {
        root = layers::lay(&mut files, &stage, root, &file.path, documents);
    }
    settle::settle(&mut root);
    top::check_merged(&root, start, files.diagnostics);
    let (comments, extended) = (files.comments, files.extended);
    (diagnostics.count(Severity::Error) == before).then_some(Project {
        root,
        comments,
        extended,
    })
}
