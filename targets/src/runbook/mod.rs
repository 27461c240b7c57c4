//! Runbooks as they are read and as they are run: the same commands, in the same functions of sh.

mod markdown;
mod prelude;
mod script;
mod words;

pub use markdown::markdown;
pub use script::script;
pub use words::word;

#[cfg(test)]
mod tests;
