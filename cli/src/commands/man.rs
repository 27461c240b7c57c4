//! `stackc man`: the manual page, of everything or of one command.

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use crate::{
    args::{Arguments, Man},
    ask::suggestion,
    exit::{Exit, Failure},
    session::Session,
};

pub(super) fn run(args: &Man, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let command = match &args.command {
        None => Arguments::command(),
        Some(name) => of_one(name)?,
    };
    let mut text = Vec::new();
    Page::new(command)
        .render(&mut text)
        .map_err(|error| Failure::Fault(error.to_string()))?;
    session.print(&text)?;
    Ok(Exit::Done)
}

fn of_one(name: &str) -> Result<clap::Command, Failure> {
    let mut all = Arguments::command();
    all.build();
    match all.find_subcommand(name) {
        Some(command) => Ok(command.clone()),
        None => {
            let known: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
            Err(Failure::Usage(format!(
                "there is no command `{name}`; {}",
                suggestion(name, &known)
            )))
        }
    }
}
