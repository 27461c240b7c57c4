//! From arguments to an exit code.

use std::{
    ffi::OsString,
    io::ErrorKind,
    panic::{AssertUnwindSafe, catch_unwind},
};

use clap::{Parser as _, error::ErrorKind as Wrong};

use crate::{
    args::{Arguments, Color, Command},
    commands,
    exit::{Exit, FAULT, Failure, USAGE},
    fault,
    look::Look,
    printable::{is_hidden, printable},
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
    let outcome = started_in(&session, &parsed.command)
        .and_then(|()| commands::run(&parsed.command, &mut session));
    match outcome {
        Ok(exit) => exit.code(),
        Err(failure) => {
            session.say(tell(&failure).trim_end());
            failure.code()
        }
    }
}

/// Whether the folder of `-C` is there; `init` makes its own.
fn started_in(session: &Session<'_, '_>, command: &Command) -> Result<(), Failure> {
    match &session.options.folder {
        Some(folder) if !session.folder.is_dir() && !matches!(command, Command::Init(_)) => Err(
            Failure::Run(format!("-C: there is no folder `{}`", folder.display())),
        ),
        _ => Ok(()),
    }
}

/// What clap has to say: help, the version, or what is wrong with the arguments.
fn refuse(error: &clap::Error, arguments: &[OsString], world: &mut World<'_>) -> u8 {
    let text = error.render();
    let wanted = matches!(error.kind(), Wrong::DisplayHelp | Wrong::DisplayVersion);
    // What an argument holds is said again: between colours nothing tells it from them.
    let is_plain = |word: &OsString| !word.to_string_lossy().contains(is_hidden);
    let colored = Look::of(world, asked_color(arguments)).color && arguments.iter().all(is_plain);
    let text = if colored {
        text.ansi().to_string()
    } else {
        printable(&text.to_string())
    };
    if wanted {
        let written = world
            .output
            .write_all(text.as_bytes())
            .and_then(|()| world.output.flush());
        match written {
            // A reader that went away is no fault.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                let _ = writeln!(
                    world.errors,
                    "error: standard output can't be written: {error}"
                );
                Exit::Errors.code()
            }
            _ => Exit::Done.code(),
        }
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
