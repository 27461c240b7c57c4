//! What two stacks mean for data, for who reaches what, for secrets and for what code runs: the same on every target.

mod assumed;
mod backup;
mod data;
mod database;
mod headers;
mod image;
mod names;
mod ports;
mod privileges;
mod secrets;
mod sites;
mod supply;
mod text;
mod upgrades;

pub(in crate::plan) use assumed::assumed_line;
pub(crate) use data::{host_name, volume};
pub(crate) use image::{AssumedImage, assumed_image, assumed_variable, parts};
pub(crate) use text::text;

use std::collections::BTreeSet;

use super::{
    change::{Place, Version},
    renames::Rename,
};
use crate::{
    effect::{Address, Fact, Step},
    model::Service,
    resolve::Stack,
    source::Span,
};

/// The two stacks.
pub(super) struct Pair<'a> {
    pub before: &'a Stack,
    pub after: &'a Stack,
    pub renames: &'a [Rename],
}

/// A fact that holds.
pub(in crate::plan) struct Found {
    pub address: Address,
    pub fact: &'static Fact,
    pub what: String,
    pub unless: BTreeSet<String>,
    pub step: Option<Step>,
    pub place: Option<Place>,
}

/// Says what it finds, one by one.
pub(super) type Judge = fn(&Pair<'_>, &mut dyn FnMut(Found));

/// Every judge.
pub(super) const ALL: &[Judge] = &[
    data::project,
    data::volumes,
    data::mounts,
    data::handed_over,
    database::versions,
    database::paths,
    upgrades::upgrades,
    database::first_start,
    backup::backups,
    ports::ports,
    sites::sites,
    names::names,
    privileges::privileges,
    secrets::secrets,
    supply::images,
];

impl Found {
    /// The fact at an address; the step's `{name}` is the thing's name.
    fn new(address: Address, fact: &'static Fact) -> Self {
        let step = fact
            .step
            .map(|step| step.filled(&[("name", address.name())]));
        Self {
            address,
            fact,
            what: String::new(),
            unless: BTreeSet::new(),
            step,
            place: None,
        }
    }

    /// The same, with what it is about.
    fn what(self, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            ..self
        }
    }

    /// The same, if it holds only while the environment file sets none of these inputs.
    fn unless<'n>(mut self, inputs: impl IntoIterator<Item = &'n String>) -> Self {
        self.unless.extend(inputs.into_iter().cloned());
        self
    }

    /// The same, with these names in its step.
    fn filled(self, names: &[(&str, &str)]) -> Self {
        let step = self.fact.step.map(|step| step.filled(names));
        Self { step, ..self }
    }

    /// The same, said here by the stack as it is now.
    fn at(self, span: Span) -> Self {
        let version = Version::After;
        Self {
            place: Some(Place { version, span }),
            ..self
        }
    }

    /// The same, said here by the stack before.
    fn was_at(self, span: Span) -> Self {
        let version = Version::Before;
        Self {
            place: Some(Place { version, span }),
            ..self
        }
    }
}

impl<'a> Pair<'a> {
    /// The name that a thing had before.
    pub(super) fn name_before<'n>(&'n self, kind: &str, name: &'n str) -> &'n str {
        let mut renames = self.renames.iter();
        let rename = renames.find(|rename| rename.kind == kind && rename.to == name);
        rename.map_or(name, |rename| rename.from.as_str())
    }

    /// The name that a thing has now.
    pub(super) fn name_now<'n>(&'n self, kind: &str, name: &'n str) -> &'n str {
        let mut renames = self.renames.iter();
        let rename = renames.find(|rename| rename.kind == kind && rename.from == name);
        rename.map_or(name, |rename| rename.to.as_str())
    }

    /// Services that are in both, under whatever name, before and now.
    pub(super) fn services(&self) -> impl Iterator<Item = (&'a Service, &'a Service)> {
        let (before, after) = (self.before, self.after);
        after.services.iter().filter_map(move |now| {
            let name = self.name_before("service", &now.name.value.0);
            Some((before.service(name)?, now))
        })
    }
}
