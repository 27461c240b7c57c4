//! What the tests of stackc stand on: the real tools that judge its output.
//!
//! - [`stackc`] runs the compiler's own binary,
//! - [`golden`] holds what it makes against the files of a case,
//! - [`tools`] finds a tool that `golden-tests/tools/install` put into the cache folder,
//! - [`compose`] lets Docker Compose read a generated file,
//! - [`engine`] runs a Docker engine, and compiled projects in it,
//! - [`nix`] lets Nix read what is written for it,
//! - [`systemd`] lets systemd and podman's generator read units,
//! - [`nginx`] lets nginx test a generated configuration,
//! - [`random`] makes numbers at random that are the same in each run,
//! - [`mod@reference`] makes the pages of the language reference,
//! - [`live`] runs a real nginx on it and looks at what a client sees.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "only tests use this crate, and a panic is how a test reports trouble"
)]

pub mod compose;
pub mod engine;
pub mod golden;
pub mod live;
pub mod nginx;
pub mod nix;
pub mod process;
pub mod random;
pub mod reference;
pub mod sandbox;
pub mod stackc;
pub mod systemd;
pub mod tools;
