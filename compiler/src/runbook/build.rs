//! The steps in their order.

use super::{
    Baseline, Runbook,
    databases::{Upgrade, upgrades},
    passwords::{Password, passwords},
    secrets::{Origin, making, new_secrets},
    site::{answer, site},
    steps::{Steps, state},
    volumes::{Copy, copies},
};
use crate::{
    effect::{Apply, Data, Step as EffectStep},
    operations::{Command, Deploy, Operations, kept},
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
    if let (Baseline::Commit(commit), false) = (&baseline, operations.keep.is_empty()) {
        let check_out = Command::new(["check_out", commit]);
        operations.keep.insert(0, check_out);
    }
    let upgrades = upgrades(plan, before, after);
    let filled = |copy: &Copy| {
        upgrades
            .iter()
            .any(|one| one.is_restored && one.new.volume == copy.to)
    };
    let mut copies = copies(plan, before, after);
    copies.retain(|copy| !filled(copy));
    let case = Case {
        plan,
        before,
        after,
        target,
        operations: &operations,
        passwords: passwords(plan, before, after),
        upgrades,
        copies,
    };
    let mut steps = Steps::default();
    if !plan.is_empty() {
        case.steps(&mut steps);
    }
    Some(Runbook {
        environment: plan.environment.clone(),
        project: before.project.clone(),
        target: target.id(),
        baseline,
        containers: operations.containers,
        needs: operations.needs.clone(),
        site: site(after),
        steps: steps.steps,
        back: steps.back,
        later: steps.later,
    })
}

impl Case<'_> {
    fn steps(&self, steps: &mut Steps) {
        if let Some(service) = self.changes_twice() {
            steps.by_hand(
                format!("Make two changes of this one, for {service}"),
                "A password and a version of the same database change at once: if one of the two goes wrong, nobody can tell which, and the way back of one is in the way of the other. There are no steps for both. Deploy the password first, then the version, each with its own runbook.",
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
        self.forced(steps);
        self.verify(steps);
        self.going_back(steps, since_secrets, since_change, since_switch, moves_data);
        self.later(steps);
    }

    /// What the downtime need not wait for.
    fn fetch(&self, steps: &mut Steps, moves_data: bool) {
        let mut fetch = self.operations.prepare.clone();
        if moves_data {
            fetch.push(Command::new(["fetch_copier"]));
        }
        let images = self.upgrades.iter().filter_map(Upgrade::image);
        fetch.extend(images.map(|image| Command::new(["fetch_image", image])));
        steps.apply(
            "Fetch and build what the new version needs",
            "Nothing that runs is touched; what fails here would have failed in the middle.",
            fetch,
            state::PLACED,
        );
    }

    /// A database whose password and version change at once.
    fn changes_twice(&self) -> Option<&str> {
        let services = self.passwords.iter().map(|one| one.service.as_str());
        let is_upgraded = |service: &&str| self.upgrades.iter().any(|one| one.service == *service);
        services.into_iter().find(is_upgraded)
    }

    /// What has to be true, and what is kept for the way back.
    fn beforehand(&self, steps: &mut Steps) {
        for upgrade in self
            .upgrades
            .iter()
            .filter(|upgrade| upgrade.path_is_wrong())
        {
            steps.by_hand(
                format!("Mount {} where PostgreSQL 18 keeps its data", upgrade.new.key),
                format!(
                    "Since version 18 the image keeps its data in a folder of its version below `/var/lib/postgresql`, and refuses a volume at `{}`. Say `volume {} to=\"/var/lib/postgresql\"` in the stack, build, and make this runbook anew.",
                    upgrade.new.path, upgrade.new.key
                ),
                state::NOTHING,
            );
        }
        let mut keep = self.operations.keep.clone();
        let mut logins = Vec::new();
        for password in &self.passwords {
            logins.extend(password.keep());
        }
        for (secret, origin) in self.new_secrets() {
            if let Origin::Carried { service, variable } = origin {
                let keep = Command::new(["keep_setting", &service, &variable]);
                logins.push(keep.arg(kept(&format!("{}.old", secret.name.value.0))));
            }
        }
        keep.extend(logins);
        let why = if self.passwords.is_empty() {
            "It lies in the folder of this runbook, which only its owner reads."
        } else {
            "It lies in the folder of this runbook, which only its owner reads: also the password that is used now, read from what runs and shown to open the database."
        };
        steps.apply("Keep what the way back needs", why, keep, state::NOTHING);
        let mut services: Vec<&Password> = Vec::new();
        for password in &self.passwords {
            let is_known = services.iter().any(|one| one.service == password.service);
            if !is_known {
                services.push(password);
            }
        }
        let dumps = services.iter().flat_map(|password| {
            let call = |what: &str, end: &str| {
                let words = [password.engine.function(what), password.service.clone()];
                Command::new(words).arg(kept(&format!("{}.{end}", password.service)))
            };
            [call("dump", "sql"), call("counts", "counts")]
        });
        steps.apply(
            "Back up the databases",
            "While they run. The last line of each dump is looked at, and the rows of every table are counted.",
            dumps.collect(),
            state::NOTHING,
        );
    }

    fn new_secrets(&self) -> Vec<(&crate::model::Secret, Origin)> {
        let names: Vec<String> = self
            .passwords
            .iter()
            .filter_map(|one| one.secret.clone())
            .collect();
        new_secrets(self.before, self.after, &names)
    }

    /// Secrets are made, or carried over, and put where the new version looks for them.
    fn secrets(&self, steps: &mut Steps) {
        let mut put = Vec::new();
        let mut places = Vec::new();
        for (secret, origin) in self.new_secrets() {
            let name = &secret.name.value.0;
            match origin {
                Origin::Made => steps.apply(
                    format!("Make the secret {name}"),
                    "It goes into a file that only its owner reads, and is never shown. If the file is there already, it stays as it is.",
                    making(secret).into_iter().collect(),
                    state::PLACED,
                ),
                Origin::Carried { service, variable } => steps.apply(
                    format!("Carry {name} over"),
                    format!("{service} has it as {variable} until now. The value stays the same, for data may be encrypted or signed with it. It has been in git, so it is known: make a new one as soon as the application allows it, in its own way."),
                    vec![Command::new(["carry_over"]).arg(kept(&format!("{name}.old"))).arg(kept(name))],
                    state::PLACED,
                ),
                Origin::Deployer => steps.by_hand(
                    format!("Write the secret {name}"),
                    format!("Only you have its value. Put it into the file `{name}` in the folder of this runbook with an editor, without a line's end; never as part of a command."),
                    state::PLACED,
                ),
            }
            if let Some(place) = self.operations.place(name) {
                put.extend(place.put.clone());
                places.push(place.place.clone());
            }
        }
        for password in self.passwords.iter().filter(|password| !password.is_new) {
            let from = match &password.secret {
                Some(secret) => format!("the value of the secret {secret}"),
                None => format!(
                    "the new value of {} of {}",
                    password.variable, password.service
                ),
            };
            steps.by_hand(
                format!("Write the new password of {}", password.service),
                format!("Put {from} into the file `{}` in the folder of this runbook with an editor, without a line's end; never as part of a command.", password.file()),
                state::PLACED,
            );
        }
        steps.apply(
            "Put the secrets where the new version looks for them",
            format!("{}.", places.join("; ")),
            put,
            state::PLACED,
        );
    }

    /// What the plan says has to be done by hand, unless a step here does it.
    fn by_hand(&self, steps: &mut Steps) {
        let mut said: Vec<&str> = Vec::new();
        for (address, effect) in self.effects() {
            let Some(EffectStep::ByHand(text)) = &effect.step else {
                continue;
            };
            let is_meant = effect.fact.axes.apply >= Apply::StaleUntilForced
                || effect.fact.axes.data != Data::None;
            if is_meant && !self.is_done(&address, effect) && !said.contains(&text.as_str()) {
                said.push(text);
                steps.by_hand(
                    format!("By hand, for {address}"),
                    format!("{}: {text}.", effect.fact.why),
                    state::PLACED,
                );
            }
        }
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
                    .is_none_or(|target| target == self.target.id())
            })
            .collect()
    }

    /// Whether a step of this runbook does what an effect asks for.
    fn is_done(&self, address: &str, effect: &Effect) -> bool {
        let places_all = || {
            let secrets = self.new_secrets();
            !secrets.is_empty()
                && secrets
                    .iter()
                    .all(|(secret, _)| self.operations.place(&secret.name.value.0).is_some())
        };
        let service = address.strip_prefix("service/").unwrap_or_default();
        match effect.fact.name {
            "first-start-password" => self
                .passwords
                .iter()
                .any(|one| one.service == service && one.variable == effect.what),
            "database-major-version" | "database-one-way-upgrade" => {
                self.upgrades.iter().any(|one| one.service == service)
            }
            "database-mount-path" => self
                .upgrades
                .iter()
                .any(|one| one.service == service && one.path_is_wrong()),
            "volume-renamed" | "compose-volume-name" | "project-renamed" | "compose-project" => {
                !self.copies.is_empty()
            }
            "compose-variable-required" | "secret-delivery" | "nix-secrets" => places_all(),
            // Their containers are stopped, and their files removed, by the switch.
            "systemd-unit-removed" => effect.what.ends_with(".container"),
            name => self.operations.settled.contains(&name),
        }
    }

    /// Nothing writes any more.
    fn stop(&self, steps: &mut Steps) {
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

    fn copy(&self, steps: &mut Steps) {
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

    fn change_passwords(&self, steps: &mut Steps) {
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

    fn switch(&self, steps: &mut Steps) {
        let mut commands = Vec::new();
        if self.before.project != self.after.project {
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

    /// What does not take effect by itself.
    fn forced(&self, steps: &mut Steps) {
        let mut lines: Vec<&str> = Vec::new();
        for (address, effect) in self.effects() {
            if let Some(EffectStep::Run(line)) = &effect.step
                && effect.fact.axes.apply == Apply::StaleUntilForced
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
            commands.map(|command| command.within(folder)).collect(),
            state::SWITCHED,
        );
    }

    fn verify(&self, steps: &mut Steps) {
        let services = self.after.services.iter();
        let started: Vec<&str> = services
            .filter(|service| service.profiles.is_none())
            .map(|service| service.name.value.0.as_str())
            .collect();
        let mut names = started;
        names.extend(&self.operations.beside);
        let mut healthy = Vec::new();
        if !names.is_empty() {
            healthy.push(self.in_new_project(Command::new(["healthy"]).args(names)));
        }
        let mut why =
            "Every container runs, and is healthy where it says how that is seen".to_owned();
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

    fn going_back(
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
        let healthy = vec![Command::new(["healthy"]).args(names)];
        steps.back(
            since.saturating_sub(usize::from(moves_data)).max(1),
            "Wait until it is healthy",
            healthy,
        );
        steps.back(since_secrets, "Take the new secrets away again", taken);
    }

    fn later(&self, steps: &mut Steps) {
        let (was, is) = (&self.before.project, &self.after.project);
        if was != is {
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
        steps.later.push("The folder of this runbook holds dumps and passwords: delete it with `rm -rf \"$work\"` when you no longer need the way back, a week at the latest.".to_owned());
    }
}
