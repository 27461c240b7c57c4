//! What runs once: by hand, by a calendar, or before a service starts.

use crate::{
    atoms::{Bool, Image, Name, words::Condition},
    model::{Command, Schedule},
    reader::node,
    schema::Key,
    template::{Fixed, SecretText, Value},
};

node! {
    /// What runs once, and when: by a schedule, before a service starts, or by hand without either.
    Job "job" key Key::First; slots [["in", "like", "image"]]; {
        /// Its name.
        arg name: Fixed<Name>,
        /// For a shell: it has a terminal.
        prop interactive = "interactive": Fixed<Bool>,
        /// The service in whose running container it runs.
        value within = "in": Fixed<Name>,
        /// The service whose image, environment, mounts and networks a container of its own has.
        value like = "like": Fixed<Name>,
        /// The image of a container of its own.
        value image = "image": Value<Image>,
        /// What it runs.
        node command: Command,
        /// Variables, beside those of the service that it is `like`.
        block env = "env": SecretText,
        /// A network of the container with an `image`.
        nodes networks: JobNetwork,
        /// A service that is there before the job starts.
        nodes depends_on: JobDependsOn,
        /// When it runs.
        node schedule: Schedule,
        /// A service that starts once it has ended with success.
        nodes before: JobBefore,
    }
}

node! {
    /// A network that the job's container joins.
    JobNetwork "network" key Key::EachArg; {
        /// Its name.
        arg name: Fixed<Name>,
    }
}

node! {
    /// A service that is there before the job starts; `depends-on a b` is short for two.
    JobDependsOn "depends-on" key Key::EachArg; {
        /// The service.
        arg service: Fixed<Name>,
        /// When it counts as there: `started`, the default, `healthy` or `completed`.
        prop condition = "condition": Fixed<Condition>,
    }
}

node! {
    /// A service that starts once the job has ended with success; `before a b` is short for two.
    JobBefore "before" key Key::EachArg; {
        /// The service.
        arg service: Fixed<Name>,
    }
}
