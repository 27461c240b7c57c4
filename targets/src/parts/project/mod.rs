//! A Compose project in one folder: `docker-compose.yml`, `.env.example`, the files that it mounts, and the edge where it is a container.

mod backups;
mod calendar;
mod check;
mod edge;
mod env_example;
mod jobs;
mod mappings;
mod newer;
mod overridden;
mod scripts;
mod secrets;
mod shell;
mod start;

pub use backups::{Host, compose_up, scripts};
pub use calendar::{names as check_names, rows, times};
pub use edge::{names as edge_names, self_signed};
pub use env_example::{input_rules, inputs, secret_rules, traced_inputs};
pub use secrets::{HTPASSWD, files as secret_files, generate, is_asked_for, is_htpasswd};
pub use start::{start, start_lines, waited};

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::Line,
    diag::Diagnostics,
    resolve::Stack,
    template::Fixed,
};

use super::{certificates, compose, nginx};
use crate::text::yaml;

/// Reports what Compose and the edge's nginx can't say.
pub fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    check::check(stack, diagnostics);
    nginx::check(stack, diagnostics);
}

/// The file of the edge, where the stack has one of its own for it.
#[must_use]
pub fn edge_file(stack: &Stack) -> Option<&Fixed<Line>> {
    let target = stack.target("compose")?;
    let file = target.edge_file.as_ref()?;
    (!edge::names(stack).is_empty()).then_some(file)
}

/// The lines at the start of the Compose file that say what a first start needs beside values and secrets.
fn first_start(stack: &Stack, artifacts: &Artifacts) -> Vec<String> {
    let mut lines = Vec::new();
    if artifacts.get(certificates::SCRIPT).is_some() {
        lines.push(format!(
            "Before the first start, for the certificates: ./{}",
            certificates::SCRIPT
        ));
    }
    if let Some(file) = edge_file(stack) {
        lines.push(format!(
            "The edge is a file of its own: docker compose -f docker-compose.yml -f {} up --detach",
            file.value.0
        ));
    }
    lines
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
    header.extend(first_start(stack, &artifacts));
    artifacts.add(
        "docker-compose.yml",
        Artifact::traced(yaml::trace(&document, &header)),
    )?;
    if let Some(traced) = env_example::text(stack, banner) {
        artifacts.add(".env.example", Artifact::traced(traced))?;
    }
    if let Some(text) = secrets::text(stack) {
        artifacts.add("SECRETS.md", Artifact::text(text))?;
    }
    super::shipped::add(stack, &mut artifacts)?;
    Ok(artifacts)
}
