//! Comments of the Compose files find the nodes that they are about.
//!
//! A comment on a line of its own belongs to what follows it inside of what it stands in; one behind something belongs to that.

use stackc_compiler::source::{FileId, Span};

use super::Node;
use crate::yaml::Comment;

/// Gives every comment to a node; what is left stands behind all nodes.
pub(crate) fn place(nodes: &mut [Node], comments: &[Comment]) -> Vec<String> {
    let mut targets = Vec::new();
    collect(nodes, &mut Vec::new(), &mut targets);
    targets.sort_by_key(|target| (target.origin.file, target.origin.start));
    let mut left = Vec::new();
    for comment in comments {
        let text = cleaned(&comment.text);
        match find(&targets, comment) {
            Some(path) => {
                if let Some(node) = at(nodes, &path) {
                    attach(node, text, comment.behind);
                }
            }
            None => left.push(text),
        }
    }
    left
}

/// A node by the numbers of its ancestors and itself, and what it was made of.
struct Target {
    path: Vec<usize>,
    origin: Span,
}

fn collect(nodes: &[Node], path: &mut Vec<usize>, targets: &mut Vec<Target>) {
    for (number, node) in nodes.iter().enumerate() {
        path.push(number);
        if node.anchored && !node.origin.is_empty() {
            targets.push(Target {
                path: path.clone(),
                origin: node.origin,
            });
        }
        collect(&node.children, path, targets);
        path.pop();
    }
}

fn at<'a>(nodes: &'a mut [Node], path: &[usize]) -> Option<&'a mut Node> {
    let (first, rest) = path.split_first()?;
    let node = nodes.get_mut(*first)?;
    if rest.is_empty() {
        return Some(node);
    }
    at(&mut node.children, rest)
}

fn in_file(targets: &[Target], file: FileId) -> &[Target] {
    let start = targets.partition_point(|target| target.origin.file < file);
    let end = targets.partition_point(|target| target.origin.file <= file);
    targets.get(start..end).unwrap_or_default()
}

fn find(targets: &[Target], comment: &Comment) -> Option<Vec<usize>> {
    let targets = in_file(targets, comment.span.file);
    let place = comment.span.start;
    let next = targets.partition_point(|target| target.origin.start < place);
    let (before, after) = targets.split_at_checked(next)?;
    if comment.behind {
        return before.last().map(|target| target.path.clone());
    }
    let around = before
        .iter()
        .filter(|target| target.origin.end > place)
        .min_by_key(|target| target.origin.len());
    let chosen = match (around, after.first()) {
        (Some(around), Some(after)) if after.origin.start < around.origin.end => after,
        (Some(around), _) => around,
        (None, Some(after)) => after,
        (None, None) => return None,
    };
    Some(chosen.path.clone())
}

fn attach(node: &mut Node, text: String, behind: bool) {
    if behind && node.behind.is_none() {
        node.behind = Some(text);
    } else {
        node.above.push(text);
    }
}

/// A comment as it stands behind `//`.
fn cleaned(text: &str) -> String {
    let text = text.strip_prefix(' ').unwrap_or(text).trim_end();
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\t' || is_forbidden(c) {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// What KDL has nowhere in a file, or takes for the end of a line.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
