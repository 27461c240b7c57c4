//! `stackc import`: Compose files in, a stack out.
//!
//! The files are read as Compose reads them ([`yaml`]), merged as Compose merges them ([`compose`]), and said in the words of the stack
//! language ([`convert`]). What comes out compiles back to the same; what does not is reported at its place.

mod compose;
mod kdl;
mod variables;
mod yaml;
