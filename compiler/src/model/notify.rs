//! Who is told when a backup, a job or a check fails.

use crate::{
    atoms::{Email, Name},
    model::SecretName,
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// Who is told when a backup, a job or a check fails.
    Notify "notify" key Key::First; slots [["email", "webhook"]]; {
        /// Its name.
        arg name: Fixed<Name>,
        /// An address, for the mail command of the host.
        prop email = "email": Value<Email>,
        /// A URL that is sent the message; whoever has it may send, so it is a secret.
        prop webhook = "webhook": SecretName,
    }
}
