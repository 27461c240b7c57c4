//! What two stacks mean for data, for who reaches what, for secrets and for what code runs: the same on every target.

mod data;
mod image;
mod supply;

use super::{change::Place, renames::Rename};
use crate::{
    effect::{Address, Fact, Step},
    model::Service,
    resolve::Stack,
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
    pub step: Option<Step>,
    pub place: Option<Place>,
}

/// Says what it finds, one by one.
pub(super) type Judge = fn(&Pair<'_>, &mut dyn FnMut(Found));

/// Every judge.
pub(super) const ALL: &[Judge] = &[data::database_version, supply::images];

impl<'a> Pair<'a> {
    /// The name that a thing had before.
    pub(super) fn name_before<'n>(&'n self, kind: &str, name: &'n str) -> &'n str {
        let mut renames = self.renames.iter();
        let rename = renames.find(|rename| rename.kind == kind && rename.to == name);
        rename.map_or(name, |rename| rename.from.as_str())
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
