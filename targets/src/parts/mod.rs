//! What several targets put together from a stack: typed documents, before they are text.

pub mod compose;
pub mod nginx;
