//! `stackc completions`: what a shell needs to complete the arguments.

use clap::CommandFactory as _;

use crate::{
    args::{Arguments, Completions},
    exit::{Exit, Failure},
    session::Session,
};

pub(super) fn run(args: &Completions, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "stackc", &mut text);
    session.print(&text)?;
    Ok(Exit::Done)
}
