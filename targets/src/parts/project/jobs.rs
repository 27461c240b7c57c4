//! Jobs: containers that are run once, and a script for each that nothing else starts.

use std::fmt::Write as _;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    command_line,
    model::{Command, Job},
    resolve::Stack,
};

use super::{edge, shell};
use crate::{
    parts::compose::{self, Context},
    text::{shell::Word, yaml::Map},
};

/// Adds the jobs' services and scripts.
pub(super) fn add(
    document: &mut Map,
    context: Context<'_>,
    banner: &[String],
    artifacts: &mut Artifacts,
) -> Result<(), Bug> {
    let stack = context.stack;
    if stack.jobs.is_empty() {
        return Ok(());
    }
    let mut services = edge::section(document, "services", true);
    for job in &stack.jobs {
        let name = &job.name.value.0;
        if let Some(map) = compose::job(job, context) {
            services.set_from(name.clone(), map, job.span);
        }
        if job.before.is_empty() {
            artifacts.add(
                format!("jobs/{name}.sh"),
                Artifact {
                    origin: Some(job.span),
                    ..Artifact::script(script(job, stack, banner))
                },
            )?;
        }
    }
    document.set("services", services);
    Ok(())
}

/// The script that runs a job.
fn script(job: &Job, stack: &Stack, banner: &[String]) -> String {
    let name = &job.name.value.0;
    let mut says = vec![format!("Runs the job {name} of {}.", stack.project)];
    if let Some(schedule) = &job.schedule {
        says.push(format!("Its time: {}", shell::when(schedule, stack)));
    }
    let mut text = shell::opening(banner, &says);
    let terminal = if job.interactive.is_some_and(|flag| flag.value.0) {
        ""
    } else {
        " -T"
    };
    let _ = match &job.within {
        Some(service) => writeln!(
            text,
            "exec docker compose exec{terminal} {}{}",
            Word::new(&service.value.0),
            words(job.command.as_ref())
        ),
        None => writeln!(
            text,
            "exec docker compose run --rm{terminal} {}",
            Word::new(name)
        ),
    };
    text
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
    let known = |value: &stackc_compiler::template::Value<stackc_compiler::atoms::AnyText>| {
        value.get().map(|text| text.0.clone()).unwrap_or_default()
    };
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
