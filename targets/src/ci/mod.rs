//! The ci target: a workflow that checks the stack, builds its images and delivers it.

mod checks;
mod deploy;
mod effects;
mod image;
mod images;
mod plan;
mod steps;
mod support;
mod workflow;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    resolve::Stack,
    target::{Place, Report, Table, Target},
};

use plan::Plan;

/// The target's name.
const ID: &str = "ci";

/// The ci target.
#[derive(Clone, Copy, Debug)]
pub struct Ci;

impl Target for Ci {
    fn id(&self) -> &'static str {
        ID
    }

    fn summary(&self) -> &'static str {
        "a workflow for GitHub Actions, which checks the stack and its files, builds its images and delivers it"
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

    fn has_secrets_beside(&self) -> bool {
        false
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
        if let Some(text) = workflow::text(&plan) {
            let name = format!("{}.yml", stack.project);
            artifacts.add(name, Artifact::text(text))?;
        }
        Ok(artifacts)
    }
}
