//! Comments of the Compose files find the nodes that they are about.
//!
//! A comment on a line of its own belongs to what follows it inside of what it stands in; one behind something belongs to that.

use stackc_compiler::source::{FileId, Sources, Span};

use super::Node;
use crate::yaml::Comment;

/// Gives every comment to a node; what is left stands behind all nodes.
pub(crate) fn place(nodes: &mut [Node], comments: &[Comment], sources: &Sources) -> Vec<String> {
    let mut targets = Vec::new();
    collect(nodes, &mut Vec::new(), sources, &mut targets);
    targets.sort_by_key(|target| (target.origin.file, target.origin.start));
    let mut left = Vec::new();
    for comment in comments {
        let text = cleaned(&comment.text);
        match find(&targets, comment, column(comment.span, sources)) {
            Some((path, side)) => {
                if let Some(node) = at(nodes, &path) {
                    attach(node, text, side);
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
    column: usize,
    has_children: bool,
}

/// Where a comment goes at its node.
#[derive(Clone, Copy)]
enum Side {
    Above,
    Behind,
    /// Behind its last child.
    End,
}

/// How many characters stand before a place on its line.
fn column(span: Span, sources: &Sources) -> usize {
    sources.position(span.file, span.start).column
}

fn collect(nodes: &[Node], path: &mut Vec<usize>, sources: &Sources, targets: &mut Vec<Target>) {
    for (number, node) in nodes.iter().enumerate() {
        path.push(number);
        if node.anchored && !node.origin.is_empty() {
            targets.push(Target {
                path: path.clone(),
                origin: node.origin,
                column: column(node.origin, sources),
                has_children: !node.children.is_empty(),
            });
        }
        collect(&node.children, path, sources, targets);
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

fn find(targets: &[Target], comment: &Comment, column: usize) -> Option<(Vec<usize>, Side)> {
    let targets = in_file(targets, comment.span.file);
    let place = comment.span.start;
    let next = targets.partition_point(|target| target.origin.start < place);
    let (before, after) = targets.split_at_checked(next)?;
    if comment.behind {
        return before
            .last()
            .map(|target| (target.path.clone(), Side::Behind));
    }
    let deeper = after.first().is_none_or(|after| column > after.column);
    if let Some(holder) = holder(before, column).filter(|_| deeper) {
        return Some((holder.path.clone(), Side::End));
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
    Some((chosen.path.clone(), Side::Above))
}

/// What stands around a comment that is indented deeper than what follows it: the innermost block around what stands before it.
fn holder(before: &[Target], column: usize) -> Option<&Target> {
    let last = before.last()?;
    (1..=last.path.len()).rev().find_map(|length| {
        let path = last.path.get(..length)?;
        let around = before.iter().rev().find(|target| target.path == path)?;
        (around.has_children && around.column < column).then_some(around)
    })
}

fn attach(node: &mut Node, text: String, side: Side) {
    match side {
        Side::Behind if node.behind.is_none() => node.behind = Some(text),
        Side::End => node.end.push(text),
        Side::Above | Side::Behind => node.above.push(text),
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
