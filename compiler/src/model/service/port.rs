//! Ports.

use crate::{
    atoms::{Bool, Line, Name, PortRange, Publish, words::Protocol},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// A port that the service listens on, named so that routes, healthchecks and other services can speak of it.
    ///
    /// Without `publish` it is reached inside the stack only.
    PortDeclaration "port" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// The number inside the container, or a range.
        arg target: Value<PortRange>,
        /// `tcp`, the default, `udp` or `sctp`.
        prop protocol = "protocol": Value<Protocol>,
        /// Where it is published on the host: `3000` is bound to loopback, `"192.0.2.1:3000"` to an address, `"*:443"` to every interface.
        prop publish = "publish": Value<Publish>,
        /// In a cluster: `ingress`, the default, which balances, or `host`, which is the machine's own port.
        prop mode = "mode": Value<Line>,
        /// The protocol that is spoken on it, as a hint.
        prop app_protocol = "app-protocol": Value<Line>,
        /// Its name in the Compose file.
        prop compose_name = "name": Value<Line>,
        /// Whether a published port is also named under Compose's `expose`; `#false` without it.
        prop expose = "expose": Fixed<Bool>,
    }
}
