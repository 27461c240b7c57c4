//! `stackc targets`: what a stack can be compiled to.

use serde::Serialize;

use crate::{
    commands::FORMAT,
    exit::{Exit, Failure},
    session::Session,
};

#[derive(Serialize)]
struct Targets {
    format_version: u32,
    targets: Vec<Target>,
}

#[derive(Serialize)]
struct Target {
    id: &'static str,
    summary: &'static str,
}

pub(super) fn run(session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let targets = session
        .targets
        .iter()
        .map(|target| Target {
            id: target.id(),
            summary: target.summary(),
        })
        .collect();
    let targets = Targets {
        format_version: FORMAT,
        targets,
    };
    if session.is_json() {
        session.print_json(&targets)?;
    } else {
        session.print(text(&targets.targets).as_bytes())?;
    }
    Ok(Exit::Done)
}

fn text(targets: &[Target]) -> String {
    let width = targets.iter().map(|target| target.id.len()).max();
    let width = width.unwrap_or(0);
    targets
        .iter()
        .map(|target| format!("{:width$}  {}\n", target.id, target.summary))
        .collect()
}
