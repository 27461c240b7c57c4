//! What the flavour `quadlet` makes of each word of the language.
//!
//! What depends on a value, such as a network mode that podman hasn't, is found where it is written. The flavour `compose` hands everything to
//! Compose, whose target answers for it.

mod life;
mod limits;
mod reach;
mod service;
mod top;

use stackc_compiler::{
    atoms::words::Place,
    model::Mount,
    resolve::Stack,
    target::{Report, Row, Support::Refused},
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
    edge(stack, report);
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
    ]
    .concat()
}
