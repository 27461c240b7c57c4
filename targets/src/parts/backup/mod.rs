//! Backups: what each one copies, where to, and the scripts that do it, for every target that has containers.
//!
//! A backup goes through a folder `/work` that its containers share: databases are dumped into it by their own clients, volumes are
//! packed into it, and each store takes its copy from there. A restore goes the other way.

mod plan;
mod scripts;

pub use plan::{Dump, FILES_IMAGE, Plan, RCLONE_IMAGE, RESTIC_IMAGE, StorePlan, plans};
pub use scripts::{KEEP, SCRIPTS, script};
