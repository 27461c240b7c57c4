//! The steps in their order.

mod back;
mod change;
mod prepare;
mod verify;

use std::collections::BTreeSet;

use super::{
    Baseline, Runbook,
    databases::{Upgrade, upgrades},
    passwords::{Password, passwords},
    secrets::{Origin, new_secrets},
    site::site,
    steps::{Steps, state},
    volumes::{Copy, copies},
};
use crate::{
    operations::{Command, Containers, Deploy, Operations},
    plan::{Effect, Plan},
    resolve::Stack,
    target::Target,
};

/// What all steps are made from.
struct Case<'a> {
    plan: &'a Plan,
    before: &'a Stack,
    after: &'a Stack,
    target: &'static dyn Target,
    operations: &'a Operations,
    passwords: Vec<Password>,
    upgrades: Vec<Upgrade<'a>>,
    copies: Vec<Copy>,
}

/// The steps that one target needs for a plan; none if nothing of it runs by itself.
#[must_use]
pub fn runbook(
    plan: &Plan,
    deploy: &Deploy<'_>,
    target: &'static dyn Target,
    baseline: Baseline,
) -> Option<Runbook> {
    let (before, after) = (deploy.before, deploy.after);
    let mut operations = target.operations(deploy)?;
    if let (Baseline::Commit { commit, folder }, false) = (&baseline, operations.keep.is_empty()) {
        let check_out = Command::new(["check_out", commit]);
        let inside = Some(folder).filter(|folder| !folder.is_empty());
        operations.keep.insert(0, check_out.args(inside));
    }
    let runs = operations.containers != Containers::None;
    let is_other = plan.files.iter().any(|file| file.target == target.id());
    if !runs && !is_other && operations.data_first.is_none() {
        return None;
    }
    let mut upgrades = upgrades(plan, before, after);
    let mut passwords = passwords(plan, before, after);
    let filled = |copy: &Copy| {
        upgrades
            .iter()
            .any(|one| one.is_restored && one.new.volume == copy.to)
    };
    let mut copies = copies(plan, before, after);
    copies.retain(|copy| !filled(copy));
    let keeps_data = upgrades.is_empty() && passwords.is_empty() && copies.is_empty();
    let changes_data = !keeps_data || !new_secrets(before, after, &[]).is_empty();
    if !runs {
        (upgrades, passwords, copies) = (Vec::new(), Vec::new(), Vec::new());
    }
    let case = Case {
        plan,
        before,
        after,
        target,
        operations: &operations,
        passwords,
        upgrades,
        copies,
    };
    let mut steps = Steps::default();
    if let (true, Some(first)) = (changes_data, operations.data_first) {
        steps.by_hand("Change data and secrets on the host", first, state::NOTHING);
    }
    if !plan.is_empty() {
        case.steps(&mut steps);
    }
    Some(Runbook {
        environment: plan.environment.clone(),
        project: before.project.clone(),
        target: target.id(),
        baseline,
        containers: operations.containers,
        is_users: operations.is_users,
        needs: case.needs(),
        site: site(after),
        steps: steps.steps,
        back: steps.back,
        later: steps.later,
    })
}

impl Case<'_> {
    /// What has to be there before.
    fn needs(&self) -> Vec<String> {
        let mut needs = self.operations.needs.clone();
        let unless: BTreeSet<&str> = self.upgrades.iter().flat_map(Upgrade::unless).collect();
        if !unless.is_empty() {
            let names: Vec<&str> = unless.into_iter().collect();
            needs.push(format!(
                "The environment file does not set {}: these steps go by the defaults. Where it does, the versions or the settings are others, and so is what has to be done.",
                names.join(" or ")
            ));
        }
        needs
    }

    fn steps(&self, steps: &mut Steps) {
        if let Some(service) = self.changes_twice() {
            steps.by_hand(
                format!("Make two changes of this one, for {service}"),
                "A password and a version of the same database change at once: if one of the two goes wrong, nobody can tell which, and the way back of one is in the way of the other. There are no steps for both. Deploy the password first, then the version, each with its own runbook.",
                state::NOTHING,
            );
            return;
        }
        if let Some((address, effect)) = self.skips() {
            let step = effect.step.as_ref().map_or("", |step| step.text());
            steps.by_hand(
                format!("Go by way of the version between, for {address}"),
                format!(
                    "{}: {}: {step}, each with its own runbook. There are no steps for both.",
                    effect.what, effect.fact.why
                ),
                state::NOTHING,
            );
            return;
        }
        self.beforehand(steps);
        let since_secrets = steps.next();
        self.secrets(steps);
        self.by_hand(steps);
        let moves_data = !self.upgrades.is_empty() || !self.copies.is_empty();
        self.fetch(steps, moves_data);
        if moves_data {
            self.stop(steps);
        }
        let since_change = steps.next();
        for upgrade in &self.upgrades {
            upgrade.steps(&self.after.project, self.operations.containers, steps);
        }
        self.copy(steps);
        self.change_passwords(steps);
        let since_switch = steps.next();
        self.switch(steps);
        self.own_tables(steps);
        self.forced(steps);
        self.verify(steps);
        self.going_back(steps, since_secrets, since_change, since_switch, moves_data);
        self.later(steps);
    }

    /// A database that skips a version which has to run on its data first.
    fn skips(&self) -> Option<(String, &Effect)> {
        let mut effects = self.effects().into_iter();
        effects.find(|(_, effect)| effect.fact.name == "database-version-skipped")
    }

    /// A database whose password and version change at once.
    fn changes_twice(&self) -> Option<&str> {
        let services = self.passwords.iter().map(|one| one.service.as_str());
        let is_upgraded = |service: &&str| self.upgrades.iter().any(|one| one.service == *service);
        services.into_iter().find(is_upgraded)
    }

    /// Whether the target runs containers.
    fn runs(&self) -> bool {
        self.operations.containers != Containers::None
    }

    fn new_secrets(&self) -> Vec<(&crate::model::Secret, Origin)> {
        if !self.runs() {
            return Vec::new();
        }
        let names: Vec<String> = self
            .passwords
            .iter()
            .filter_map(|one| one.secret.clone())
            .collect();
        new_secrets(self.before, self.after, &names)
    }

    /// The effects that happen on this target.
    fn effects(&self) -> Vec<(String, &Effect)> {
        let changes = self.plan.changes.iter();
        changes
            .flat_map(|change| {
                let effects = change.effects.iter();
                effects.map(|effect| (change.address.to_string(), effect))
            })
            .filter(|(_, effect)| {
                effect
                    .target
                    .map_or(self.runs(), |target| target == self.target.id())
            })
            .collect()
    }

    /// The same where the containers of the new project are meant.
    fn in_new_project(&self, command: Command) -> Command {
        if self.before.project == self.after.project {
            return command;
        }
        let Command {
            words,
            folder,
            input,
            output,
        } = command;
        let call = Command::new(["in_project", &self.after.project]).args(words);
        Command {
            folder,
            input,
            output,
            ..call
        }
    }
}
