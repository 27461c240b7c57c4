//! The Compose target: `docker-compose.yml`, `.env.example`, the files that it mounts, and the edge where it is a container.

use stackc_compiler::{
    artifact::{Artifacts, Bug},
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Reader, Report, Table, Target},
};

use crate::parts::{banner, by_hand, compose, effects, project, target_words};

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
        project::check(stack, diagnostics);
        project::times(stack, diagnostics);
        target_words::check(stack, self.id(), &mut Report::new(self.id(), diagnostics));
    }

    fn table(&self) -> Table {
        Table::Whole([project::rows(), target_words::rows(self.id())].concat())
    }

    fn reader(&self) -> Option<Reader> {
        Some(Reader {
            tool: "docker compose",
            version: "2.26",
            known: &["2.26"],
        })
    }

    fn facts(&self) -> &'static [Fact] {
        effects::project::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::project::see(situation, "compose")
    }

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        Some(by_hand::project(deploy))
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let context = compose::Context {
            stack,
            back: &place.back,
        };
        project::artifacts(context, &banner::lines(stack, place))
    }
}
