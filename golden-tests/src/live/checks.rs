//! The checks: what a client, an upstream or an operator must see. Each is a method of
//! [`World`](super::World), and its error says what was wrong.

mod access;
mod acme;
mod bodies;
mod compression;
mod configuration;
mod disclosure;
mod forwarding;
mod headers;
mod hosts;
mod limits;
mod logs;
mod outages;
mod redirects;
mod reloads;
mod routes;
mod streaming;
mod transport;
mod upgrades;

pub use headers::HeaderRule;
pub use limits::RateLimit;

/// An error with all complaints, or nothing to complain about.
fn none_of(complaints: impl IntoIterator<Item = String>) -> Result<(), String> {
    let complaints: Vec<_> = complaints.into_iter().collect();
    demand(complaints.is_empty(), || complaints.join("; "))
}

/// An error with this text unless the condition holds.
fn demand(condition: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if condition { Ok(()) } else { Err(complaint()) }
}
