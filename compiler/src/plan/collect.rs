//! A plan while it is put together: changes by their addresses, in the order in which they were found.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    Pair,
    change::{Change, Detail, Effect, FileChange, Place, Plan, Sign, Version},
    judge,
    renames::Rename,
};
use crate::{
    difference::{Difference, Step as PathStep},
    effect::{Address, Fact, Files, Seen},
    resolve::{Stack, join},
    source::Span,
    syntax::Node,
};

/// What was found so far.
pub(super) struct Collection<'r> {
    renames: &'r [Rename],
    /// Each change behind its number in the order in which they were found.
    changes: BTreeMap<Address, (usize, Change)>,
    files: Vec<FileChange>,
}

impl<'r> Collection<'r> {
    pub(super) fn new(renames: &'r [Rename]) -> Self {
        let mut found = Self {
            renames,
            changes: BTreeMap::new(),
            files: Vec::new(),
        };
        for rename in renames {
            let change = found.at(&Address::new(rename.kind, &rename.to));
            change.sign = Sign::Renamed(rename.from.clone());
        }
        found
    }

    /// The change at an address, which is one of something that is there, unless something else is said.
    fn at(&mut self, address: &Address) -> &mut Change {
        let next = self.changes.len();
        let new = || Change {
            address: address.clone(),
            sign: Sign::Changed,
            details: Vec::new(),
            effects: Vec::new(),
            place: None,
        };
        let entry = self.changes.entry(address.clone());
        &mut entry.or_insert_with(|| (next, new())).1
    }

    /// Takes what is said otherwise.
    pub(super) fn differences(&mut self, differences: Vec<Difference>) {
        for one in differences {
            let Some((first, rest)) = one.path.split_first() else {
                continue;
            };
            let address = address(first);
            let place = place(&one);
            let change = self.at(&address);
            if rest.is_empty() {
                change.sign = match (&one.before, &one.after) {
                    (None, Some(_)) => Sign::Added,
                    (Some(_), None) => Sign::Removed,
                    _ => change.sign.clone(),
                };
                change.place = place.or(change.place);
            }
            change.place = change.place.or(place);
            change.details.push(Detail {
                path: shown(rest),
                before: one.before,
                after: one.after,
            });
        }
    }

    /// Lets every judge say what the two stacks mean for data, exposure, secrets and supply.
    pub(super) fn judge(&mut self, before: &Stack, after: &Stack) {
        let pair = judge::Pair {
            before,
            after,
            renames: self.renames,
        };
        for judge in judge::ALL {
            judge(&pair, &mut |found| self.found(found));
        }
    }

    fn found(&mut self, found: judge::Found) {
        let names = [("name", found.address.name())];
        let step = found
            .step
            .or_else(|| found.fact.step.map(|step| step.filled(&names)));
        let place = found.place;
        let change = self.at(&found.address);
        change.place = change.place.or(place);
        change.effects.push(Effect {
            fact: found.fact,
            target: None,
            what: found.what,
            step,
            place,
        });
    }

    /// Takes what a target sees in its files.
    pub(super) fn see(&mut self, target: &'static str, seen: Seen) {
        let change = self.at(&seen.address);
        change.effects.push(Effect {
            fact: seen.fact,
            target: Some(target),
            what: seen.what,
            step: seen.step,
            place: None,
        });
    }

    /// Takes the files of a target that are not the same.
    pub(super) fn files(&mut self, pair: &Pair<'_>, files: Files<'_>) {
        let output = pair.after.or(pair.before);
        let folder = output.map_or("", |output| output.folder);
        for file in files.changed() {
            let sign = match (file.before, file.after) {
                (None, _) => Sign::Added,
                (_, None) => Sign::Removed,
                _ => Sign::Changed,
            };
            self.files.push(FileChange {
                target: pair.target.id(),
                path: join(folder, file.path),
                sign,
                explained_by: self.changes.keys().cloned().collect(),
            });
        }
    }

    /// The plan: the worst first, and what has the same effect in the order in which it was found.
    pub(super) fn plan(self) -> Plan {
        let mut numbered: Vec<(usize, Change)> = self.changes.into_values().collect();
        numbered.sort_by_key(|(number, change)| (Reverse(change.axes().rank()), *number));
        let mut changes: Vec<Change> = numbered.into_iter().map(|(_, change)| change).collect();
        for change in &mut changes {
            change
                .effects
                .sort_by_key(|effect| Reverse(effect.fact.axes.rank()));
        }
        Plan {
            changes,
            files: self.files,
            ..Plan::default()
        }
    }

    fn is_known(&self, address: &Address) -> bool {
        self.changes.contains_key(address)
    }
}

/// How many of the stack's things of each kind are in no change.
pub(super) fn unchanged(nodes: &[Node], found: &Collection<'_>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for node in nodes {
        let kind = node.kind.value.as_str();
        let named = node.first().map(|name| Address::new(kind, name));
        let changed = found.is_known(&Address::only(kind))
            || named.is_some_and(|address| found.is_known(&address));
        if !changed {
            *counts.entry(kind.to_owned()).or_default() += 1;
        }
    }
    counts
}

fn address(step: &PathStep) -> Address {
    Address {
        kind: step.word.clone(),
        name: step.key.clone(),
    }
}

/// Where a difference is said: now, or before if it is gone.
fn place(one: &Difference) -> Option<Place> {
    let at = |version: Version, span: Span| Place { version, span };
    match (&one.before, &one.after) {
        (_, Some(now)) => Some(at(Version::After, now.span)),
        (Some(before), None) => Some(at(Version::Before, before.span)),
        (None, None) => None,
    }
}

/// The way from a thing to a part of it.
fn shown(path: &[PathStep]) -> String {
    let steps: Vec<String> = path
        .iter()
        .map(|step| match &step.key {
            Some(key) => format!("{} {key}", step.word),
            None => step.word.clone(),
        })
        .collect();
    steps.join(" › ")
}

/// A fact that the model's judges found.
impl judge::Found {
    /// The fact at an address.
    pub(super) fn new(address: Address, fact: &'static Fact) -> Self {
        Self {
            address,
            fact,
            what: String::new(),
            step: None,
            place: None,
        }
    }
}
