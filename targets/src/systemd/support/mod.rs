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
    answers,
    atoms::{Version, words::Place},
    model::{Mount, Service},
    resolve::Stack,
    target::{Report, Row},
};

use super::{quadlet, renewal, timer};
use crate::parts::nginx;

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

answers! {
    PODMAN: ["target" "podman"] "where it is older than 5.4" => Refused("is older than 5.4, whose keys the files have; raise it, or use the flavour compose");
    SYSTEMD: ["target" "version"] "where it is older than 252" => Refused("is older than 252, which the units are for; raise it, or use the flavour compose");
    EDGE: ["edge" "place"] "where it is `container`" => Refused("is in a container, which Quadlet has no file for; set place host");
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
        report.answer("podman", PODMAN, podman.span);
    }
    if let Some(systemd) = target.version.filter(|one| one.value < OLDEST_SYSTEMD) {
        report.answer("version", SYSTEMD, systemd.span);
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
        report.answer("edge", EDGE, edge.span);
    }
}

/// The table, word by word.
#[must_use]
pub fn rows() -> Vec<Row> {
    [
        service::service::rows(),
        in_services(reach::volume_mount::rows()),
        in_services(reach::bind::rows()),
        in_services(reach::tmpfs::rows()),
        in_services(reach::other_mount::rows()),
        top::network::rows(),
        top::volume::rows(),
        top::secret::rows(),
        top::file::rows(),
        top::input::rows(),
        Row::of_host(&["address", "user", "age-key"]),
        calendar::rows(),
        nginx::rows(),
        quadlet::rows(),
        timer::at_times(),
        renewal::at_times(),
        at_times(),
    ]
    .concat()
}

fn in_services(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(Row::within::<Service>).collect()
}
