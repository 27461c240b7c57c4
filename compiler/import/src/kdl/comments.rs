//! Comments of the Compose files find the nodes that they are about.
//!
//! A comment on a line of its own belongs to what follows it inside of what it stands in; one behind something belongs to that.

use std::collections::BTreeMap;

use stackc_compiler::source::{FileId, Sources, Span};

use super::Node;
use crate::yaml::Comment;

/// Gives every comment to a node; what is left stands behind all nodes.
pub(crate) fn place(nodes: &mut [Node], comments: &[Comment], sources: &Sources) -> Vec<String> {
    let mut targets = Vec::new();
    collect(nodes, &mut Vec::new(), sources, &mut targets);
    targets.sort_by_key(|target| (target.origin.file, target.origin.start));
    link(&mut targets);
    let mut left = Vec::new();
    let mut indentations = BTreeMap::new();
    for comment in comments {
        let text = cleaned(&comment.text);
        let lines = indentations
            .entry(comment.span.file)
            .or_insert_with(|| indentation_below(comment.span.file, sources));
        let column = column(comment.span, sources);
        let is_last = column > below(lines, comment.span.start);
        match find(&targets, comment, column, is_last) {
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
    /// The number, within its file, of the target that it lies in.
    parent: Option<usize>,
}

/// Where a comment goes at its node.
#[derive(Clone, Copy)]
enum Side {
    Above,
    Behind,
    /// On lines of their own below it.
    Below,
}

/// How many characters stand before a place on its line.
fn column(span: Span, sources: &Sources) -> usize {
    let text = sources
        .file(span.file)
        .map_or("", |file| file.text.as_str());
    let before = text.get(..span.start as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    before.len() - start + 1
}

/// Where each line of a file starts, and in which column the next one begins that holds more than a comment.
fn indentation_below(file: FileId, sources: &Sources) -> Vec<(usize, usize)> {
    let text = sources.file(file).map_or("", |file| file.text.as_str());
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push((start, line));
        start += line.len();
    }
    let mut below = Vec::new();
    let mut next = 1;
    for (start, line) in lines.into_iter().rev() {
        below.push((start, next));
        let said = line.trim_start();
        if !said.is_empty() && !said.starts_with('#') {
            next = line.len() - said.len() + 1;
        }
    }
    below.reverse();
    below
}

/// The column in which what follows a place begins.
fn below(lines: &[(usize, usize)], place: u32) -> usize {
    let next = lines.partition_point(|(start, _)| *start <= place as usize);
    let line = next.checked_sub(1).and_then(|line| lines.get(line));
    line.map_or(1, |(_, column)| *column)
}

fn collect(nodes: &[Node], path: &mut Vec<usize>, sources: &Sources, targets: &mut Vec<Target>) {
    for (number, node) in nodes.iter().enumerate() {
        path.push(number);
        if node.anchored && !node.origin.is_empty() {
            targets.push(Target {
                path: path.clone(),
                origin: node.origin,
                column: column(node.origin, sources),
                parent: None,
            });
        }
        collect(&node.children, path, sources, targets);
        path.pop();
    }
}

/// Finds what each target lies in.
fn link(targets: &mut [Target]) {
    let mut file = None;
    let mut number = 0;
    let mut open: Vec<(usize, u32)> = Vec::new();
    for target in targets {
        if file != Some(target.origin.file) {
            file = Some(target.origin.file);
            number = 0;
            open.clear();
        }
        while open
            .last()
            .is_some_and(|(_, end)| *end <= target.origin.start)
        {
            open.pop();
        }
        target.parent = open.last().map(|(number, _)| *number);
        open.push((number, target.origin.end));
        number += 1;
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

fn find(
    targets: &[Target],
    comment: &Comment,
    column: usize,
    is_last: bool,
) -> Option<(Vec<usize>, Side)> {
    let targets = in_file(targets, comment.span.file);
    let place = comment.span.start;
    let next = targets.partition_point(|target| target.origin.start < place);
    let (before, after) = targets.split_at_checked(next)?;
    if comment.behind {
        return before
            .last()
            .map(|target| (target.path.clone(), Side::Behind));
    }
    if let Some(last) = last_of_block(before, column).filter(|_| is_last) {
        return Some((last.path.clone(), Side::Below));
    }
    let around = ancestors(before).find(|target| target.origin.end > place);
    let chosen = match (around, after.first()) {
        (Some(around), Some(after)) if after.origin.start < around.origin.end => after,
        (Some(around), _) => around,
        (None, Some(after)) => after,
        (None, None) => return None,
    };
    let mut path = chosen.path.clone();
    if column == 1 {
        path.truncate(1);
    }
    Some((path, Side::Above))
}

/// What a comment stands below that is indented deeper than what follows it: the last thing of the block that it is in, or of the line before.
fn last_of_block(before: &[Target], column: usize) -> Option<&Target> {
    let inside = ancestors(before).take_while(|target| target.column >= column);
    inside.last().or_else(|| ancestors(before).next())
}

/// The last target and what it lies in, from the inside out.
fn ancestors(before: &[Target]) -> impl Iterator<Item = &Target> {
    let mut next = before.len().checked_sub(1);
    std::iter::from_fn(move || {
        let target = before.get(next?)?;
        next = target.parent.filter(|parent| Some(*parent) < next);
        Some(target)
    })
}

fn attach(node: &mut Node, text: String, side: Side) {
    match side {
        Side::Behind if node.behind.is_none() => node.behind = Some(text),
        Side::Below => node.below.push(text),
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
