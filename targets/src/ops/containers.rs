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
use crate::parts::project::edge_names;

/// Adds a check of each service that a plain start brings about.
pub(super) fn add(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[Piece::TIME, Piece::CONTAINERS]);
    script.add("read_containers\n");
    let stack = plan.stack;
    for service in stack.services.iter().filter(|one| one.profiles.is_none()) {
        let wanted = if ends(service, stack) {
            "completed"
        } else {
            "running"
        };
        check(&service.name.value.0, wanted, count(service), script);
    }
    for job in stack.jobs.iter().filter(|job| has_container(job)) {
        check(&job.name.value.0, "completed", 1, script);
    }
    for (kind, name) in edge_names(stack) {
        if kind == "service" {
            // What fills in for a certificate ends; certbot and nginx stay.
            let wanted = if name == "certificates" {
                "completed"
            } else {
                "running"
            };
            check(name, wanted, 1, script);
        }
    }
}

fn check(name: &str, wanted: &str, count: u64, script: &mut Script<'_>) {
    if count > 0 {
        let count = Arg::number(Some(count));
        script.call("container", &[Arg::Text(name), Arg::Text(wanted), count]);
    }
}

/// Whether another service waits for its end.
fn ends(service: &Service, stack: &Stack) -> bool {
    let name = &service.name.value.0;
    let mut waits = stack.services.iter().flat_map(|one| &one.depends_on);
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
