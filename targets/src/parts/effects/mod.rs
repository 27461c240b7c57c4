//! What several targets see when their files change.

pub mod project;
