//! YAML for files that people read and that every reader must read alike.
//!
//! A document is a [`Map`] of [`Yaml`] values; [`print()`] turns it into text.
//! A text stands unquoted only when neither a YAML 1.1 nor a YAML 1.2 reader
//! could take it for anything else, so no caller ever thinks about quoting.

mod comment;
mod outline;
mod print;
mod replace;
mod scalar;
#[cfg(test)]
mod tests;
mod value;

pub use outline::{Block, blocks};
pub use print::{print, print_list, trace};
pub use replace::replace;
pub use value::{Entry, Map, Number, Yaml};
