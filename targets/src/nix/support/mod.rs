//! What the Nix target makes of each word of the language: what arion has no option for goes past its options, so that little is lost.
//!
//! What depends on a value, such as a path that is relative, is found where it is written: see [`super::check`].

mod calendar;
mod limits;
mod reach;
mod runs;
mod service;
mod sites;
mod top;

use stackc_compiler::{
    model::{Mount, Service},
    resolve::Stack,
    target::{Report, Row},
};

use super::{calendar as times, check, paths};

/// Reports what a stack says and a host with NixOS can't do as it is said.
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
    for input in &stack.inputs {
        top::input::review(input, report);
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
        top::file_declaration::review(file, report);
    }
    for model in &stack.models {
        top::model::review(model, report);
    }
    calendar::review(stack, report);
    for site in &stack.sites {
        sites::site::review(site, report);
    }
    if let Some(edge) = stack.edge.as_ref().filter(|_| !stack.sites.is_empty()) {
        sites::edge::review(edge, report);
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
        top::input::rows(),
        top::network::rows(),
        top::volume::rows(),
        top::secret::rows(),
        top::file_declaration::rows(),
        top::model::rows(),
        sites::edge::rows(),
        sites::site::rows(),
        calendar::rows(),
        Row::of_host(&["address", "user"]),
        check::at_times(),
        paths::at_times(),
        times::at_times(),
    ]
    .concat()
}

fn in_services(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(Row::within::<Service>).collect()
}
