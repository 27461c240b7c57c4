//! One run: its options, its world, and the two ways to say something.

use std::{
    io::{self, Read as _},
    path::PathBuf,
};

use crate::{
    args::{Format, Options},
    exit::Failure,
    look::Look,
    printable::printable,
    reading::Reading,
    world::{Registry, World},
};

/// A run.
pub(crate) struct Session<'s, 'w> {
    world: &'s mut World<'w>,
    /// The folder that paths on the command line start from.
    pub folder: PathBuf,
    /// The options that every command takes.
    pub options: Options,
    /// How text on standard error looks.
    pub look: Look,
    /// How text on standard output looks.
    pub output_look: Look,
    /// The targets that there are.
    pub targets: Registry,
}

impl<'s, 'w> Session<'s, 'w> {
    pub(crate) fn new(world: &'s mut World<'w>, options: Options, targets: Registry) -> Self {
        let folder = match &options.folder {
            Some(folder) => world.folder.join(folder),
            None => world.folder.clone(),
        };
        let look = Look::of(world, options.color);
        let output_look = Look::of_output(world, options.color);
        Self {
            world,
            folder,
            options,
            look,
            output_look,
            targets,
        }
    }

    /// What may be done without writing anything.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            folder: self.folder.clone(),
            targets: self.targets,
        }
    }

    /// Whether programs read the output.
    pub(crate) fn is_json(&self) -> bool {
        self.options.format == Format::Json
    }

    /// Data, to standard output. A reader that went away is no fault.
    pub(crate) fn print(&mut self, data: &[u8]) -> Result<(), Failure> {
        let written = self
            .world
            .output
            .write_all(data)
            .and_then(|()| self.world.output.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Run(format!(
                "standard output can't be written: {error}"
            ))),
            _ => Ok(()),
        }
    }

    /// A value as JSON, to standard output.
    pub(crate) fn print_json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = json(value)?;
        self.print(text.as_bytes())
    }

    /// A line that is not data, to standard error.
    pub(crate) fn say(&mut self, text: &str) {
        // Where standard error can't be written there is nobody to tell.
        let _ = writeln!(self.world.errors, "{text}");
    }

    /// A line that is left out if quiet is asked for.
    pub(crate) fn mention(&mut self, text: &str) {
        if !self.options.quiet {
            self.say(&printable(text));
        }
    }

    /// All of standard input, up to a limit.
    pub(crate) fn read_input(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut *self.world.input)
            .take(limit)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::Fault(format!("JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}
