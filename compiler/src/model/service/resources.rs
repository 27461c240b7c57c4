//! What a service may use, and what is reserved for it.

use crate::{
    atoms::{Count, Decimal, Line, Size},
    model::Gpu,
    reader::node,
    schema::Key,
    template::Value,
};

node! {
    /// What the service may use.
    Resources "resources" key Key::Once; {
        /// The most memory.
        prop memory = "memory": Value<Size>,
        /// The most processors.
        prop cpus = "cpus": Value<Decimal>,
        /// The most processes.
        prop pids = "pids": Value<Count>,
        /// What is reserved for it.
        node reserve: Reservation,
    }
}

node! {
    /// What is reserved for the service.
    Reservation "reserve" key Key::Once; {
        /// Memory.
        prop memory = "memory": Value<Size>,
        /// Processors.
        prop cpus = "cpus": Value<Decimal>,
        /// A device with these capabilities.
        nodes devices: DeviceRequest,
        /// A resource of another kind.
        nodes generic: GenericResource,
    }
}

node! {
    /// A device that is reserved, by its capabilities.
    DeviceRequest "device" key Key::All; {
        /// Its capabilities, such as `gpu`.
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
    /// A resource of another kind that is reserved.
    GenericResource "generic" key Key::First; {
        /// Its kind.
        arg kind: Value<Line>,
        /// How much of it.
        arg value: Value<Decimal>,
    }
}

impl From<DeviceRequest> for Gpu {
    fn from(device: DeviceRequest) -> Self {
        let DeviceRequest {
            capabilities,
            driver,
            count,
            ids,
            options,
            span,
        } = device;
        Self {
            capabilities,
            driver,
            count,
            ids,
            options,
            span,
        }
    }
}
