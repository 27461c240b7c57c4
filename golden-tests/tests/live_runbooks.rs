//! The scripts of runbooks, run as they are made, on a Docker engine of a test's own: with data before and after, the way back too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

#[path = "live_runbooks/host.rs"]
mod host;
#[path = "live_runbooks/mariadb.rs"]
mod mariadb;
#[path = "live_runbooks/password.rs"]
mod password;
#[path = "live_runbooks/renamed.rs"]
mod renamed;
#[path = "live_runbooks/upgrade.rs"]
mod upgrade;
