//! Jobs as commands of Docker Compose.

use stackc_compiler::{
    atoms::AnyText,
    command_line,
    model::{Command, Job},
    template::Value,
};

use crate::text::shell::Word;

/// Whether it has a terminal.
pub(super) fn is_interactive(job: &Job) -> bool {
    job.interactive.is_some_and(|flag| flag.value.0)
}

/// The line that runs a job.
pub(super) fn line(job: &Job) -> String {
    let terminal = if is_interactive(job) { "" } else { " -T" };
    match &job.within {
        Some(service) => format!(
            "docker compose exec{terminal} {}{}",
            Word::new(&service.value.0),
            words(job.command.as_ref())
        ),
        None => format!(
            "docker compose run --rm{terminal} {}",
            Word::new(&job.name.value.0)
        ),
    }
}

/// The words of a command, each for the shell; those that an input decides were refused before.
fn words(command: Option<&Command>) -> String {
    let Some(Command {
        words,
        shell,
        line,
        span: _,
    }) = command
    else {
        return String::new();
    };
    let known = |value: &Value<AnyText>| value.get().map(|text| text.0.clone()).unwrap_or_default();
    let all: Vec<String> = match (shell, line) {
        (Some(shell), _) => vec!["/bin/sh".to_owned(), "-c".to_owned(), known(shell)],
        (None, Some(line)) => {
            command_line::split(&known(line)).map_or_else(|_| Vec::new(), |split| split.words)
        }
        (None, None) => words.iter().map(known).collect(),
    };
    all.iter()
        .map(|word| format!(" {}", Word::new(word)))
        .collect()
}
