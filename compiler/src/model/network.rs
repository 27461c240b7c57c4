//! Networks.

use crate::{
    atoms::{AnyText, Bool, Cidr, IpAddress, Name, NetworkName},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// A network that services join. `default` is there without being declared and may be declared to configure it.
    Network "network" key Key::First; {
        /// Its name in the stack; on the host it is `<project>_<name>`.
        arg name: Fixed<Name>,
        /// Its name on the host, if it is another.
        prop host_name = "name": Value<NetworkName>,
        /// Its driver; the engine's default without one.
        prop driver = "driver": Value<AnyText>,
        /// Whether it exists already and is not made by the stack.
        prop external = "external": Value<Bool>,
        /// Whether it has no way out of the host.
        prop internal = "internal": Value<Bool>,
        /// Whether containers from outside of the stack may join.
        prop attachable = "attachable": Value<Bool>,
        /// Whether it has IPv4.
        prop ipv4 = "ipv4": Value<Bool>,
        /// Whether it has IPv6.
        prop ipv6 = "ipv6": Value<Bool>,
        /// An option of the driver.
        pairs driver_opts = "driver-opt": Value<AnyText>,
        /// A label.
        pairs labels = "label": Value<AnyText>,
        /// The driver of its address management.
        value ipam_driver = "ipam-driver": Value<AnyText>,
        /// An option of its address management.
        pairs ipam_opts = "ipam-opt": Value<AnyText>,
        /// A range of addresses.
        nodes subnets: Subnet,
    }
}

node! {
    /// A range of addresses of a network.
    Subnet "subnet" key Key::First; {
        /// The range.
        arg cidr: Value<Cidr>,
        /// The gateway's address.
        prop gateway = "gateway": Value<IpAddress>,
        /// The part of it that containers get addresses from.
        prop range = "range": Value<Cidr>,
        /// An address that a name is reserved for.
        pairs aux = "aux": Value<AnyText>,
    }
}
