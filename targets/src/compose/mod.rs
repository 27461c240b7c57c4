//! The Compose target: `docker-compose.yml`, `.env.example`, the files that it mounts, and the edge where it is a container.

mod check;
mod edge;
mod env_example;
mod newer;
mod overridden;
mod scripts;
mod secrets;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::Diagnostics,
    resolve::Stack,
    target::{Place, Target},
};

use crate::{
    parts::{banner, compose, shipped},
    text::yaml,
};

/// The Compose target.
#[derive(Clone, Copy, Debug)]
pub struct Compose;

impl Target for Compose {
    fn id(&self) -> &'static str {
        "compose"
    }

    fn summary(&self) -> &'static str {
        "docker-compose.yml for docker compose 2.26 and later, with its .env.example, and nginx where the edge is a container"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        true
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        check::check(stack, diagnostics);
        crate::parts::nginx::check(stack, diagnostics);
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let context = compose::Context {
            stack,
            back: &place.back,
        };
        let banner = banner::lines(stack, place);
        let mut document = compose::compose_file(context);
        let mut artifacts = Artifacts::default();
        let edge_file = stack
            .target(self.id())
            .and_then(|target| target.edge_file.as_ref());
        match edge_file {
            None => edge::add(&mut document, context, &banner, &mut artifacts)?,
            Some(file) => {
                let mut over = yaml::Map::spaced();
                edge::add(&mut over, context, &banner, &mut artifacts)?;
                if !over.is_empty() {
                    let text = yaml::print(&over, &banner);
                    artifacts.add(
                        file.value.0.clone(),
                        Artifact {
                            origin: Some(file.span),
                            ..Artifact::text(text)
                        },
                    )?;
                }
            }
        }
        let mut header = banner.clone();
        header.extend(stack.description.clone());
        artifacts.add(
            "docker-compose.yml",
            Artifact::text(yaml::print(&document, &header)),
        )?;
        if let Some(text) = env_example::text(stack, &banner) {
            artifacts.add(".env.example", Artifact::text(text))?;
        }
        if let Some(text) = secrets::text(stack) {
            artifacts.add("SECRETS.md", Artifact::text(text))?;
        }
        shipped::add(stack, &mut artifacts)?;
        Ok(artifacts)
    }
}
