//! Networks that a service joins; files and secrets that it mounts.

use crate::{
    atoms::{
        AnyText, FileMode, Int, InterfaceName, IpAddress, Ipv4, Ipv6, Line, MacAddress, Name,
        NetworkAlias,
    },
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// Joins a network; `network a b` is short for two.
    NetworkAttachment "network" key Key::EachArg; {
        /// The network.
        arg name: Fixed<Name>,
        /// The service's address in it.
        prop ipv4 = "ipv4": Value<Ipv4>,
        /// The service's IPv6 address in it.
        prop ipv6 = "ipv6": Value<Ipv6>,
        /// The service's MAC address in it.
        prop mac = "mac": Value<MacAddress>,
        /// In which order networks are joined, the highest first.
        prop priority = "priority": Value<Int>,
        /// Which network is the default gateway, the highest first.
        prop gateway_priority = "gateway-priority": Value<Int>,
        /// The name of the interface in the container.
        prop interface = "interface": Value<InterfaceName>,
        /// Another name of the service in it.
        words aliases = "alias": Value<NetworkAlias>,
        /// A link-local address.
        words link_local_ips = "link-local-ip": Value<IpAddress>,
        /// An option of the network's driver.
        pairs driver_opts = "driver-opt": Value<AnyText>,
    }
}

node! {
    /// Mounts a file of the stack.
    FileMount "file" key Key::Mount { prop: "to", default_prefix: "/" }; {
        /// The file.
        arg name: Fixed<Name>,
        /// The path in the container; `/NAME` without it.
        prop to = "to": Value<Line>,
        /// The owner's number; 0 without it. Docker Compose ignores it where the source is a file.
        prop uid = "uid": Value<Line>,
        /// The group's number; 0 without it. Docker Compose ignores it where the source is a file.
        prop gid = "gid": Value<Line>,
        /// Its mode; `0444` without it. Docker Compose ignores it where the source is a file.
        prop mode = "mode": Value<FileMode>,
    }
}

node! {
    /// Mounts a secret as a file.
    SecretMount "secret" key Key::Mount { prop: "to", default_prefix: "/run/secrets/" }; {
        /// The secret.
        arg name: Fixed<Name>,
        /// The path in the container; `/run/secrets/NAME` without it.
        prop to = "to": Value<Line>,
        /// The owner's number; 0 without it. Docker Compose ignores it where the source is a file.
        prop uid = "uid": Value<Line>,
        /// The group's number; 0 without it. Docker Compose ignores it where the source is a file.
        prop gid = "gid": Value<Line>,
        /// Its mode; `0444` without it. Docker Compose ignores it where the source is a file.
        prop mode = "mode": Value<FileMode>,
    }
}
