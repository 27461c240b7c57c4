//! The commands, one file each.

mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod fmt;
mod import;
mod init;
mod man;
mod modules;
mod plan;
mod rules;
mod targets;
mod why;

use crate::{
    args::{Command, Format},
    exit::{Exit, Failure},
    session::Session,
};

/// The version of the commands' JSON; fields are only ever added.
const FORMAT: u32 = 1;

/// Does what a command says.
pub(crate) fn run(command: &Command, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    if !matches!(command, Command::Plan(_))
        && let Format::Markdown | Format::Github = session.options.format
    {
        return Err(Failure::Usage(
            "--format markdown and --format github are forms of a plan: stackc plan --format github"
                .to_owned(),
        ));
    }
    match command {
        Command::Init(args) => init::run(args, session),
        Command::Check(args) => check::run(args, session),
        Command::Build(args) => build::run(args, session),
        Command::Import(args) => import::run(args, session),
        Command::Fmt(args) => fmt::run(args, session),
        Command::Explain(args) => explain::run(args, session),
        Command::Rules => rules::run(session),
        Command::Targets(args) => targets::run(args, session),
        Command::Plan(args) => plan::run(args, session),
        Command::Why(args) => why::run(args, session),
        Command::Diff(args) => diff::run(args, session),
        Command::Modules(args) => modules::run(args, session),
        Command::Completions(args) => completions::run(args, session),
        Command::Man(args) => man::run(args, session),
    }
}
