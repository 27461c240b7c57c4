//! Environments.

use crate::{
    atoms::{Bool, Name},
    model::StackFile,
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// An overlay on the stack: `dev`, `production`. One may be the default; a single one is.
    Environment "environment" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// Whether it is built if none is named.
        prop default = "default": Fixed<Bool>,
        /// What changes in it.
        overlay body: StackFile,
    }
}
