//! One file per output syntax: quoting lives here and nowhere else.

pub mod nginx;
pub mod nix;
pub mod shell;
pub mod unit;
pub mod yaml;
