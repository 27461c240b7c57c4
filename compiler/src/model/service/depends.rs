//! What must be there before a service starts.

use crate::{
    atoms::{Bool, Line, words::Condition},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// Waits for another service; `depends-on a b` is short for two.
    DependsOn "depends-on" key Key::EachArg; {
        /// The service.
        arg service: Value<Line>,
        /// `started`, the default, `healthy` or `completed`.
        prop condition = "condition": Fixed<Condition>,
        /// Whether this service fails if that one is missing; `#true` without it.
        prop required = "required": Value<Bool>,
        /// Whether this service is restarted when Compose updates that one; `#false` without it.
        prop restart = "restart": Value<Bool>,
    }
}
