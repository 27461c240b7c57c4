//! Everything outside of the process that a run may see, so that a test can be the world too.

use std::{
    io::{Read, Write},
    path::PathBuf,
};

use stackc_compiler::target::Target;

/// The targets that a run knows.
pub type Registry = &'static [&'static dyn Target];

/// The process's surroundings.
pub struct World<'w> {
    /// The current folder.
    pub folder: PathBuf,
    /// Standard input.
    pub input: &'w mut dyn Read,
    /// Standard output: data, nothing else.
    pub output: &'w mut dyn Write,
    /// Standard error: everything that is not data.
    pub errors: &'w mut dyn Write,
    /// Whether standard error is a terminal.
    pub terminal: bool,
    /// How many columns standard output has, if it is a terminal.
    pub width: Option<usize>,
    /// An environment variable, if it is set.
    pub variable: &'w dyn Fn(&str) -> Option<String>,
}

impl std::fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("folder", &self.folder)
            .field("terminal", &self.terminal)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}
