//! Healthchecks.

use crate::{
    atoms::{AnyText, Bool, Count, Duration, Line, words::HealthClient},
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// How the service's health is seen: by HTTP, by a TCP connection, by a command or a shell line. With none of them the image's own test is used.
    Healthcheck "healthcheck" key Key::Once; slots [["http", "tcp", "shell", "command", "none"]]; {
        /// The path that answers with success; asked at 127.0.0.1 inside the container.
        prop http = "http": Fixed<AnyText>,
        /// The port, by name or number, that accepts a connection at 127.0.0.1.
        prop tcp = "tcp": Fixed<Line>,
        /// The port of `http`, by name or number; the service's only one without it.
        prop port = "port": Fixed<Line>,
        /// The client in the image: `curl` (the default) or `wget` for `http`, `bash` (the default) or `nc` for `tcp`.
        prop with = "with": Fixed<HealthClient>,
        /// A line for the container's shell; healthy if it succeeds.
        prop shell = "shell": Value<AnyText>,
        /// The time between two tests; 30s without it.
        prop interval = "interval": Value<Duration>,
        /// How long a test may take; 30s without it.
        prop timeout = "timeout": Value<Duration>,
        /// How many tests fail before the service is unhealthy; 3 without it.
        prop retries = "retries": Value<Count>,
        /// How long failing tests don't count after the start; 0s without it.
        prop start_period = "start-period": Value<Duration>,
        /// The time between two tests during the start period, 5s without it; needs Docker Engine 25.
        prop start_interval = "start-interval": Value<Duration>,
        /// Whether the image's test is turned off; `none` in Compose's other word.
        prop disable = "disable": Value<Bool>,
        /// A line for the container's shell with further words, which are its `$0`, `$1` and so on.
        words shell_words = "shell": Value<AnyText>,
        /// A command, each word one argument; healthy if it succeeds.
        words command = "command": Value<AnyText>,
        /// No test at all, not even the image's.
        flag none = "none": Fixed<Bool>,
    }
}
