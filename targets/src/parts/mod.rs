//! What several targets put together from a stack: typed documents, before they are text.

pub mod backup;
pub mod banner;
pub mod by_hand;
pub mod certificates;
pub mod compose;
pub mod defaults;
pub mod effects;
pub mod host_nginx;
pub mod machine_units;
pub mod nginx;
pub mod project;
pub mod shipped;
pub mod target_words;
pub mod watched;
