//! The way back, and what is done when nobody needs it any more.

use super::{
    super::{secrets::Origin, steps::Steps},
    Case,
};
use crate::operations::Command;

impl Case<'_> {
    /// Every database whose password was changed knows the old one again, or the way back stops.
    fn passwords_back(&self, steps: &mut Steps, since: usize) {
        for password in &self.passwords {
            steps.back(
                since,
                format!(
                    "See that {} knows the old {}",
                    password.service, password.variable
                ),
                vec![
                    Command::new(["healthy", &password.service]),
                    password.change_back(),
                ],
            );
        }
    }

    pub(super) fn going_back(
        &self,
        steps: &mut Steps,
        since_secrets: usize,
        since_change: usize,
        since_switch: usize,
        moves_data: bool,
    ) {
        // Old data goes back before the old version starts; a running database is told its old password before that too.
        let taken = self.new_secrets().into_iter().filter_map(|(secret, _)| {
            let place = self.operations.place(&secret.name.value.0)?;
            Some(place.take_back.clone())
        });
        let taken: Vec<Command> = taken.flatten().collect();
        let since = if moves_data {
            since_change
        } else {
            since_switch
        };
        let services = self
            .before
            .services
            .iter()
            .filter(|service| service.profiles.is_none());
        let names: Vec<&str> = services
            .map(|service| service.name.value.0.as_str())
            .collect();
        steps.back(
            since,
            "Let the version before run again",
            self.operations.back.clone(),
        );
        if moves_data {
            let start = vec![Command::new(["start_services"]).args(names.iter().copied())];
            steps.back(
                since_change.saturating_sub(1).max(1),
                "Start what was stopped",
                start,
            );
        }
        self.passwords_back(steps, since_change);
        let healthy = match self.runs() {
            true => vec![Command::new(["healthy"]).args(names)],
            false => Vec::new(),
        };
        steps.back(
            since.saturating_sub(usize::from(moves_data)).max(1),
            "Wait until it is healthy",
            healthy,
        );
        steps.back(since_secrets, "Take the new secrets away again", taken);
    }

    pub(super) fn later(&self, steps: &mut Steps) {
        let (was, is) = (&self.before.project, &self.after.project);
        if was != is && self.runs() {
            steps.later.push(format!(
                "The containers and networks of the old project go with `docker compose -p {was} down`: never with `-v`, which takes its volumes."
            ));
        }
        for password in &self.passwords {
            if password.secret.is_some() {
                steps.later.push(format!(
                    "The old {} of {} stays in the history of the repository, for everyone who has or had it: it is burnt. Change it wherever else it is used, and don't rewrite the history in the hope that this undoes it.",
                    password.variable, password.service
                ));
            }
        }
        let carried: Vec<&str> = self
            .new_secrets()
            .iter()
            .filter(|(_, origin)| matches!(origin, Origin::Carried { .. }))
            .map(|(secret, _)| secret.name.value.0.as_str())
            .collect();
        if !carried.is_empty() {
            steps.later.push(format!(
                "{} still has the value that stands in the history of the repository: plan its change, as the application's own documentation says it.",
                carried.join(" and ")
            ));
        }
        let holds = if self.runs() {
            " holds dumps and passwords: delete it"
        } else {
            ": delete it"
        };
        steps.later.push(format!("The folder of this runbook{holds} with `rm -rf \"$work\"` when you no longer need the way back, a week at the latest."));
    }
}
