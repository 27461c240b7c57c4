//! `ipam.config`: the address ranges of a network.
//!
//! Compose keeps of the base only what the later file names by its subnet; a base range that is not named again is lost. A range that both
//! name is merged once for each time that they meet, in the order of Compose's own loops.

use crate::yaml::{Entry, Node, Value};

/// A range of the result: one of the base, or one of the later file.
enum Range {
    Base(usize),
    Over(usize),
}

/// Merges the ranges of a later file into those of the base; `join` lays entries over a mapping.
pub(super) fn merge(
    mut base: Vec<Node>,
    over: &[Node],
    join: &mut dyn FnMut(&mut Value, Vec<Entry>),
) -> Vec<Node> {
    let mut merged: Vec<Range> = Vec::new();
    for place in 0..base.len() {
        for (number, after) in over.iter().enumerate() {
            let Some(entries) = after.entries() else {
                continue;
            };
            let wanted = subnet(Some(after));
            if wanted != subnet(base.get(place)) && find(&merged, &base, over, &wanted).is_none() {
                merged.push(Range::Over(number));
                continue;
            }
            if let Some(before) = base.get_mut(place) {
                join(&mut before.value, entries.to_vec());
            }
            let known = find(&merged, &base, over, &subnet(base.get(place)));
            match known.and_then(|known| merged.get_mut(known)) {
                Some(range) => *range = Range::Base(place),
                None => merged.push(Range::Base(place)),
            }
        }
    }
    let pick = |range: Range| match range {
        Range::Base(place) => base.get(place).cloned(),
        Range::Over(place) => over.get(place).cloned(),
    };
    merged.into_iter().filter_map(pick).collect()
}

fn subnet(node: Option<&Node>) -> Option<String> {
    Some(node?.get("subnet")?.scalar()?.composed())
}

fn find(merged: &[Range], base: &[Node], over: &[Node], wanted: &Option<String>) -> Option<usize> {
    merged.iter().position(|range| {
        let node = match range {
            Range::Base(place) => base.get(*place),
            Range::Over(place) => over.get(*place),
        };
        subnet(node) == *wanted
    })
}
