//! The systemd target: one unit around the Compose project, or a Quadlet file for each container.

mod by_hand;
mod effects;
mod names;
mod plan;
mod project;
mod quadlet;
mod readme;
mod renewal;
mod runs;
mod support;
mod timer;

#[cfg(test)]
mod tests;

use stackc_compiler::{
    artifact::{Artifacts, Bug},
    atoms::words::SystemdFlavour,
    diag::Diagnostics,
    effect::{Fact, Seen, Situation},
    operations::{Deploy, Operations},
    resolve::Stack,
    target::{Place, Reader, Report, Table, Target},
};

use crate::parts;
use plan::Plan;
pub use support::rows as quadlet_rows;

/// The systemd target.
#[derive(Clone, Copy, Debug)]
pub struct Systemd;

/// Where the files will lie does not matter to a check.
fn nowhere() -> Place {
    Place {
        back: String::new(),
        project: String::new(),
        command: String::new(),
        ..Place::default()
    }
}

impl Target for Systemd {
    fn id(&self) -> &'static str {
        "systemd"
    }

    fn summary(&self) -> &'static str {
        "units for systemd 252 and later: one around the Compose project, or with podman 5.4 and later a Quadlet file for each container"
    }

    fn is_default_for(&self, _stack: &Stack) -> bool {
        false
    }

    fn check(&self, stack: &Stack, diagnostics: &mut Diagnostics) {
        parts::target_words::check(stack, self.id(), &mut Report::new(self.id(), diagnostics));
        match plan::flavour(stack) {
            SystemdFlavour::Compose => {
                parts::project::check(stack, diagnostics);
                let plan = Plan::new(stack, &nowhere());
                names::check(&plan, &project::units(&plan), diagnostics);
                let mut report = Report::new(self.id(), diagnostics);
                timer::check(stack, plan.user, &mut report);
                renewal::check(stack, plan.user, &mut report);
            }
            SystemdFlavour::Quadlet => {
                let plan = Plan::new(stack, &nowhere());
                names::check(&plan, &quadlet::units(&plan), diagnostics);
                let mut report = Report::new(self.id(), diagnostics);
                support::review(stack, &mut report);
                quadlet::check(&plan, &mut report);
                timer::check(stack, plan.user, &mut report);
                renewal::check(stack, plan.user, &mut report);
                parts::nginx::check(stack, diagnostics);
            }
        }
    }

    fn table(&self) -> Table {
        Table::Rows([support::rows(), parts::target_words::rows(self.id())].concat())
    }

    fn reader(&self) -> Option<Reader> {
        Some(Reader {
            tool: "systemd",
            version: "252",
            known: &["252"],
        })
    }

    fn facts(&self) -> &'static [Fact] {
        effects::FACTS
    }

    fn see(&self, situation: Situation<'_>) -> Vec<Seen> {
        effects::see(situation)
    }

    fn operations(&self, deploy: &Deploy<'_>) -> Option<Operations> {
        by_hand::operations(deploy)
    }

    fn emit(&self, stack: &Stack, place: &Place) -> Result<Artifacts, Bug> {
        let plan = Plan::new(stack, place);
        match plan::flavour(stack) {
            SystemdFlavour::Compose => project::artifacts(&plan),
            SystemdFlavour::Quadlet => quadlet::artifacts(&plan),
        }
    }
}
