//! What a backup can dump.

use crate::{
    atoms::{Line, Port, words::Engine},
    model::SecretName,
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// The database in this service, for `backup`: its engine, and how it is reached.
    Database "database" key Key::Sort; {
        /// `postgres`, `mysql` or `mariadb`.
        arg engine: Fixed<Engine>,
        /// The name of the database that is dumped.
        req_prop name = "name": Value<Line>,
        /// The user that dumps; `postgres` or `root` without it.
        prop user = "user": Value<Line>,
        /// The user's password.
        prop password = "password": SecretName,
        /// The port in the container; the engine's own without it.
        prop port = "port": Fixed<Port>,
    }
}
