//! A Compose project in one folder: `docker-compose.yml`, `.env.example`, the files that it mounts, and the edge where it is a container.

mod backups;
mod calendar;
mod check;
mod edge;
mod env_example;
mod jobs;
mod newer;
mod overridden;
mod scripts;
mod secrets;
mod shell;

pub use backups::{Host, scripts};
pub use calendar::{names as check_names, rows, times};
pub use edge::names as edge_names;
pub use env_example::inputs;
pub use secrets::{files as secret_files, generate, is_asked_for};

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::Diagnostics,
    resolve::Stack,
};

use super::{compose, nginx};
use crate::text::yaml;

/// Reports what Compose and the edge's nginx can't say.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    check::check(stack, diagnostics);
    nginx::check(stack, diagnostics);
}

/// The project's files.
///
/// # Errors
/// If the stack was not checked before.
pub fn artifacts(context: compose::Context<'_>, banner: &[String]) -> Result<Artifacts, Bug> {
    let waiting = compose::with_waits(context.stack);
    let context = compose::Context {
        stack: &waiting,
        ..context
    };
    let stack = context.stack;
    let mut document = compose::compose_file(context);
    let mut artifacts = Artifacts::default();
    jobs::add(&mut document, context, banner, &mut artifacts)?;
    backups::add(&mut document, context, banner, &mut artifacts)?;
    let edge_file = stack
        .target("compose")
        .and_then(|target| target.edge_file.as_ref());
    match edge_file {
        None => edge::add(&mut document, context, banner, &mut artifacts)?,
        Some(file) => {
            let mut over = yaml::Map::spaced();
            edge::add(&mut over, context, banner, &mut artifacts)?;
            if !over.is_empty() {
                let text = yaml::trace(&over, banner);
                artifacts.add(
                    file.value.0.clone(),
                    Artifact {
                        origin: Some(file.span),
                        ..Artifact::traced(text)
                    },
                )?;
            }
        }
    }
    let mut header = banner.to_vec();
    header.extend(stack.description.clone());
    artifacts.add(
        "docker-compose.yml",
        Artifact::traced(yaml::trace(&document, &header)),
    )?;
    if let Some(text) = env_example::text(stack, banner) {
        artifacts.add(".env.example", Artifact::text(text))?;
    }
    if let Some(text) = secrets::text(stack) {
        artifacts.add("SECRETS.md", Artifact::text(text))?;
    }
    super::shipped::add(stack, &mut artifacts)?;
    Ok(artifacts)
}
