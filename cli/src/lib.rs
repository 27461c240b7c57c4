//! The command line of stackc: the only crate that touches the world. Arguments in, text, files and an exit code out.

mod args;
mod ask;
mod baseline;
mod commands;
mod disk;
mod exit;
mod fault;
mod look;
mod printable;
mod reading;
mod redacted;
mod report;
mod run;
mod session;
mod stack;
mod world;

pub use exit::FAULT;
pub use fault::install_hook;
pub use run::run;
pub use world::{Registry, World};
