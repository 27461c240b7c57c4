//! The ansible target: an inventory and a playbook that copy, check and start what the other targets made.

mod by_hand;
mod effects;
mod inventory;
mod places;
mod plan;
mod playbook;
mod readme;
mod support;
mod tasks;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Report, Table, Target},
};

use plan::Plan;

/// The target's name.
const ID: &str = "ansible";

/// The ansible target.
#[derive(Clone, Copy, Debug)]
pub struct Ansible;

impl Target for Ansible {
    fn id(&self) -> &'static str {
        ID
    }

    fn summary(&self) -> &'static str {
        "an inventory and a playbook for ansible-core 2.19 and later, which copy, check and start what the other targets made"
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

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        Some(by_hand::operations(deploy))
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let plan = Plan::new(stack, place);
        let mut artifacts = Artifacts::default();
        artifacts.add("inventory.yml", Artifact::traced(inventory::text(&plan)))?;
        artifacts.add("playbook.yml", Artifact::text(playbook::text(&plan)))?;
        for file in tasks::of(&plan) {
            artifacts.add(file.path(), Artifact::text(file.text(&plan.banner)))?;
        }
        artifacts.add("README.md", Artifact::text(readme::text(&plan)))?;
        Ok(artifacts)
    }
}
