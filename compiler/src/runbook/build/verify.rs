//! Whether it runs.

use super::{
    super::{
        databases::Upgrade,
        site::{answer, site},
        steps::{Steps, state},
    },
    Case,
};
use crate::operations::Command;

impl Case<'_> {
    pub(super) fn verify(&self, steps: &mut Steps) {
        let services = self.after.services.iter();
        let started: Vec<&str> = services
            .filter(|service| service.profiles.is_none())
            .map(|service| service.name.value.0.as_str())
            .collect();
        let mut names = started;
        names.extend(&self.operations.beside);
        let mut healthy = Vec::new();
        if !names.is_empty() && self.runs() {
            healthy.push(self.in_new_project(Command::new(["healthy"]).args(names)));
        }
        let mut why = match self.runs() {
            true => "Every container runs, and is healthy where it says how that is seen",
            false => "It runs",
        }
        .to_owned();
        if let Some(site) = site(self.after) {
            why.push_str("; the site answers");
            healthy.push(answer(&site));
        }
        why.push('.');
        steps.verify("Verify that it runs", why, healthy, state::RUNNING);
        for password in &self.passwords {
            steps.verify(
                format!("Verify {} of {}", password.variable, password.service),
                "A login with the new one, over the network as the application does it; and one with the old one, which is refused.",
                password.verify().into_iter().map(|one| self.in_new_project(one)).collect(),
                state::RUNNING,
            );
        }
        let counts = self.upgrades.iter().filter_map(Upgrade::verify);
        let counts = counts.map(|one| self.in_new_project(one));
        steps.verify(
            "Verify the rows",
            "No table has fewer than before.",
            counts.collect(),
            state::RUNNING,
        );
    }
}
