//! What happens around a service's life.

use crate::{
    atoms::{AnyText, Bool, Line, words::WatchAction},
    reader::node,
    schema::Key,
    template::{SecretText, Value},
};

node! {
    /// What is run in the container once it has started.
    Hook "post-start" key Key::All; {
        /// The command, each word one argument.
        args words: Value<AnyText>,
        /// A line that Compose splits into words.
        prop line = "line": Value<AnyText>,
        /// The user that runs it.
        prop user = "user": Value<Line>,
        /// Whether it has every right.
        prop privileged = "privileged": Value<Bool>,
        /// The folder that it runs in.
        prop working_dir = "working-dir": Value<Line>,
        /// Its environment variables.
        block env = "env": SecretText,
    }
}

node! {
    /// What is run in the container before it stops.
    PreStop "pre-stop" key Key::All; {
        /// The command, each word one argument.
        args words: Value<AnyText>,
        /// A line that Compose splits into words.
        prop line = "line": Value<AnyText>,
        /// The user that runs it.
        prop user = "user": Value<Line>,
        /// Whether it has every right.
        prop privileged = "privileged": Value<Bool>,
        /// The folder that it runs in.
        prop working_dir = "working-dir": Value<Line>,
        /// Its environment variables.
        block env = "env": SecretText,
    }
}

impl From<PreStop> for Hook {
    fn from(hook: PreStop) -> Self {
        let PreStop {
            words,
            line,
            user,
            privileged,
            working_dir,
            env,
            span,
        } = hook;
        Self {
            words,
            line,
            user,
            privileged,
            working_dir,
            env,
            span,
        }
    }
}

node! {
    /// What `watch` does when a path changes.
    Watch "watch" key Key::First; {
        /// The path, relative to the file that says it.
        arg path: Value<Line>,
        /// What is done.
        req_prop action = "action": Value<WatchAction>,
        /// The path in the container that files are copied to.
        prop to = "to": Value<Line>,
        /// Whether everything is copied at the start.
        prop initial_sync = "initial-sync": Value<Bool>,
        /// Patterns of paths that don't matter.
        words ignore = "ignore": Value<Line>,
        /// Patterns of paths that matter.
        words include = "include": Value<Line>,
        /// The command that is run after a copy.
        words exec = "exec": Value<AnyText>,
    }
}
