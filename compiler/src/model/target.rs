//! What only one target needs.

use crate::{
    atoms::{Bool, Line, Name, Version},
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// A form that the stack is compiled to, and what only that form needs: versions first, for an output is right for a version, never in general.
    Target "target" key Key::First; {
        /// `compose` or `nginx`.
        arg name: Fixed<Name>,
        /// The version of the tool: Compose's, 2.26 without it, or nginx's, 1.28 without it; nginx on a host has to be named.
        value version = "version": Fixed<Version>,
        /// For compose: the version of the Docker Engine, 25.0 without it.
        value engine = "engine": Fixed<Version>,
        /// For compose: the file that holds the edge's services, if they stand in an override beside the base file.
        value edge_file = "edge-file": Fixed<Line>,
        /// The folder that its files go to, relative to the stack's; `out/<environment>/<target>` without it.
        value out = "out": Fixed<Line>,
        /// For nginx: whether it listens on IPv6 too; `#false` without it.
        flag ipv6 = "ipv6": Fixed<Bool>,
    }
}
