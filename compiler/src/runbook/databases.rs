//! Databases whose files the new version does not read, or converts for good.

use std::collections::BTreeSet;

use super::{
    passwords::{Engine, engine_of},
    steps::{Steps, state},
    volumes::{Copy, kept_name},
};
use crate::{
    model::{Mount, Service},
    operations::{Command, Containers, Word, kept},
    plan::{AssumedImage, Plan, assumed_image, assumed_variable, host_name, text, volume},
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
    /// What decides how the new version makes a cluster: each variable with its value.
    settings: Vec<(&'static str, String)>,
    /// The inputs by whose defaults these values are known.
    settings_unless: BTreeSet<String>,
    pub old: Data,
    pub new: Data,
    /// Whether the new version starts on an empty volume.
    pub is_restored: bool,
    /// Whether the tables of the database itself are brought up to date by a command.
    pub has_own_tables: bool,
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
            let (settings, settings_unless) = settings(after, is);
            found.push(Upgrade {
                service: name.to_owned(),
                engine: engine_of(after, is),
                what: effect.what.clone(),
                after: is,
                image: assumed_image(after, is),
                settings,
                settings_unless,
                old,
                new,
                is_restored,
                has_own_tables: change
                    .effects
                    .iter()
                    .any(|effect| effect.fact.name == "database-own-tables"),
            });
        }
    }
    found
}

/// Where PostgreSQL makes a cluster, and with which locale, encoding, checksums and time zone.
const CLUSTER: [&str; 7] = [
    "PGDATA",
    "POSTGRES_INITDB_ARGS",
    "LANG",
    "LC_ALL",
    "LC_COLLATE",
    "LC_CTYPE",
    "TZ",
];

/// What a service says of them.
fn settings(stack: &Stack, service: &Service) -> (Vec<(&'static str, String)>, BTreeSet<String>) {
    let mut unless = BTreeSet::new();
    let said = CLUSTER.iter().filter_map(|name| {
        let (value, inputs) = assumed_variable(stack, service, name)?;
        unless.extend(inputs);
        Some((*name, value))
    });
    (said.collect(), unless)
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
        let stop = Command::new(["stop_cleanly", service]);
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
        let image = self.image.iter().flat_map(|image| &image.unless);
        let settings = self.settings_unless.iter().filter(|_| self.is_restored);
        image.chain(settings).map(String::as_str)
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
        for (name, value) in &self.settings {
            fill = fill.arg("--env").arg(format!("{name}={value}"));
        }
        commands.push(fill);
        steps.apply(
            format!("Fill an empty volume with the new version ({})", self.what),
            "A container of its own, without a network, restores the dump; then the rows are counted again, and have to be as many. Only what the new version has read so is used.",
            commands,
            state::DATA,
        );
    }

    /// What looks for accounts that the new version would lock out: from 8.4 on MySQL has the old way of logging in only if it is asked for.
    pub(super) fn logins(&self) -> Option<Command> {
        let versions = self.what.split(" → ").map(|version| {
            let mut numbers = version.split('.').map(str::parse::<u32>);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        });
        let versions: Option<Vec<(u32, u32)>> = versions.collect();
        let [from, to] = versions?.try_into().ok()?;
        let is_mysql = crate::plan::parts(self.image()?).base() == "mysql";
        let names_it = self.after.command.as_ref().is_some_and(|command| {
            let lines = command.shell.iter().chain(&command.line);
            let mut texts = command.words.iter().chain(lines);
            texts.any(|value| {
                text(value, |text| text.0.replace('_', "-")).contains("mysql-native-password")
            })
        });
        (is_mysql && from < (8, 4) && to >= (8, 4) && !names_it)
            .then(|| Command::new(["mysql_no_native_logins", &self.service]))
    }

    /// What has to be true for the command that brings them up to date.
    pub(super) fn upgradable(&self) -> Option<Command> {
        let engine = self.engine.filter(|_| self.has_own_tables)?;
        Some(self.call(engine, "upgradable"))
    }

    /// What the image of the new version leaves undone on the old data.
    pub(super) fn own_tables(&self) -> Option<Command> {
        let engine = self.engine.filter(|_| self.has_own_tables)?;
        Some(self.call(engine, "upgrade"))
    }

    /// Counts again.
    pub(super) fn verify(&self) -> Option<Command> {
        let engine = self.engine?;
        Some(self.call(engine, "same_counts").arg(self.file("counts")))
    }
}
