//! What the flavour `quadlet` makes of each word of the language.
//!
//! What depends on a value, such as a network mode that podman hasn't, is found where it is written. The flavour `compose` hands everything to
//! Compose, whose target answers for it.

mod calendar;
mod life;
mod limits;
mod reach;
mod service;
mod top;

use stackc_compiler::{
    atoms::{Version, words::Place},
    model::{Host, Mount},
    resolve::Stack,
    target::{
        Report, Row,
        Support::{self, Refused},
    },
};

/// Reports what a stack says and Quadlet can't say as it is.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for one in &stack.services {
        service::service::review(one, report);
        for mount in &one.mounts {
            match mount {
                Mount::Volume(mount) => reach::volume_mount::review(mount, report),
                Mount::Bind(mount) => reach::bind::review(mount, report),
                Mount::Tmpfs(mount) => reach::tmpfs::review(mount, report),
                Mount::Other(mount) => reach::other_mount::review(mount, report),
            }
        }
    }
    for network in &stack.networks {
        top::network::review(network, report);
    }
    for volume in &stack.volumes {
        top::volume::review(volume, report);
    }
    for secret in &stack.secrets {
        top::secret::review(secret, report);
    }
    for file in &stack.files {
        top::file::review(file, report);
    }
    for input in &stack.inputs {
        top::input::review(input, report);
    }
    calendar::review(stack, report);
    edge(stack, report);
    versions(stack, report);
}

/// What is written is right from these versions on.
const OLDEST_PODMAN: Version = Version {
    major: 5,
    minor: 4,
    patch: 0,
};
const OLDEST_SYSTEMD: Version = Version {
    major: 252,
    minor: 0,
    patch: 0,
};

fn versions(stack: &Stack, report: &mut Report<'_>) {
    let Some(target) = stack.target("systemd") else {
        return;
    };
    if let Some(podman) = target.podman.filter(|one| one.value < OLDEST_PODMAN) {
        let answer = Refused(
            "is older than 5.4, whose keys the files have; raise it, or use the flavour compose",
        );
        report.answer("podman", answer, podman.span);
    }
    if let Some(systemd) = target.version.filter(|one| one.value < OLDEST_SYSTEMD) {
        let answer = Refused(
            "is older than 252, which the units are for; raise it, or use the flavour compose",
        );
        report.answer("version", answer, systemd.span);
    }
}

/// An edge in a container is Compose's.
fn edge(stack: &Stack, report: &mut Report<'_>) {
    let Some(edge) = stack.edge.as_ref().filter(|_| !stack.sites.is_empty()) else {
        return;
    };
    let contained = edge
        .place
        .is_none_or(|place| place.value == Place::Container);
    if contained {
        let answer = Refused("is in a container, which Quadlet has no file for; set place host");
        report.answer("edge", answer, edge.span);
    }
}

/// What is read of a host; its address, its user and its key are for who deploys.
fn host() -> Vec<Row> {
    let rows = Row::whole::<Host>(Support::Exact).into_iter();
    rows.filter(|row| !matches!(row.word, "address" | "user" | "age-key"))
        .collect()
}

/// The table, word by word.
#[must_use]
pub fn rows() -> Vec<Row> {
    [
        service::service::rows(),
        reach::volume_mount::rows(),
        reach::bind::rows(),
        reach::tmpfs::rows(),
        reach::other_mount::rows(),
        top::network::rows(),
        top::volume::rows(),
        top::secret::rows(),
        top::file::rows(),
        top::input::rows(),
        host(),
        calendar::rows(),
    ]
    .concat()
}
