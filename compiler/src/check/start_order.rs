//! A reference to a service that the one that speaks does not wait for.

use petgraph::algo::has_path_connecting;

use super::{Rule, graph::start_graph};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "start-order",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let graph = start_graph(stack);
    let index = |name: &str| {
        graph
            .node_indices()
            .find(|index| graph.node_weight(*index) == Some(&name))
    };
    for reference in stack
        .references
        .iter()
        .filter(|reference| reference.from != reference.to)
    {
        let (Some(from), Some(to)) = (index(&reference.from), index(&reference.to)) else {
            continue;
        };
        let waits = has_path_connecting(&graph, from, to, None);
        let would_cycle = has_path_connecting(&graph, to, from, None);
        if !waits && !would_cycle {
            diagnostics.push(
                Diagnostic::note(
                    RULE.code,
                    reference.span,
                    format!(
                        "`{}` speaks of `{}` and does not wait for it",
                        reference.from, reference.to
                    ),
                )
                .help(format!(
                    "service {} {{ depends-on {} condition=healthy }}",
                    reference.from, reference.to
                )),
            );
        }
    }
}
