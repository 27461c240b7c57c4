//! The machines that a stack runs on.

use crate::{
    atoms::{AgeKey, Decimal, HostAddress, Name, Platform, Port, Size, UserName, ZoneName},
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// A machine that the stack runs on.
    Host "host" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// Its address: of IP, or a name.
        value address = "address": Fixed<HostAddress>,
        /// The port of its SSH server, 22 without it.
        value ssh_port = "ssh-port": Fixed<Port>,
        /// Its platform, such as `linux/arm64`.
        value platform = "platform": Fixed<Platform>,
        /// How many processors it has.
        value cpus = "cpus": Fixed<Decimal>,
        /// How much memory it has.
        value memory = "memory": Fixed<Size>,
        /// How much disk it has.
        value disk = "disk": Fixed<Size>,
        /// The user that deploys.
        value user = "user": Fixed<UserName>,
        /// Its time zone, such as `Europe/Berlin`: that of every schedule that names none.
        value time_zone = "time-zone": Fixed<ZoneName>,
        /// Its public key for agenix: that of its SSH server, or one of age's own.
        value age_key = "age-key": Fixed<AgeKey>,
    }
}
