//! The backends of stackc: a checked stack in, files out, as values.

pub mod ansible;
pub mod ci;
pub mod compose;
pub mod dokploy;
pub mod nginx;
pub mod nix;
pub mod ops;
pub mod parts;
pub mod runbook;
pub mod systemd;
pub mod text;
pub mod trace;

use stackc_compiler::target::Target;

/// Every target, in the order in which they are listed and built.
pub static REGISTRY: &[&dyn Target] = &[
    &compose::Compose,
    &nginx::Nginx,
    &systemd::Systemd,
    &nix::NixOs,
    &dokploy::Dokploy,
    &ops::Ops,
    &ansible::Ansible,
    &ci::Ci,
];
