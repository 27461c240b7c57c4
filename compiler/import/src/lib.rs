//! `stackc import`: Compose files in, a stack out.
//!
//! The files are read as Compose reads them (`yaml`), merged as Compose merges them (`compose`), and said in the words of the stack
//! language (`convert`). What comes out is compiled at once: what the compiler refuses is reported at its place in the Compose file.

mod compose;
mod convert;
mod declare;
mod dokploy;
mod import;
mod kdl;
mod made;
mod name;
mod own_output;
mod refold;
mod still;
mod variables;
mod verify;
mod yaml;

pub use compose::Given;
pub use import::{Import, Request, import};
pub use name::pairs;
