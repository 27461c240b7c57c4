//! What the ci target makes of each word of the language.

use stackc_compiler::{
    model::Target,
    resolve::Stack,
    support,
    target::{
        Report, Row,
        Support::{Partial, Refused},
    },
};

use super::plan;

mod tables {
    use super::{Target, support};

    const NOTHING: &str = "means nothing to a workflow; take it away";

    support! {
        target for Target {
            name: Exact,
            version: Partial(NOTHING),
            engine: Partial(NOTHING),
            edge_file: Partial(NOTHING),
            flavour: Partial(NOTHING),
            podman: Partial(NOTHING),
            scope: Partial(NOTHING),
            hosts: Partial(NOTHING),
            unit: Partial(NOTHING),
            secrets: Partial(NOTHING),
            project: Partial(NOTHING),
            kind: Partial(NOTHING),
            source: Partial(NOTHING),
            out: Exact,
            ipv6: Partial(NOTHING),
            platforms: Partial(NOTHING),
            make: Partial(NOTHING),
            provider: Exact,
            registry: Exact,
            branch: Exact,
            folder: Exact,
            runner: Exact,
            install: Exact,
        }
    }
}

/// Reports what the workflow can't do as the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    let Some(target) = stack.target(super::ID) else {
        return;
    };
    tables::target::review(target, report);
    if let Some(install) = &target.install
        && install.value.0.contains("${{")
    {
        report.answer("install", Refused("holds `${{`, which GitHub fills in before a shell reads the command; take a variable of the shell"), install.span);
    }
    for service in &stack.services {
        if let Some(build) = &service.build
            && !plan::is_named(stack, service)
        {
            report.answer("build", Partial("is not pushed: the image has no name in the registry of target ci; give the service an image below it"), build.span);
        }
    }
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    Vec::new()
}
