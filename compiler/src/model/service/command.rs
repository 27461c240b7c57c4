//! Commands: words, a shell line, or a line that Compose splits.

use crate::{atoms::AnyText, reader::node, schema::Key, template::Value};

node! {
    /// The command, in place of the image's: words, `shell="…"`, or `line="…"`. Without any it clears the image's.
    Command "command" key Key::Once; slots [["shell", "line"]]; {
        /// The words, each one argument.
        args words: Value<AnyText>,
        /// A line for `/bin/sh -c`.
        prop shell = "shell": Value<AnyText>,
        /// A line that Compose splits into words after filling in the inputs.
        prop line = "line": Value<AnyText>,
    }
}

node! {
    /// The entrypoint, in place of the image's: words, `shell="…"`, or `line="…"`. Without any it clears the image's.
    Entrypoint "entrypoint" key Key::Once; slots [["shell", "line"]]; {
        /// The words, each one argument.
        args words: Value<AnyText>,
        /// A line for `/bin/sh -c`.
        prop shell = "shell": Value<AnyText>,
        /// A line that Compose splits into words after filling in the inputs.
        prop line = "line": Value<AnyText>,
    }
}

impl From<Entrypoint> for Command {
    fn from(entrypoint: Entrypoint) -> Self {
        let Entrypoint {
            words,
            shell,
            line,
            span,
        } = entrypoint;
        Self {
            words,
            shell,
            line,
            span,
        }
    }
}
