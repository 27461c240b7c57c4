//! Services that wait for one another in a circle: none of them would ever start.

use std::collections::{BTreeMap, BTreeSet, VecDeque, btree_map::Entry};

use petgraph::{algo::tarjan_scc, graph::NodeIndex, visit::EdgeRef as _};

use super::{
    Rule,
    graph::{Graph, start_graph},
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "dependency-cycle",
    check,
};

/// Who waits for whom, and where that is said.
type Wait = (NodeIndex, NodeIndex, Span);

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let graph = start_graph(stack);
    for mut component in tarjan_scc(&graph) {
        component.sort_unstable();
        if let Some(cycle) = cycle_in(&graph, &component) {
            report(&graph, &cycle, diagnostics);
        }
    }
}

/// The shortest way from the component's first service back to itself, as edges.
fn cycle_in(graph: &Graph<'_>, component: &[NodeIndex]) -> Option<Vec<Wait>> {
    let start = *component.first()?;
    let inside: BTreeSet<NodeIndex> = component.iter().copied().collect();
    let mut came: BTreeMap<NodeIndex, Wait> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        let mut edges: Vec<_> = graph
            .edges(at)
            .filter(|edge| inside.contains(&edge.target()))
            .collect();
        edges.sort_by_key(|edge| *edge.weight());
        for edge in edges {
            let wait = (at, edge.target(), *edge.weight());
            if edge.target() == start {
                return Some(way_back(&came, start, wait));
            }
            if let Entry::Vacant(place) = came.entry(edge.target()) {
                place.insert(wait);
                waiting.push_back(edge.target());
            }
        }
    }
    None
}

/// The edges from the start to the last one, which closes the circle.
fn way_back(came: &BTreeMap<NodeIndex, Wait>, start: NodeIndex, last: Wait) -> Vec<Wait> {
    let mut way = vec![last];
    let mut at = last.0;
    while at != start {
        let Some(wait) = came.get(&at) else { break };
        way.push(*wait);
        at = wait.0;
    }
    way.reverse();
    way
}

/// More places than this are not shown one by one.
const MOST_SHOWN: usize = 20;

fn report(graph: &Graph<'_>, cycle: &[Wait], diagnostics: &mut Diagnostics) {
    let name = |index: NodeIndex| graph.node_weight(index).copied().unwrap_or("");
    let Some(((from, to, span), rest)) = cycle.split_first() else {
        return;
    };
    let mut way: Vec<&str> = cycle.iter().map(|(from, _, _)| name(*from)).collect();
    way.push(name(*from));
    if way.len() > MOST_SHOWN {
        way.truncate(MOST_SHOWN);
        way.push("…");
    }
    let message = if rest.is_empty() {
        format!("service `{}` waits for itself", name(*from))
    } else {
        format!("services wait for one another: {}", way.join(" → "))
    };
    let mut found = Diagnostic::error("dependency-cycle", *span, message).label(format!(
        "`{}` waits for `{}`",
        name(*from),
        name(*to)
    ));
    for (from, to, span) in rest.iter().take(MOST_SHOWN) {
        found = found.other(
            *span,
            format!("`{}` waits for `{}`", name(*from), name(*to)),
        );
    }
    diagnostics.push(found.help(if rest.is_empty() {
        "take it away"
    } else {
        "take one of these away: a service can reach another without waiting for it"
    }));
}
