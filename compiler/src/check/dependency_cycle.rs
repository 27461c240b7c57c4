//! Services that wait for one another in a circle: none of them would ever start.

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
    let mut ways: Vec<(NodeIndex, Vec<Wait>)> = vec![(start, Vec::new())];
    let mut seen = vec![start];
    let mut next = 0;
    while let Some((at, way)) = ways.get(next).cloned() {
        next += 1;
        let mut edges: Vec<_> = graph
            .edges(at)
            .filter(|edge| component.contains(&edge.target()))
            .collect();
        edges.sort_by_key(|edge| *edge.weight());
        for edge in edges {
            let mut longer = way.clone();
            longer.push((at, edge.target(), *edge.weight()));
            if edge.target() == start {
                return Some(longer);
            }
            if !seen.contains(&edge.target()) {
                seen.push(edge.target());
                ways.push((edge.target(), longer));
            }
        }
    }
    None
}

fn report(graph: &Graph<'_>, cycle: &[Wait], diagnostics: &mut Diagnostics) {
    let name = |index: NodeIndex| graph.node_weight(index).copied().unwrap_or("");
    let Some(((from, to, span), rest)) = cycle.split_first() else {
        return;
    };
    let mut way: Vec<&str> = cycle.iter().map(|(from, _, _)| name(*from)).collect();
    way.push(name(*from));
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
    for (from, to, span) in rest {
        found = found.other(
            *span,
            format!("`{}` waits for `{}`", name(*from), name(*to)),
        );
    }
    diagnostics.push(
        found.help("take one of these away: a service can reach another without waiting for it"),
    );
}
