//! The Dokploy target: the Compose file in the form that Dokploy's own changes leave intact, a template with its import text, and a plan of API calls.

mod adapt;
mod api;
mod apply;
mod by_hand;
mod calendar;
mod check;
mod delivery;
mod document;
mod effects;
mod ingress;
mod maps;
mod middleware;
mod own;
mod paths;
mod ports;
mod readme;
mod redirect;
mod scalars;
mod source;
mod steps;
pub mod support;
mod swarm;
mod template;
mod variables;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::DokployType,
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Reader, Report, Table, Target},
};

use self::source::is_git;
use crate::{parts::banner, text::yaml};

/// The target's name.
const ID: &str = "dokploy";

/// The Dokploy target.
#[derive(Clone, Copy, Debug)]
pub struct Dokploy;

impl Target for Dokploy {
    fn id(&self) -> &'static str {
        ID
    }

    fn summary(&self) -> &'static str {
        "docker-compose.yml for Dokploy 0.30, with a template, the text to import it, and a plan of API calls for CI"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        false
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        check::check(stack, diagnostics);
    }

    fn table(&self) -> Table {
        Table::Rows(support::rows())
    }

    fn reader(&self) -> Option<Reader> {
        Some(Reader {
            tool: "Dokploy",
            version: "0.30",
            known: &["0.30"],
        })
    }

    fn facts(&self) -> &'static [Fact] {
        effects::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::see(situation)
    }

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        Some(by_hand::operations(deploy))
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let banner = banner::lines(stack, place);
        let beside = calendar::steps(stack);
        let secrets = calendar::secrets(stack);
        let stack = &own::stack(stack);
        let mut artifacts = Artifacts::default();
        let ingress = ingress::read(stack, &mut Report::new(ID, &mut Diagnostics::default()));
        let files = delivery::files(stack);
        let mut header = banner.clone();
        header.extend(stack.description.clone());
        let compose = yaml::trace(&document::document(stack, &place.back, &ingress), &header);
        let plan = api::text(stack, &ingress, &files, beside, &banner)?;
        // What is cloned is not imported: an import would make a text of its own of it.
        if !is_git(stack) {
            let template = template::text(stack, &ingress, &files, &banner);
            let blob = template::blob(&compose.text, &template.text)?;
            artifacts.add("template.toml", Artifact::traced(template))?;
            artifacts.add("import.b64", Artifact::text(blob))?;
        }
        artifacts.add("docker-compose.yml", Artifact::traced(compose))?;
        artifacts.add("dokploy-api.json", Artifact::text(plan))?;
        artifacts.add(apply::SCRIPT, Artifact::script(apply::text(&banner)))?;
        let mut folders = place.folders.iter();
        let folder = folders
            .find(|(id, _)| *id == ID)
            .map_or("", |(_, folder)| folder);
        let readme = readme::text(stack, &ingress, &secrets, &banner, folder);
        artifacts.add("README.md", Artifact::text(readme))?;
        for file in files {
            let artifact = Artifact {
                origin: stack.file(&file.name).map(|file| file.span),
                ..Artifact::text(file.content)
            };
            artifacts.add(format!("files/{}", file.path), artifact)?;
        }
        Ok(artifacts)
    }
}

/// Whether Swarm runs it.
fn is_swarm(stack: &Stack) -> bool {
    let kind = stack.target(ID).and_then(|target| target.kind);
    kind.is_some_and(|kind| kind.value == DokployType::Stack)
}
