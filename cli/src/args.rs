//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use stackc_compiler::effect::Gate;

/// A compiler for infrastructure: one typed stack.kdl becomes Compose, nginx, systemd, Nix, Dokploy and scripts.
#[derive(Debug, Parser)]
#[command(name = "stackc", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Command,
}

/// The options that every command takes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options everywhere")]
pub(crate) struct Options {
    /// Run as if started in this folder
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
    /// The form of what is printed
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        global = true
    )]
    pub format: Format,
    /// When to use colours; auto heeds NO_COLOR, CLICOLOR_FORCE and TERM=dumb
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: Color,
    /// Print no summary and no warnings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show notes too, and files that stay as they are
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Write nothing and exit with 3 if there are warnings
    #[arg(long, global = true)]
    pub deny_warnings: bool,
}

/// The form of what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For documents (plan)
    Markdown,
    /// For a comment on a pull request (plan)
    Github,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a first stack that builds, and the ignore rules it needs; never overwrites
    Init(Init),
    /// Read a stack and run every rule, for every environment; writes nothing
    Check(Check),
    /// Compile a stack and write its artifacts and its lock
    Build(Build),
    /// Make a stack of Compose files, and say what could not be carried over
    Import(Import),
    /// Put stack files into the one layout; comments are kept
    Fmt(Fmt),
    /// Say what a code means, with a bad and a good example
    Explain(Explain),
    /// List every code
    Rules,
    /// List every target
    Targets(Targets),
    /// Say what a deploy would change, and what that does; neither writes nor runs anything
    Plan(Plan),
    /// Say which line of the stack made a line of an artifact, and what changed it on the way
    Why(Why),
    /// Say how two environments of a stack differ
    Diff(Diff),
    /// List the modules of the standard library, or say what one of them takes and gives
    Modules(Modules),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
}

/// A first stack.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// The stack to start from
    #[arg(long, value_name = "NAME", default_value = stackc_stacks::DEFAULT, value_parser = stackc_stacks::NAMES)]
    pub template: String,
    /// Make the stack of these Compose files instead, as import does; a folder stands for what docker compose finds in it
    #[arg(
        long,
        value_name = "PATH",
        num_args = 1..,
        conflicts_with = "template",
        value_hint = ValueHint::AnyPath
    )]
    pub from: Vec<PathBuf>,
    /// Make a secret of each credential that stands in those files
    #[arg(long, requires = "from")]
    pub extract_secrets: bool,
    /// Keep their x-… extensions, in `compose { … }`
    #[arg(long, requires = "from")]
    pub keep_extensions: bool,
}

/// The stack that is read.
#[derive(Args, Clone, Debug)]
pub(crate) struct Source {
    /// The stack; - is standard input
    #[arg(value_name = "PATH", default_value = "stack.kdl", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
    /// Give a param a value
    #[arg(long, value_name = "PARAM=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Only for this target (can be repeated)
    #[arg(long = "target", value_name = "TARGET")]
    pub targets: Vec<String>,
}

/// Reads and checks.
#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub source: Source,
}

/// Compiles.
#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub source: Source,
    /// The environment to build, or all of them; without it the default one
    #[arg(long, value_name = "ENVIRONMENT|all")]
    pub env: Option<String>,
    /// Write to this folder instead, with the lock in it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write nothing and exit with 3 if the files on disk differ
    #[arg(long)]
    pub check: bool,
    /// Print one artifact instead of writing it; of several, the one at this path, or all with --format json
    #[arg(
        long,
        value_name = "PATH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with = "check"
    )]
    pub stdout: Option<String>,
    /// Overwrite files that were edited by hand or are not ours
    #[arg(long)]
    pub force: bool,
}

/// Makes a stack of Compose files.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// The Compose file and its overrides, in order; a folder stands for what docker compose finds in it; - is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Write the stack to this file, not to standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Write nothing and exit with 3 if anything is not carried over exactly
    #[arg(long)]
    pub strict: bool,
    /// Make a secret of each credential that stands in the files
    #[arg(long)]
    pub extract_secrets: bool,
    /// Keep x-… extensions, in `compose { … }`
    #[arg(long)]
    pub keep_extensions: bool,
    /// Overwrite FILE if it is there already
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// Puts files into the one layout.
#[derive(Args, Debug)]
pub(crate) struct Fmt {
    /// The files; - is standard input to standard output
    #[arg(value_name = "PATH", default_value = "stack.kdl", value_hint = ValueHint::FilePath)]
    pub paths: Vec<PathBuf>,
    /// Write nothing and exit with 3 if a file would change
    #[arg(long)]
    pub check: bool,
}

/// Lists the targets.
#[derive(Args, Debug)]
pub(crate) struct Targets {
    /// What each of them makes of every word of the language, as a Markdown table
    #[arg(long)]
    pub matrix: bool,
}

/// What a deploy would do.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub source: Source,
    /// The environment, or all of them; without it the default one
    #[arg(long, value_name = "ENVIRONMENT|all")]
    pub env: Option<String>,
    /// What is deployed now: a git revision, or a folder with a stack
    #[arg(long, value_name = "REV|DIR", default_value = "HEAD")]
    pub against: String,
    /// Show too how the files differ
    #[arg(long)]
    pub artifacts: bool,
    /// Only the first line of each environment
    #[arg(long, conflicts_with = "artifacts")]
    pub summary: bool,
    /// The ordered steps to apply, to verify and to go back, for the target that runs the stack; a script stops at the first failure
    #[arg(
        long,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "markdown",
        conflicts_with_all = ["artifacts", "summary"]
    )]
    pub runbook: Option<RunbookForm>,
    /// Exit with 2 if anything changes
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// Exit with 3 if a change is as bad as this on an axis, or worse: data=at-risk, exposure=wider (can be repeated)
    #[arg(long, value_name = "AXIS=VALUE", value_parser = Gate::parse)]
    pub fail_on: Vec<Gate>,
}

/// The forms of a runbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunbookForm {
    /// A page to follow step by step
    Markdown,
    /// A script of POSIX sh that goes on or back from any step
    Script,
}

/// Where a line of an artifact comes from.
#[derive(Args, Debug)]
pub(crate) struct Why {
    /// The artifact, as the working directory sees it, and the number of a line of it; without one, what the whole file is made of
    #[arg(value_name = "PATH[:LINE]", value_hint = ValueHint::FilePath)]
    pub at: String,
    /// The stack; - is standard input
    #[arg(value_name = "STACK", default_value = "stack.kdl", value_hint = ValueHint::FilePath)]
    pub stack: PathBuf,
    /// Give a param a value
    #[arg(long, value_name = "PARAM=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Only an artifact of this environment
    #[arg(long, value_name = "ENVIRONMENT")]
    pub env: Option<String>,
    /// The artifacts lie in this folder instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
}

/// How two environments differ.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    #[command(flatten)]
    pub source: Source,
    /// An environment; given twice, the second is compared with the first, given once it is compared with the default one
    #[arg(long = "env", value_name = "ENVIRONMENT", required = true)]
    pub environments: Vec<String>,
}

/// Lists the modules of the standard library.
#[derive(Args, Debug)]
pub(crate) struct Modules {
    /// The module to tell more about
    pub name: Option<String>,
}

/// Says what a code means.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The code, as it stands in a finding
    pub code: String,
}

/// Completions for a shell.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    pub shell: Shell,
}

/// A manual page.
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The page of this command alone
    pub command: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as param=value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_sound() {
        super::Arguments::command().debug_assert();
    }
}
