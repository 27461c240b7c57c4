//! From arguments to an exit code.

use std::{
    ffi::OsString,
    panic::{AssertUnwindSafe, catch_unwind},
};

use clap::{Parser as _, error::ErrorKind};

use crate::{
    args::{Arguments, Color},
    commands,
    exit::{Exit, FAULT, Failure, USAGE},
    fault,
    look::Look,
    printable::printable,
    session::Session,
    world::{Registry, World},
};

/// Runs a command line; the first argument is the program's name.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    world: &mut World<'_>,
    targets: Registry,
) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let work = AssertUnwindSafe(|| start(&arguments, world, targets));
    let Ok(code) = catch_unwind(work) else {
        let _ = world
            .errors
            .write_all(fault::report(&fault::caught()).as_bytes());
        return FAULT;
    };
    code
}

fn start(arguments: &[OsString], world: &mut World<'_>, targets: Registry) -> u8 {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return refuse(&error, arguments, world),
    };
    let mut session = Session::new(world, parsed.options, targets);
    match commands::run(&parsed.command, &mut session) {
        Ok(exit) => exit.code(),
        Err(failure) => {
            session.say(tell(&failure).trim_end());
            failure.code()
        }
    }
}

/// What clap has to say: help, the version, or what is wrong with the arguments.
fn refuse(error: &clap::Error, arguments: &[OsString], world: &mut World<'_>) -> u8 {
    let text = error.render();
    let wanted = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let text = if Look::of(world, asked_color(arguments)).color {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    // A reader that went away is no fault.
    if wanted {
        let _ = world.output.write_all(text.as_bytes());
        let _ = world.output.flush();
        Exit::Done.code()
    } else {
        let _ = world.errors.write_all(text.as_bytes());
        USAGE
    }
}

/// The colour that arguments ask for which can't be read as a whole.
fn asked_color(arguments: &[OsString]) -> Color {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let joined = words
        .iter()
        .find_map(|word| word.strip_prefix("--color="))
        .or_else(|| {
            let at = words.iter().position(|word| *word == "--color")?;
            words.get(at + 1).copied()
        });
    match joined {
        Some("always") => Color::Always,
        Some("never") => Color::Never,
        _ => Color::Auto,
    }
}

fn tell(failure: &Failure) -> String {
    match failure {
        Failure::Usage(text) => {
            format!(
                "error: {}\n\nFor more information, try '--help'.",
                printable(text)
            )
        }
        Failure::Run(text) => format!("error: {}", printable(text)),
        Failure::Fault(text) => fault::report(&printable(text)),
    }
}
