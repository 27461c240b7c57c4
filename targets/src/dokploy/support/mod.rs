//! What Dokploy can say of each word of the language.
//!
//! What depends on a value (a path, a port, the kind of compose) is judged where it is read, in `check` and `sites`.

#![allow(
    for_loops_over_fallibles,
    reason = "a part of a node is there once, several times or not at all"
)]

mod calendar;
mod image;
mod limits;
mod mounts;
mod reach;
mod service;
mod site;
mod top;

use stackc_compiler::{
    resolve::Stack,
    target::{Report, Row},
};

use super::{ID, calendar as times, check, ingress, paths, ports, redirect, source, swarm};
use crate::parts::target_words;

/// Reports what a stack says and Dokploy can't say as it is.
pub(super) fn review(stack: &Stack, report: &mut Report<'_>) {
    for service in &stack.services {
        service::service::review(service, report);
    }
    for secret in &stack.secrets {
        top::secret::review(secret, report);
    }
    for file in &stack.files {
        top::file_declaration::review(file, report);
    }
    for network in &stack.networks {
        top::network::review(network, report);
    }
    for volume in &stack.volumes {
        top::volume::review(volume, report);
    }
    for input in &stack.inputs {
        top::input::review(input, report);
    }
    for model in &stack.models {
        top::model::review(model, report);
    }
    calendar::review(stack, report);
    for site in &stack.sites {
        site::site::review(site, report);
    }
    if let Some(edge) = &stack.edge {
        site::edge::review(edge, report);
    }
    target_words::check(stack, ID, report);
}

/// The whole table: every word with what becomes of it.
#[must_use]
pub fn rows() -> Vec<Row> {
    [
        service::service::rows(),
        top::secret::rows(),
        top::file_declaration::rows(),
        top::network::rows(),
        top::volume::rows(),
        top::input::rows(),
        top::model::rows(),
        target_words::rows(ID),
        site::site::rows(),
        site::edge::rows(),
        calendar::rows(),
        Row::of_host(&["address", "user", "age-key"]),
        check::at_times(),
        ingress::at_times(),
        paths::at_times(),
        ports::at_times(),
        redirect::at_times(),
        source::at_times(),
        swarm::at_times(),
        times::at_times(),
    ]
    .concat()
}
