//! What is done while the old version runs.

use super::{
    super::{
        databases::Upgrade,
        passwords::Password,
        secrets::{Origin, making},
        steps::{Steps, state},
    },
    Case,
};
use crate::{
    effect::{Apply, Data, Step as EffectStep},
    operations::{Command, kept},
    plan::Effect,
};

impl Case<'_> {
    /// What has to be true, and what is kept for the way back.
    pub(super) fn beforehand(&self, steps: &mut Steps) {
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
        keep.extend(self.upgrades.iter().filter_map(Upgrade::logins));
        keep.extend(self.upgrades.iter().filter_map(Upgrade::upgradable));
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

    /// Secrets are made, or carried over, and put where the new version looks for them.
    pub(super) fn secrets(&self, steps: &mut Steps) {
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
    pub(super) fn by_hand(&self, steps: &mut Steps) {
        let mut said: Vec<&str> = Vec::new();
        for (address, effect) in self.effects() {
            let Some(EffectStep::ByHand(text)) = &effect.step else {
                continue;
            };
            let is_meant = effect.fact.axes.apply >= Apply::StaleUntilForced
                || effect.fact.axes.data != Data::None;
            if is_meant
                && !self.waits(effect)
                && !self.is_done(&address, effect)
                && !said.contains(&text.as_str())
            {
                said.push(text);
                steps.by_hand(
                    format!("By hand, for {address}"),
                    format!("{}: {text}.", effect.fact.why),
                    state::PLACED,
                );
            }
        }
    }

    /// What the downtime need not wait for.
    pub(super) fn fetch(&self, steps: &mut Steps, moves_data: bool) {
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

    /// Whether a step of this runbook does what an effect asks for.
    pub(super) fn is_done(&self, address: &str, effect: &Effect) -> bool {
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
            "database-own-tables" => {
                let mut upgrades = self.upgrades.iter();
                upgrades.any(|one| one.service == service && one.own_tables().is_some())
            }
            "database-mount-path" => self
                .upgrades
                .iter()
                .any(|one| one.service == service && one.path_is_wrong()),
            "volume-renamed" | "compose-volume-name" | "project-renamed" | "compose-project" => {
                !self.copies.is_empty()
            }
            "compose-variable-required" | "secret-new" | "secret-delivery" | "nix-secret-new" => {
                places_all()
            }
            // Their containers are stopped, and their files removed, by the switch.
            "systemd-unit-removed" => effect.what.ends_with(".container"),
            name => self.operations.settled.contains(&name),
        }
    }
}
