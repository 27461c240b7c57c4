//! Rules: one rule, one file, named for its fault.

mod base64_in_url;
mod codes;
mod default_not_carriable;
mod dependency_cycle;
mod floating_image;
mod graph;
mod healthy_without_healthcheck;
mod missing_image;
mod missing_route;
mod network_mode;
mod port_clash;
mod port_public;
mod replicas_clash;
mod start_order;
mod unknown_port;
mod unreachable_service;
mod variable_collision;

pub use codes::{CODES, Code, code};

use crate::{
    diag::{Diagnostics, Severity},
    resolve::Stack,
};

/// A rule over a stack in one environment.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The code of what it finds.
    pub code: &'static str,
    /// Looks for the fault.
    pub check: fn(&Stack, &mut Diagnostics),
}

/// Every rule, in the order in which they run.
pub static RULES: &[Rule] = &[
    missing_image::RULE,
    missing_route::RULE,
    dependency_cycle::RULE,
    healthy_without_healthcheck::RULE,
    unknown_port::RULE,
    port_clash::RULE,
    port_public::RULE,
    network_mode::RULE,
    replicas_clash::RULE,
    unreachable_service::RULE,
    start_order::RULE,
    base64_in_url::RULE,
    variable_collision::RULE,
    default_not_carriable::RULE,
    floating_image::RULE,
];

/// Whether `allow` may silence a finding: warnings and notes, and those errors that are a matter of judgement.
#[must_use]
pub fn can_be_allowed(name: &str) -> bool {
    code(name).is_some_and(|code| code.severity != Severity::Error || code.allowable)
}
