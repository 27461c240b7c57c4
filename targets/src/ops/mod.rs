//! The ops target: scripts that keep a Compose project running, and say when it doesn't.

mod age;
mod backups;
mod containers;
mod effects;
mod entries;
mod environment;
mod health;
mod makefile;
mod monitors;
mod notify;
mod plan;
mod readme;
mod script;
mod sites;
mod support;
mod timers;
mod verify;
mod windows;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::OpsPlatform,
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    resolve::Stack,
    target::{Place, Report, Table, Target},
};

use plan::Plan;

/// The target's name.
const ID: &str = "ops";

/// The ops target.
#[derive(Clone, Copy, Debug)]
pub struct Ops;

impl Target for Ops {
    fn id(&self) -> &'static str {
        ID
    }

    fn summary(&self) -> &'static str {
        "scripts for a Compose project: checks of its health, its environment and its deployment, backups, restores and jobs by hand, and timers"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        false
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        support::review(stack, &mut Report::new(ID, diagnostics));
    }

    fn table(&self) -> Table {
        Table::Rows(support::rows())
    }

    fn facts(&self) -> &'static [Fact] {
        effects::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::see(situation)
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let plan = Plan::new(stack, place);
        let mut artifacts = Artifacts::default();
        if plan.is_for(OpsPlatform::Linux) {
            entries::add(&plan, &mut artifacts)?;
            artifacts.add("env-check.sh", Artifact::script(environment::text(&plan)))?;
            artifacts.add("health-check.sh", Artifact::script(health::text(&plan)))?;
            artifacts.add("verify.sh", Artifact::script(verify::text(&plan)))?;
            artifacts.add("timers.sh", Artifact::script(timers::text(&plan)))?;
            if plan.has_make() {
                artifacts.add("Makefile", Artifact::text(makefile::text(&plan)))?;
            }
        }
        if plan.is_for(OpsPlatform::Windows) {
            windows::add(&plan, &mut artifacts)?;
        }
        artifacts.add("README.md", Artifact::text(readme::text(&plan)))?;
        Ok(artifacts)
    }
}
