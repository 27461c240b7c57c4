//! Databases whose files the new version does not read, or converts for good.

use super::{
    passwords::{Engine, engine_of},
    steps::{Steps, state},
    volumes::{Copy, kept_name},
};
use crate::{
    model::{Mount, Service},
    operations::{Command, Containers, Word, kept},
    plan::{AssumedImage, Plan, assumed_image, host_name, text, volume},
    resolve::Stack,
};

/// A database of another version.
#[derive(Debug)]
pub(super) struct Upgrade<'s> {
    pub service: String,
    engine: Option<Engine>,
    /// `15 → 16`
    pub what: String,
    after: &'s Service,
    /// The new version's image, where it is known.
    image: Option<AssumedImage>,
    pub old: Data,
    pub new: Data,
    /// Whether the new version starts on an empty volume.
    pub is_restored: bool,
}

/// Where the data of a database lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Data {
    /// The volume's name on the host.
    pub volume: String,
    /// Its name in the stack.
    pub key: String,
    /// Where it is mounted.
    pub path: String,
}

/// Every database of which the plan says so; those that can't be carried over by commands are left to what the plan says.
pub(super) fn upgrades<'s>(plan: &Plan, before: &Stack, after: &'s Stack) -> Vec<Upgrade<'s>> {
    let mut found = Vec::new();
    for change in &plan.changes {
        for effect in &change.effects {
            let is_restored = match effect.fact.name {
                "database-major-version" => true,
                "database-one-way-upgrade" => false,
                _ => continue,
            };
            let name = change.address.name();
            let (Some(was), Some(is)) = (before.service(name), after.service(name)) else {
                continue;
            };
            let (Some(old), Some(new)) = (data(before, was), data(after, is)) else {
                continue;
            };
            found.push(Upgrade {
                service: name.to_owned(),
                engine: engine_of(after, is),
                what: effect.what.clone(),
                after: is,
                image: assumed_image(after, is),
                old,
                new,
                is_restored,
            });
        }
    }
    found
}

/// The first volume that a service writes to.
fn data(stack: &Stack, service: &Service) -> Option<Data> {
    service.mounts.iter().find_map(|mount| {
        let Mount::Volume(mounted) = mount else {
            return None;
        };
        let key = mounted.name.as_ref()?.get()?.0.clone();
        Some(Data {
            volume: host_name(stack, volume(stack, &key)?),
            key,
            path: text(&mounted.to, |path| path.0.clone()),
        })
    })
}

impl Upgrade<'_> {
    fn file(&self, end: &str) -> Word {
        kept(&format!("{}.{end}", self.service))
    }

    /// The volume that keeps the old data.
    fn kept(&self) -> String {
        if self.is_copied() {
            kept_name(&self.old.volume)
        } else {
            self.old.volume.clone()
        }
    }

    /// Whether the new version uses the old one's volume, so that the old data has to be copied first.
    pub(super) fn is_copied(&self) -> bool {
        self.old.volume == self.new.volume
    }

    fn call(&self, engine: Engine, what: &str) -> Command {
        Command::new([engine.function(what), self.service.clone()])
    }

    /// PostgreSQL 18 and later keep their data one folder higher.
    pub(super) fn path_is_wrong(&self) -> bool {
        let major = self
            .image()
            .and_then(|image| crate::plan::parts(image).version().first().copied());
        let has_own_path = self
            .after
            .env
            .iter()
            .any(|pair| pair.key.get().is_some_and(|key| key.0 == "PGDATA"));
        self.engine == Some(Engine::Postgres)
            && major.is_some_and(|major| major >= 18)
            && self.new.path.starts_with("/var/lib/postgresql/data")
            && !has_own_path
    }

    /// The steps between the moment when nothing writes any more and the switch.
    pub(super) fn steps(&self, project: &str, containers: Containers, steps: &mut Steps) {
        let service = &self.service;
        if let Some(engine) = self.engine {
            let mut dump = vec![
                self.call(engine, "dump").arg(self.file("sql")),
                self.call(engine, "counts").arg(self.file("counts")),
            ];
            if engine == Engine::Postgres {
                let user = Command::new(["keep_setting", service, "POSTGRES_USER"]);
                dump.push(user.arg(self.file("user")).arg("postgres"));
            }
            steps.apply(
                format!("Dump {service} with the old version"),
                "Everything is in the dump: databases, roles and their passwords. Its last line is looked at, and the rows of every table are counted.",
                dump,
                state::STOPPED,
            );
        }
        let stop = Command::new(["stop_services", service]);
        let mut keep = vec![stop];
        if self.is_copied() {
            keep.extend(Copy::new(&self.old.volume, &self.kept()).commands(None));
        }
        let since = steps.next();
        steps.apply(
            format!("Stop {service}, and keep its old data in {}", self.kept()),
            "The copy is compared file by file. It is what there is to go back to, so it stays until everything has run well for long enough.",
            keep,
            state::STOPPED,
        );
        if self.is_restored && self.engine == Some(Engine::Postgres) {
            self.fill(project, steps);
        }
        if self.is_copied() {
            let restore = Command::new(["restore_volume", &self.kept(), &self.old.volume]);
            // Before the copy is whole nothing has changed.
            steps.back(
                since + 1,
                format!("Put the old data of {service} back"),
                vec![restore],
            );
        }
        steps.later.push(format!(
            "Once {service} has run well for long enough, and a backup of the new version was restored somewhere: the old data goes with `{} volume rm {}`, and the dump with the folder of this runbook.",
            containers.engine(),
            self.kept()
        ));
    }

    /// The new version's image, where it is known.
    pub(super) fn image(&self) -> Option<&str> {
        self.image.as_ref().map(|image| image.name.as_str())
    }

    /// The inputs by whose defaults the image is known.
    pub(super) fn unless(&self) -> impl Iterator<Item = &str> {
        let image = self.image.iter();
        image.flat_map(|image| image.unless.iter().map(String::as_str))
    }

    /// A new database on an empty volume, filled from the dump by the new version itself, before anything else sees it.
    fn fill(&self, project: &str, steps: &mut Steps) {
        let Some(image) = self.image() else {
            return;
        };
        let volume = &self.new.volume;
        let mut commands = Vec::new();
        if self.is_copied() {
            commands.push(Command::new(["empty_volume", volume, &self.kept()]));
        } else {
            commands.push(Command::new([
                "make_volume",
                volume,
                project,
                &self.new.key,
            ]));
        }
        let mut fill = Command::new([
            "postgres_fill",
            &self.service,
            volume,
            &self.new.path,
            image,
        ])
        .arg(self.file("user"))
        .arg(self.file("sql"))
        .arg(self.file("counts"));
        for name in ["PGDATA", "POSTGRES_INITDB_ARGS"] {
            let said = self
                .after
                .env
                .iter()
                .find(|pair| pair.key.get().is_some_and(|key| key.0 == name));
            let value = said.and_then(|pair| pair.value.as_ref()?.template.literal());
            if let Some(value) = value {
                fill = fill.arg("--env").arg(format!("{name}={value}"));
            }
        }
        commands.push(fill);
        steps.apply(
            format!("Fill an empty volume with the new version ({})", self.what),
            "A container of its own, without a network, restores the dump; then the rows are counted again, and have to be as many. Only what the new version has read so is used.",
            commands,
            state::DATA,
        );
    }

    /// Counts again.
    pub(super) fn verify(&self) -> Option<Command> {
        let engine = self.engine?;
        Some(self.call(engine, "same_counts").arg(self.file("counts")))
    }
}
