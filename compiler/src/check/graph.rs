//! Which service waits for which: the graph that rules walk.

use petgraph::graph::{DiGraph, NodeIndex};

use crate::{
    model::{Job, Service},
    resolve::Stack,
    source::Span,
};

/// The services, with an edge from each to what it waits for and the place that says so.
pub(super) type Graph<'a> = DiGraph<&'a str, Span>;

/// The graph of everything that orders a start: `depends-on`, links, shared namespaces and volumes.
pub(super) fn start_graph(stack: &Stack) -> Graph<'_> {
    let mut graph = Graph::new();
    let nodes: Vec<NodeIndex> = stack
        .services
        .iter()
        .map(|service| graph.add_node(service.name.value.0.as_str()))
        .collect();
    let by_name: std::collections::BTreeMap<&str, NodeIndex> = nodes
        .iter()
        .filter_map(|index| Some((*graph.node_weight(*index)?, *index)))
        .collect();
    for (service, from) in stack.services.iter().zip(&nodes) {
        for (name, span) in waits_for(service) {
            if let Some(to) = by_name.get(name) {
                graph.add_edge(*from, *to, span);
            }
        }
    }
    for job in &stack.jobs {
        for (waiting, name, span) in held_up_by(job, stack) {
            if let (Some(from), Some(to)) = (by_name.get(waiting), by_name.get(name)) {
                graph.add_edge(*from, *to, span);
            }
        }
    }
    graph
}

/// Which service waits for which because a job comes between: the job runs in that one, waits for it, or waits for what its like
/// waits for.
fn held_up_by<'s>(job: &'s Job, stack: &'s Stack) -> Vec<(&'s str, &'s str, Span)> {
    let like = job
        .like
        .as_ref()
        .and_then(|like| stack.service(&like.value.0));
    let of_like = like.map(waits_for).unwrap_or_default();
    let mut found = Vec::new();
    for before in &job.before {
        let (waiting, span) = (before.service.value.0.as_str(), before.service.span);
        if let Some(within) = &job.within {
            found.push((waiting, within.value.0.as_str(), span));
        }
        let awaited = job.depends_on.iter();
        found.extend(awaited.map(|one| (waiting, one.service.value.0.as_str(), one.span)));
        // A job like the service that it comes before takes the service's own place.
        let others = of_like.iter().filter(|(name, _)| *name != waiting);
        found.extend(others.map(|(name, _)| (waiting, *name, span)));
    }
    found
}

/// The services that must be there before one starts.
pub(super) fn waits_for(service: &Service) -> Vec<(&str, Span)> {
    let mut found: Vec<(&str, Span)> = Vec::new();
    for depends in &service.depends_on {
        if let Some(name) = depends.service.get() {
            found.push((&name.0, depends.service.span));
        }
    }
    for link in &service.links {
        if let Some(text) = link.get() {
            found.push((text.0.split(':').next().unwrap_or(""), link.span));
        }
    }
    for from in service
        .volumes_from
        .iter()
        .filter_map(|from| from.service.as_ref())
    {
        found.push((&from.value.0, from.span));
    }
    for mode in [&service.network_mode, &service.pid, &service.ipc]
        .into_iter()
        .flatten()
    {
        if let Some(name) = mode.get().and_then(|text| text.0.strip_prefix("service:")) {
            found.push((name, mode.span));
        }
    }
    found
}
