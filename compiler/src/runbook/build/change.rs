//! The change itself: data, passwords, and the switch.

use super::{
    super::steps::{Steps, state},
    Case,
};
use crate::{
    effect::{Apply, Data, Disruption, Step as EffectStep},
    operations::Command,
    plan::Effect,
};

impl Case<'_> {
    /// Nothing writes any more.
    pub(super) fn stop(&self, steps: &mut Steps) {
        let is_database = |name: &str| self.upgrades.iter().any(|one| one.service == name);
        let services = self
            .before
            .services
            .iter()
            .map(|service| service.name.value.0.as_str());
        let writers: Vec<&str> = services.filter(|name| !is_database(name)).collect();
        let since = steps.next();
        if !writers.is_empty() {
            steps.apply(
                "Stop what writes",
                "From here on the application is down, until the new version runs.",
                vec![Command::new(["stop_services"]).args(writers.iter().copied())],
                state::STOPPED,
            );
        }
        // What is stopped before old data is put back must not start on the new.
        let all = self.before.services.iter().chain(&self.after.services);
        let mut names: Vec<&str> = all.map(|service| service.name.value.0.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut stop = vec![Command::new(["stop_services"]).args(names.iter().copied())];
        if self.before.project != self.after.project {
            stop.push(
                Command::new(["in_project", &self.after.project, "stop_services"]).args(names),
            );
        }
        steps.back(since, "Stop everything", stop);
    }

    pub(super) fn copy(&self, steps: &mut Steps) {
        for copy in &self.copies {
            let since = steps.next();
            steps.apply(
                format!("Copy the volume {} into {}", copy.from, copy.to),
                "A container for once copies it and compares both, file by file. The old one stays as it is.",
                copy.commands(Some(&self.after.project)),
                state::DATA,
            );
            let forget = Command::new(["forget_copy", &copy.to]);
            steps.back(
                since,
                format!("Let go of the copy in {}", copy.to),
                vec![forget],
            );
            steps.later.push(format!(
                "Once all has run well for long enough: `{} volume rm {}`; until then it is the way back.",
                self.operations.containers.engine(),
                copy.from
            ));
        }
    }

    pub(super) fn change_passwords(&self, steps: &mut Steps) {
        for password in &self.passwords {
            let since = steps.next();
            steps.apply(
                format!("Tell {} the new {}", password.service, password.variable),
                "The database gets it through standard input, and writes it to none of its logs. What has a connection keeps it; new connections fail from here on until the switch, so go on at once.",
                vec![password.change()],
                state::HALF,
            );
            // While the database still runs: it comes before all else. One that is down is told once the version before runs.
            let now = Command::new(["if_runs", &password.service]);
            steps.back_first(
                since,
                format!(
                    "Tell {} the old {} again",
                    password.service, password.variable
                ),
                vec![now.args(password.change_back().words)],
            );
        }
    }

    pub(super) fn switch(&self, steps: &mut Steps) {
        let mut commands = Vec::new();
        if self.before.project != self.after.project && self.runs() {
            let services = self
                .before
                .services
                .iter()
                .map(|service| service.name.value.0.as_str());
            commands.push(Command::new(["stop_services"]).args(services));
        }
        for (secret, _) in self.new_secrets() {
            if let Some(place) = self.operations.place(&secret.name.value.0) {
                commands.extend(place.with_switch.clone());
            }
        }
        commands.extend(self.operations.switch.clone());
        steps.apply(
            "Switch over",
            "The new version starts.",
            commands,
            state::SWITCHED,
        );
    }

    /// What the images of new versions leave undone.
    pub(super) fn own_tables(&self, steps: &mut Steps) {
        for upgrade in &self.upgrades {
            if let Some(command) = upgrade.own_tables() {
                let healthy = Command::new(["healthy", &upgrade.service]);
                steps.apply(
                    format!("Bring the tables of {} itself up to date", upgrade.service),
                    "The new version runs on the tables of accounts, rights and events as the old one left them, until it is told to change them.",
                    [healthy, command]
                        .into_iter()
                        .map(|one| self.in_new_project(one))
                        .collect(),
                    state::SWITCHED,
                );
            }
        }
    }

    /// What does not take effect by itself.
    pub(super) fn forced(&self, steps: &mut Steps) {
        let mut lines: Vec<&str> = Vec::new();
        for (address, effect) in self.effects() {
            if let Some(EffectStep::Run(line)) = &effect.step
                && self.is_forced(effect)
                && !self.is_done(&address, effect)
                && !lines.contains(&line.as_str())
            {
                lines.push(line);
            }
        }
        let commands = lines.iter().flat_map(|line| Command::of_line(line));
        let folder = &self.operations.folder;
        steps.apply(
            "Make take effect what does not by itself",
            "What runs keeps what it has read; the plan names each change of that kind.",
            commands
                .map(|command| command.within(folder.clone()))
                .collect(),
            state::SWITCHED,
        );
        let mut said: Vec<&str> = Vec::new();
        for (address, effect) in self.effects() {
            if let Some(EffectStep::ByHand(text)) = &effect.step
                && self.waits(effect)
                && !self.is_done(&address, effect)
                && !said.contains(&text.as_str())
            {
                said.push(text);
                steps.by_hand(
                    format!("By hand, for {address}"),
                    format!("{}: {text}.", effect.fact.why),
                    state::SWITCHED,
                );
            }
        }
    }

    /// Whether the switch leaves an effect out: what runs goes on as before, or nginx only reads again what asks for a restart.
    fn is_forced(&self, effect: &Effect) -> bool {
        let axes = effect.fact.axes;
        axes.apply == Apply::StaleUntilForced
            || !self.runs() && axes.disruption == Disruption::Restart
    }

    /// Whether what hands do for an effect is done once the new version runs.
    pub(super) fn waits(&self, effect: &Effect) -> bool {
        let axes = effect.fact.axes;
        self.operations.forced_by_hand
            && axes.apply == Apply::StaleUntilForced
            && axes.data == Data::None
    }
}
