//! One file per output syntax: quoting lives here and nowhere else.

pub mod base64;
pub mod dotenv;
pub mod github;
pub mod jinja;
pub mod markdown;
pub mod nginx;
pub mod nix;
pub mod powershell;
pub mod shell;
pub mod toml;
pub mod unit;
pub mod visible;
pub mod yaml;
