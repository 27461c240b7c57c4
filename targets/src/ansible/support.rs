//! What the ansible target makes of each word of the language.

use stackc_compiler::{
    answers,
    atoms::words::OpsPlatform,
    model::{Host, Mount, Service},
    resolve::Stack,
    support,
    target::{Report, Row},
};

use crate::parts::{host_nginx, target_words};

use super::plan::{self, Runs};

mod tables {
    use super::{Host, support};

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
}

answers! {
    HOSTLESS: ["target" "name"] "where no host is declared" => Refused("has no host to deploy to; declare one: host newton { address \"192.0.2.10\" }");
    UNDECIDED: ["target" "name"] "where several hosts are declared and none is named" => Refused("does not say which of the hosts it deploys to; name them: host newton");
    USERS: ["target" "name"] "where systemd has scope user" => Refused("deploys units of the system; take `scope user` of target systemd away, or let the user install them");
    NOTHING_RUNS: ["target" "name"] "where no target makes what runs" => Refused("deploys a Compose project or units, and no target of the stack makes them; add target compose");
    PODMAN_SECRETS: ["target" "name"] "where podman runs the stack" => Partial("does not give secrets to podman; do that on the host, as the README of target systemd says");
    UNNAMED_IMAGE: ["service build" "context"] "without an image" => Refused("is not built on the host, for no source is copied; give the service an image that is pushed, and let target ci push it");
    FETCHED: ["service build" "context"] "with an image" => Lowered("is fetched on the host, where no source is; target ci pushes it");
    NOT_COPIED: ["service bind" "source", "service env-file" "path"] "where it is relative" => Partial("is not copied to the host, for the compiler does not read it; make it a file with a source, or put it there");
    FIRST_CERTIFICATE: ["site tls" "mode"] "where it is `letsencrypt` on a host" => Partial("is asked for by hand the first time; do that on the host before the first run, as the README beside nginx.conf says");
    PASSWORDS: ["site basic-auth" "file"] "on a host" => Partial("has a file that the host's nginx reads, which is put there by hand; do that before the first run, as the README beside nginx.conf says");
    NO_TASKS: ["target" "platform"] "where it is `windows`" => Partial("is for Windows, to which this does not deploy; register its tasks on the machine");
    OTHER_PLATFORM: ["service" "platform"] "where it is not the host's" => Partial("is not that of a host that it is deployed to; build it for that one");
}

/// Reports what the playbook can't do as the stack says.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for host in plan::hosts(stack) {
        tables::host::review(host, report);
    }
    let Some(target) = stack.target(super::ID) else {
        return;
    };
    target_words::check(stack, super::ID, report);
    let runs = plan::runs(stack);
    let whole = [
        (target.hosts.is_none() && stack.hosts.is_empty(), HOSTLESS),
        (target.hosts.is_none() && stack.hosts.len() > 1, UNDECIDED),
        (plan::is_users(stack), USERS),
        (
            runs == Runs::Compose && stack.target("compose").is_none(),
            NOTHING_RUNS,
        ),
        (
            runs == Runs::Quadlet && !stack.secrets.is_empty(),
            PODMAN_SECRETS,
        ),
    ];
    for (is_so, answer) in whole {
        if is_so {
            report.answer("ansible", answer, target.name.span);
        }
    }
    for service in &stack.services {
        builds(service, report);
        paths(service, report);
        platform(stack, service, report);
    }
    certificates(stack, report);
    windows(stack, report);
}

fn builds(service: &Service, report: &mut Report<'_>) {
    if let Some(build) = &service.build {
        let answer = match service.image {
            Some(_) => FETCHED,
            None => UNNAMED_IMAGE,
        };
        report.answer("build", answer, build.span);
    }
}

/// Paths of the stack's folder that the compiler never reads.
fn paths(service: &Service, report: &mut Report<'_>) {
    let binds = service.mounts.iter().filter_map(|mount| match mount {
        Mount::Bind(bind) => Some(("bind", &bind.source)),
        Mount::Volume(_) | Mount::Tmpfs(_) | Mount::Other(_) => None,
    });
    let files = service.env_files.iter();
    let files = files.map(|file| ("env-file", &file.path));
    for (word, path) in binds.chain(files) {
        let is_relative = path
            .get()
            .is_some_and(|path| !path.0.starts_with(['/', '~']));
        if is_relative {
            report.answer(word, NOT_COPIED, path.span);
        }
    }
}

/// The platform of an image that is not that of a host.
fn platform(stack: &Stack, service: &Service, report: &mut Report<'_>) {
    let Some(platform) = &service.platform else {
        return;
    };
    let Some(known) = platform.get() else { return };
    let other = plan::hosts(stack).into_iter().any(|host| {
        let of_host = host.platform.as_ref();
        of_host.is_some_and(|of_host| of_host.value.0 != known.0)
    });
    if other {
        report.answer("platform", OTHER_PLATFORM, platform.span);
    }
}

fn certificates(stack: &Stack, report: &mut Report<'_>) {
    if !host_nginx::is_on_host(stack) {
        return;
    }
    for site in host_nginx::encrypted(stack) {
        if let Some(tls) = &site.tls {
            report.answer("tls", FIRST_CERTIFICATE, tls.mode.span);
        }
    }
    for auth in stack
        .sites
        .iter()
        .filter_map(|site| site.basic_auth.as_ref())
    {
        report.answer("basic-auth", PASSWORDS, auth.span);
    }
}

fn windows(stack: &Stack, report: &mut Report<'_>) {
    let ops = stack.target("ops").and_then(|ops| ops.platforms.as_ref());
    for platform in ops.iter().flat_map(|words| &words.items) {
        if platform.value == OpsPlatform::Windows {
            report.answer("platform", NO_TASKS, platform.span);
        }
    }
}

/// The table, word by word.
#[must_use]
pub(super) fn rows() -> Vec<Row> {
    [
        tables::host::rows(),
        target_words::rows(super::ID),
        at_times(),
    ]
    .concat()
}
