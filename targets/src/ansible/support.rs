//! What the ansible target makes of each word of the language.

use stackc_compiler::{
    model::{Host, Target},
    resolve::Stack,
    support,
    target::{
        Report, Row,
        Support::{Partial, Refused},
    },
};

use super::plan::{self, Runs};

mod tables {
    use super::{Host, Target, support};

    const NOTHING: &str = "means nothing to the playbook; take it away";
    const READER: &str = "is for who reads it: the playbook does not measure it";

    support! {
        host for Host {
            name: Exact,
            address: Exact,
            ssh_port: Exact,
            platform: Exact,
            cpus: Lowered(READER),
            memory: Lowered(READER),
            disk: Lowered(READER),
            user: Exact,
            time_zone: Exact,
            age_key: Exact,
        }
    }

    support! {
        target for Target {
            name: Exact,
            version: Partial(NOTHING),
            engine: Partial(NOTHING),
            edge_file: Partial(NOTHING),
            flavour: Partial(NOTHING),
            podman: Partial(NOTHING),
            scope: Partial(NOTHING),
            hosts: Exact,
            unit: Partial(NOTHING),
            secrets: Partial(NOTHING),
            project: Partial(NOTHING),
            kind: Partial(NOTHING),
            source: Partial(NOTHING),
            out: Exact,
            ipv6: Partial(NOTHING),
            platforms: Partial(NOTHING),
            make: Partial(NOTHING),
            provider: Partial(NOTHING),
            registry: Partial(NOTHING),
            branch: Partial(NOTHING),
            folder: Partial(NOTHING),
            runner: Partial(NOTHING),
            install: Partial(NOTHING),
        }
    }
}

/// Reports what the playbook can't do as the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for host in plan::hosts(stack) {
        tables::host::review(host, report);
    }
    let Some(target) = stack.target(super::ID) else {
        return;
    };
    tables::target::review(target, report);
    let at = target.name.span;
    if target.hosts.is_none() {
        match stack.hosts.len() {
            1 => {}
            0 => report.answer(
                "ansible",
                Refused(
                    "has no host to deploy to; declare one: host newton { address \"192.0.2.10\" }",
                ),
                at,
            ),
            _ => report.answer(
                "ansible",
                Refused("does not say which of the hosts it deploys to; name them: host newton"),
                at,
            ),
        }
    }
    if plan::is_users(stack) {
        report.answer("ansible", Refused("deploys units of the system; take `scope user` of target systemd away, or let the user install them"), at);
    }
    if plan::runs(stack) == Runs::Compose && stack.target("compose").is_none() {
        report.answer("ansible", Refused("deploys a Compose project, and no target of the stack makes one; add target compose"), at);
    }
    if plan::runs(stack) == Runs::Quadlet {
        report.answer("ansible", Partial("does not give secrets to podman; do that on the host, as the README of target systemd says"), at);
    }
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    tables::host::rows()
}
