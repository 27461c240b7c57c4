//! Text → nodes, and nodes → text. The only place that names the kdl crate.

mod braces;
mod build;
mod chars;
mod format;
mod judge;
mod lexer;
mod mistakes;
mod multiline;
mod node;
mod parse;
mod plain;
mod reader;
mod report;
mod strings;
mod token;
mod tree;
mod word;
mod yaml;

#[cfg(test)]
mod tests;

pub use format::format;
pub use node::{Document, Node, Prop, Scalar, ScalarKind};
pub use parse::parse;
pub(crate) use parse::too_large;
pub use word::{is_bare_name, is_plain_word};
