//! Files that the compiler reads, hashes and ships.

use crate::{
    atoms::{AnyText, Bool, Identifier, Line, Name},
    reader::node,
    schema::Key,
    template::{Fixed, SecretText, Value},
};

node! {
    /// Content that the compiler ships. It is mounted with `file NAME to=…` in a service.
    ///
    /// Exactly one of `source`, `content`, `path`, `env` and `external` says where it comes from. What only one service needs of the host is a `bind`.
    FileDeclaration "file" key Key::First; slots [["source", "content", "path", "env", "external"]]; {
        /// Its name in the stack.
        arg name: Fixed<Name>,
        /// Whether it exists already in the engine (Swarm).
        prop external = "external": Value<Bool>,
        /// Its name in the engine, if it is another.
        prop host_name = "name": Value<Name>,
        /// A file on the host that the compiler never reads, relative to the file that says it.
        prop path = "path": Value<Line>,
        /// Whether the services that mount it carry the label `stackc.files` with the hash of its content, so that a change recreates them; true without it.
        prop hash_label = "hash-label": Fixed<Bool>,
        /// The variable that holds its content.
        prop env = "env": Fixed<Identifier>,
        /// The driver that fills in its template.
        prop template_driver = "template-driver": Value<AnyText>,
        /// A file or a folder, relative to the file that says it; read when the stack is compiled.
        value source = "source": Value<Line>,
        /// The content itself; references in it are filled in.
        value content = "content": SecretText,
        /// A label.
        pairs labels = "label": Value<AnyText>,
    }
}

/// What was read for a `file` with a `source`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContent {
    /// The declaration's name.
    pub name: String,
    /// The path as it is written.
    pub source: String,
    /// Path below the source (empty for a single file) and bytes, sorted by path.
    pub files: Vec<(String, Vec<u8>)>,
}
