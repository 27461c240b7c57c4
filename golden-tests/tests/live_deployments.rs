//! The example deployments run: each from its committed output, with stand-in images, on a Docker engine of its own.
//!
//! Every proof stands on the one before, so a test ends at the first that fails. At its end it prints which proofs ran.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "live_deployments/backups.rs"]
mod backups;
#[path = "live_deployments/deployment.rs"]
mod deployment;
#[path = "live_deployments/events.rs"]
mod events;
#[path = "live_deployments/examples.rs"]
mod examples;
#[path = "live_deployments/leaks.rs"]
mod leaks;
#[path = "live_deployments/lives.rs"]
mod lives;
#[path = "live_deployments/pages.rs"]
mod pages;
#[path = "live_deployments/report.rs"]
mod report;
