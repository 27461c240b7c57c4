//! A job that has nowhere to run, or nothing.

use super::{Rule, said_wrong::is_wrong};
use crate::{
    diag::{Diagnostic, Diagnostics},
    model::{Job, Schedule},
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "incomplete-job",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for job in &stack.jobs {
        if is_wrong(job.span, diagnostics) {
            continue;
        }
        let name = &job.name.value.0;
        let place = job.within.is_some() || job.like.is_some() || job.image.is_some();
        let mut incomplete = |what: &str, help: &str| {
            diagnostics.push(
                Diagnostic::error(RULE.code, job.name.span, format!("job `{name}` {what}"))
                    .help(help),
            );
        };
        if !place {
            incomplete(
                "does not say where it runs",
                "in web, for its running container; like web, for one of its own; or image \"…\"",
            );
        }
        // Only an image has a command of its own that is meant to end.
        if place && job.image.is_none() && job.command.is_none() {
            incomplete(
                "does not say what it runs",
                "for example command npm run migrate",
            );
        }
        conflicts(job, diagnostics);
    }
}

/// Parts that have no meaning beside one another.
fn conflicts(job: &Job, diagnostics: &mut Diagnostics) {
    let schedule = job.schedule.as_ref().map(|one: &Schedule| one.span);
    let before = job.before.first().map(|one| one.span);
    let interactive = job
        .interactive
        .as_ref()
        .filter(|flag| flag.value.0)
        .map(|flag| flag.span);
    let network = job.networks.first().filter(|_| job.image.is_none());
    let env = job.env.first().map(|pair| pair.span);
    let mut both = |one: Option<Span>, other: Option<Span>, message: &str| {
        if let (Some(one), Some(other)) = (one, other) {
            diagnostics.push(
                Diagnostic::error("conflict", one, message)
                    .other(other, "beside this")
                    .help("take one of them away"),
            );
        }
    };
    both(
        schedule,
        before,
        "a job runs by a schedule or before a service, not both",
    );
    both(
        interactive,
        schedule.or(before),
        "a job that runs by itself has nobody at its terminal",
    );
    both(
        env,
        job.within.as_ref().map(|one| one.span),
        "a running container has its environment already",
    );
    both(
        job.depends_on.first().map(|one| one.span),
        job.within.as_ref().map(|one| one.span),
        "a running container has started already",
    );
    both(
        network.map(|one| one.span),
        Some(job.name.span).filter(|_| job.within.is_some() || job.like.is_some()),
        "this job has the networks of its service",
    );
}
