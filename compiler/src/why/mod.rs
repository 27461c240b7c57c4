//! Which line of a stack made a line of an artifact: the nearest-node rule.
//!
//! A target says what of the stack a line belongs to, and which words of the language such a line comes from. Within that thing the
//! node is taken whose values stand in the line; of several the one with the most of them, then the one whose word is hinted at, then the first.

use crate::{
    difference::meant,
    effect::Address,
    resolve::Stack,
    source::Span,
    syntax::{Node, Scalar},
};

/// A line of an artifact.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The artifact's path in its target's folder.
    pub path: &'t str,
    /// The artifact's whole text.
    pub text: &'t str,
    /// The number of the line, from 1.
    pub number: usize,
}

/// What a target knows of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// What of the stack it belongs to; none for the stack as a whole.
    pub address: Option<Address>,
    /// Words of the language that such a line comes from, the most exact first.
    pub words: Vec<String>,
}

/// The place that made a line, and the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The way from the top of the stack: `service web › env › LOG_LEVEL`.
    pub path: String,
    /// The place.
    pub span: Span,
}

impl<'t> Line<'t> {
    /// The line itself.
    #[must_use]
    pub fn own(&self) -> &'t str {
        let at = self.number.saturating_sub(1);
        self.text.lines().nth(at).unwrap_or_default()
    }
}

/// The place that made a line; none where nothing of the stack did.
#[must_use]
pub fn origin(stack: &Stack, owner: &Owner, line: &str) -> Option<Origin> {
    let nodes = meant(stack);
    let mut best: Option<(usize, Origin)> = None;
    let is_owner = |node: &&Node| match &owner.address {
        None => true,
        Some(address) => {
            node.kind.value == address.kind
                && address
                    .name
                    .as_deref()
                    .is_none_or(|name| node.first() == Some(name))
        }
    };
    for node in nodes.iter().filter(is_owner) {
        let visit = Visit {
            line,
            words: &owner.words,
        };
        // Without an owner a thing is named only by what stands in the line.
        let least = usize::from(owner.address.is_none());
        visit.node(node, "", least, &mut best);
    }
    best.map(|(_, origin)| origin)
}

struct Visit<'v> {
    line: &'v str,
    words: &'v [String],
}

impl Visit<'_> {
    fn node(&self, node: &Node, before: &str, least: usize, best: &mut Option<(usize, Origin)>) {
        let key = node
            .first()
            .filter(|_| node.children.is_some() || before.is_empty());
        let step = match key {
            Some(key) => format!("{} {key}", node.kind.value),
            None => node.kind.value.clone(),
        };
        let path = match before {
            "" => step,
            before => format!("{before} › {step}"),
        };
        let hint = self.words.iter().position(|word| *word == node.kind.value);
        let hint = hint.map_or(0, |at| 8usize.saturating_sub(at));
        let named = if self.has(&node.kind.value) {
            2 * node.kind.value.len()
        } else {
            0
        };
        let values = node.props.iter().map(|prop| &prop.value);
        let said: Vec<&Scalar> = node
            .args
            .iter()
            .chain(values)
            .filter(|value| self.has(&value.text))
            .collect();
        let length: usize = said.iter().map(|value| 3 * value.text.len()).sum();
        let score = hint + named + length;
        // The value that the line shows is a nearer place than the node around it: an overlay may have brought it.
        let longest = said.iter().max_by_key(|value| value.text.len());
        let span = longest.map_or(node.kind.span, |value| value.span);
        let is_better = best.as_ref().is_none_or(|(known, _)| score > *known);
        let is_thing = best.is_none() && least == 0;
        if is_thing || is_better && score > 0 && score >= least {
            *best = Some((
                score,
                Origin {
                    path: path.clone(),
                    span,
                },
            ));
        }
        for child in node.nodes() {
            self.node(child, &path, least, best);
        }
    }

    /// Whether the line has a text as a word of its own.
    fn has(&self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        self.line.match_indices(text).any(|(at, found)| {
            let before = self
                .line
                .get(..at)
                .and_then(|before| before.chars().next_back());
            let after = self
                .line
                .get(at + found.len()..)
                .and_then(|after| after.chars().next());
            let starts = found.chars().next().is_some_and(joins);
            let ends = found.chars().next_back().is_some_and(joins);
            !(starts && before.is_some_and(joins) || ends && after.is_some_and(joins))
        })
    }
}
