//! Devices, GPUs, limits of resources, limits of disks.

use crate::{
    atoms::{Int, Line},
    reader::node,
    schema::Key,
    template::Value,
};

node! {
    /// A device of the host.
    Device "device" key Key::First; {
        /// Its path on the host, or a CDI name such as `nvidia.com/gpu=all`.
        arg source: Value<Line>,
        /// Its path in the container; the same without it.
        prop to = "to": Value<Line>,
        /// What may be done with it, `rwm` without it.
        prop permissions = "permissions": Value<Line>,
    }
}

node! {
    /// A GPU, by its capabilities.
    Gpu "gpu" key Key::All; {
        /// Its capabilities.
        args capabilities: Value<Line>,
        /// Its driver.
        prop driver = "driver": Value<Line>,
        /// How many, or `all`.
        prop count = "count": Value<Line>,
        /// Which ones, separated by commas.
        prop ids = "ids": Value<Line>,
        /// An option of the driver.
        pairs options = "option": Value<Line>,
    }
}

node! {
    /// A limit of a kind of resource: `ulimit nofile 65536`, or `ulimit nofile soft=1024 hard=65536`.
    Ulimit "ulimit" key Key::First; {
        /// The kind.
        arg name: Value<Line>,
        /// Both limits.
        opt_arg both: Value<Int>,
        /// The limit that the process may raise.
        prop soft = "soft": Value<Int>,
        /// The limit that it may not exceed.
        prop hard = "hard": Value<Int>,
    }
}

node! {
    /// Limits of the service's disk.
    BlockIo "blkio" key Key::Once; {
        /// Its share, 10 to 1000.
        prop weight = "weight": Value<Int>,
        /// Its share of one device.
        pairs device_weight = "device-weight": Value<Line>,
        /// Bytes per second that it may read from a device.
        pairs read_bps = "read-bps": Value<Line>,
        /// Bytes per second that it may write to a device.
        pairs write_bps = "write-bps": Value<Line>,
        /// Reads per second from a device.
        pairs read_iops = "read-iops": Value<Line>,
        /// Writes per second to a device.
        pairs write_iops = "write-iops": Value<Line>,
    }
}
