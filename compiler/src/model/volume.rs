//! Volumes.

use crate::{
    atoms::{AnyText, Bool, Name, ObjectName},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// Data that outlives the containers. It is mounted with `volume NAME to=…` in a service.
    Volume "volume" key Key::First; {
        /// Its name in the stack; on the host it is `<project>_<name>`.
        arg name: Fixed<Name>,
        /// Its name on the host, if it is another.
        prop host_name = "name": Value<ObjectName>,
        /// Its driver; the engine's default without one.
        prop driver = "driver": Value<AnyText>,
        /// Whether it exists already and is not made by the stack.
        prop external = "external": Value<Bool>,
        /// An option of the driver.
        pairs driver_opts = "driver-opt": Value<AnyText>,
        /// A label.
        pairs labels = "label": Value<AnyText>,
    }
}
