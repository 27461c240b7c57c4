//! Which containers there have to be.

use stackc_compiler::{
    atoms::words::Condition,
    model::{Job, Service},
    resolve::Stack,
};

use super::{
    plan::Plan,
    script::{Arg, Piece, Script},
};
use crate::parts::{compose::awaited, project::edge_names};

/// What has to be there: a service, `running` or `completed`, and how many containers.
pub(super) struct Wanted<'a> {
    pub service: &'a str,
    pub state: &'static str,
    pub count: u64,
}

/// Adds a check of each service that a plain start brings about.
pub(super) fn add(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[Piece::TIME, Piece::CONTAINERS]);
    script.add("read_containers\n");
    for wanted in wanted(plan.stack) {
        let count = Arg::number(Some(wanted.count));
        let arguments = [Arg::Text(wanted.service), Arg::Text(wanted.state), count];
        script.call("container", &arguments);
    }
}

/// Everything that a plain start brings about.
pub(super) fn wanted(stack: &Stack) -> Vec<Wanted<'_>> {
    let services = stack.services.iter().filter(|one| one.profiles.is_none());
    let services = services.map(|service| Wanted {
        service: &service.name.value.0,
        state: state(ends(service, stack)),
        count: count(service),
    });
    let jobs = stack.jobs.iter().filter(|job| has_container(job));
    let jobs = jobs.map(|job| Wanted {
        service: &job.name.value.0,
        state: state(true),
        count: 1,
    });
    let edge = edge_names(stack).into_iter();
    let edge = edge
        .filter(|(kind, _)| *kind == "service")
        .map(|(_, service)| Wanted {
            service,
            // What fills in for a certificate ends; certbot and nginx stay.
            state: state(service == "certificates"),
            count: 1,
        });
    let all = services.chain(jobs).chain(edge);
    all.filter(|wanted| wanted.count > 0).collect()
}

fn state(ends: bool) -> &'static str {
    if ends { "completed" } else { "running" }
}

/// Whether another service waits for its end.
fn ends(service: &Service, stack: &Stack) -> bool {
    let name = &service.name.value.0;
    let services = stack.services.iter().flat_map(|one| one.depends_on.clone());
    let mut waits = services.chain(stack.jobs.iter().flat_map(awaited));
    waits.any(|depends| {
        let is_it = depends.service.get().is_some_and(|one| one.0 == *name);
        let condition = depends.condition.as_ref();
        is_it && condition.is_some_and(|one| one.value == Condition::Completed)
    })
}

/// How many containers it has; one where an input decides.
fn count(service: &Service) -> u64 {
    let said = service.replicas.as_ref().or(service.scale.as_ref());
    said.and_then(|count| count.get())
        .map_or(1, |count| count.0)
}

/// Whether a start runs the job.
fn has_container(job: &Job) -> bool {
    job.within.is_none() && !job.before.is_empty()
}
