//! Every wait for another service, for the rules about them.

use crate::{atoms::words::Condition, model::Service, resolve::Stack, template::Fixed};

/// The services that a service or a job waits for until they have come so far, with the place that says how far.
pub(super) fn all(stack: &Stack) -> impl Iterator<Item = (&Service, Fixed<Condition>)> {
    let services = stack.services.iter().flat_map(|one| &one.depends_on);
    let of_services = services.map(|one| (one.service.get().map(|name| &name.0), one.condition));
    let jobs = stack.jobs.iter().flat_map(|one| &one.depends_on);
    let of_jobs = jobs.map(|one| (Some(&one.service.value.0), one.condition));
    let named = of_services.chain(of_jobs);
    named.filter_map(|(name, condition)| Some((stack.service(name?)?, condition?)))
}
