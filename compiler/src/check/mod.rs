//! Rules: one rule, one file, named for its fault.

mod base64_in_url;
mod clock_change;
mod codes;
mod command_line;
mod container_name_clash;
mod default_not_carriable;
mod dependency_cycle;
mod device_parts;
mod duplicate_items;
mod empty_secret;
mod external;
mod extra_host;
mod floating_image;
mod graph;
mod healthy_without_healthcheck;
mod incomplete_backup;
mod incomplete_job;
mod incomplete_monitor;
mod input_cycle;
mod input_default;
mod missing_database;
mod missing_image;
mod missing_route;
mod missing_source;
mod network_mode;
mod never_comes;
mod never_completes;
mod one_word_command;
mod over_capacity;
mod port_clash;
mod port_in_shared_network;
mod port_public;
mod port_ranges;
mod profile_dependency;
mod relative_mount;
mod replicas_clash;
mod said_twice;
mod said_wrong;
mod schedules;
mod secret_file;
mod shared_data;
mod skipped_months;
mod start_order;
mod store_clash;
pub(crate) mod undefined_target;
mod unknown_port;
mod unlimited_backup;
mod unreachable_service;
mod variable_collision;
mod variable_name;
mod waits;
mod wrong_schedule;
mod wrong_store;

pub use codes::{CODES, Code, Language, code};
pub use relative_mount::is_absolute;

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
    input_cycle::RULE,
    missing_image::RULE,
    missing_route::RULE,
    missing_source::RULE,
    secret_file::RULE,
    dependency_cycle::RULE,
    healthy_without_healthcheck::RULE,
    profile_dependency::RULE,
    never_completes::RULE,
    one_word_command::RULE,
    unknown_port::RULE,
    port_clash::RULE,
    container_name_clash::RULE,
    port_in_shared_network::RULE,
    port_ranges::RULE,
    port_public::RULE,
    command_line::RULE,
    device_parts::RULE,
    duplicate_items::RULE,
    network_mode::RULE,
    external::RULE,
    extra_host::RULE,
    relative_mount::RULE,
    input_default::RULE,
    empty_secret::RULE,
    said_twice::RULE,
    replicas_clash::RULE,
    unreachable_service::RULE,
    start_order::RULE,
    base64_in_url::RULE,
    variable_collision::RULE,
    default_not_carriable::RULE,
    floating_image::RULE,
    incomplete_backup::RULE,
    missing_database::RULE,
    unlimited_backup::RULE,
    wrong_store::RULE,
    store_clash::RULE,
    variable_name::RULE,
    wrong_schedule::RULE,
    never_comes::RULE,
    skipped_months::RULE,
    clock_change::RULE,
    incomplete_job::RULE,
    shared_data::RULE,
    incomplete_monitor::RULE,
    over_capacity::RULE,
];

/// Whether `allow` may silence a finding: warnings and notes, and those errors that are a matter of judgement.
#[must_use]
pub fn can_be_allowed(name: &str) -> bool {
    code(name).is_some_and(|code| code.severity != Severity::Error || code.allowable)
}
