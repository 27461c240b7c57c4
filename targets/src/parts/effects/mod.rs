//! What several targets see when their files change.

pub mod nginx;
pub mod project;
