//! A plan while it is put together: changes by their addresses, in the order in which they were found.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Pair,
    change::{Change, Detail, Effect, FileChange, Place, Plan, Version},
    facts::order::ORDER,
    judge,
    renames::Rename,
};
use crate::{
    artifact::sha256,
    difference::{Difference, Said, Step as PathStep},
    effect::{Address, Files, NamedAs, NamedChange, Seen, Sign, Step},
    model::FileContent,
    resolve::{Stack, join},
    secret_like::Hidden,
    source::Span,
    syntax::Node,
};

/// What was found so far.
pub(super) struct Collection<'r> {
    renames: &'r [Rename],
    /// Each change behind its number in the order in which they were found.
    changes: BTreeMap<Address, (usize, Change)>,
    files: Vec<FileChange>,
    /// What was seen in each file of each target.
    seen_in: BTreeMap<(&'static str, String), BTreeSet<Address>>,
}

impl<'r> Collection<'r> {
    pub(super) fn new(renames: &'r [Rename]) -> Self {
        let mut found = Self {
            renames,
            changes: BTreeMap::new(),
            files: Vec::new(),
            seen_in: BTreeMap::new(),
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
    pub(super) fn judge(&mut self, pair: &judge::Pair<'_>) {
        for judge in judge::ALL {
            judge(pair, &mut |found| self.found(found));
        }
    }

    /// Takes what lies beside the stack and is not the same. Nothing of it is shown: an env file is full of secrets.
    pub(super) fn named(&mut self, named: &[NamedChange]) {
        for one in named {
            let word = match one.named_as {
                NamedAs::EnvFile => "env-file",
                NamedAs::Mount => "bind",
            };
            let said = |span: Span| {
                let text = format!("{word} {}", one.path);
                Some(Said { text, span })
            };
            let place = Place {
                version: Version::After,
                span: one.after,
            };
            let change = self.at(&Address::new("service", &one.service));
            change.place = change.place.or(Some(place));
            change.details.push(Detail {
                path: "content".to_owned(),
                before: said(one.before),
                after: said(one.after),
            });
        }
    }

    fn found(&mut self, found: judge::Found) {
        let place = found.place;
        let change = self.at(&found.address);
        change.place = change.place.or(place);
        change.effects.push(Effect {
            fact: found.fact,
            target: None,
            what: found.what,
            unless: found.unless.into_iter().collect(),
            step: found.step,
            place,
        });
    }

    /// Takes what the stack says of itself, and the files that it ships.
    pub(super) fn whole(&mut self, before: &Stack, after: &Stack) {
        let parts = [
            ("name", &before.name, &after.name),
            ("project", &before.project, &after.project),
        ];
        for (path, old, new) in parts {
            if old != new {
                let said = |text: &String, stack: &Stack| {
                    let span = stack.header?;
                    Some(Said {
                        text: format!("{path} {text}"),
                        span,
                    })
                };
                let change = self.at(&Address::only("stack"));
                change.details.push(Detail {
                    path: path.to_owned(),
                    before: said(old, before),
                    after: said(new, after),
                });
            }
        }
        for content in &after.contents {
            let Some(was) = before.content(&content.name) else {
                continue;
            };
            let place = after.file(&content.name).map(|file| Place {
                version: Version::After,
                span: file.span,
            });
            let old_place = before.file(&content.name).map(|file| file.span);
            for (path, old, new) in changed_files(was, content) {
                let change = self.at(&Address::new("file", &content.name));
                change.place = change.place.or(place);
                let said = |bytes: Option<&[u8]>, span: Option<Span>| {
                    Some(Said {
                        text: format!("{path} ({})", digest(bytes?)),
                        span: span?,
                    })
                };
                change.details.push(Detail {
                    path: "content".to_owned(),
                    before: said(old, old_place),
                    after: said(new, place.map(|place| place.span)),
                });
            }
        }
    }

    /// Takes what a target sees in its files.
    pub(super) fn see(&mut self, target: &'static str, seen: Seen) {
        let mut renames = self.renames.iter();
        let renamed = renames
            .find(|rename| rename.kind == seen.address.kind && rename.from == seen.address.name());
        let address = renamed.map_or(seen.address, |rename| Address::new(rename.kind, &rename.to));
        for path in &seen.files {
            let known = self.seen_in.entry((target, path.clone())).or_default();
            known.insert(address.clone());
        }
        let change = self.at(&address);
        if change.details.is_empty() && change.sign == Sign::Changed {
            change.sign = match seen.sign {
                Some(sign) => sign,
                None => Sign::Changed,
            };
        }
        let same = change.effects.iter_mut().find(|effect| {
            effect.target == Some(target)
                && effect.fact.name == seen.fact.name
                && effect.step == seen.step
        });
        match same {
            Some(effect) if seen.what.is_empty() || effect.what == seen.what => {}
            Some(effect) => effect.what = format!("{}, {}", effect.what, seen.what),
            None => change.effects.push(Effect {
                fact: seen.fact,
                target: Some(target),
                what: seen.what,
                unless: Vec::new(),
                step: seen.step,
                place: None,
            }),
        }
    }

    /// Takes the files of a target that are not the same. What is seen in a file explains it; where that is made of other things,
    /// and where nothing is seen, all that the stack says otherwise does.
    pub(super) fn files(&mut self, pair: &Pair<'_>, files: Files<'_>) {
        let output = pair.after.or(pair.before);
        let folder = output.map_or("", |output| output.folder);
        let said: BTreeSet<Address> = self
            .changes
            .values()
            .filter(|(_, change)| {
                !change.details.is_empty() || matches!(change.sign, Sign::Renamed(_))
            })
            .map(|(_, change)| change.address.clone())
            .collect();
        for file in files.changed() {
            let sign = match (file.before, file.after) {
                (None, _) => Sign::Added,
                (_, None) => Sign::Removed,
                _ => Sign::Changed,
            };
            let key = (pair.target.id(), file.path.to_owned());
            let seen = self.seen_in.get(&key).cloned().unwrap_or_default();
            let is_derived = seen.is_empty() || seen.iter().any(|address| !said.contains(address));
            let mut explained_by = seen;
            if is_derived {
                explained_by.extend(said.iter().cloned());
            }
            if explained_by.is_empty() {
                explained_by.insert(self.only_order(pair.target.id(), file.path));
            }
            self.files.push(FileChange {
                target: pair.target.id(),
                path: join(folder, file.path),
                sign,
                explained_by: explained_by.into_iter().collect(),
            });
        }
    }

    /// Nothing is said otherwise and a file differs: what is left is the order.
    fn only_order(&mut self, target: &'static str, path: &str) -> Address {
        let address = Address::new("target", target);
        let seen = Seen::new(address.clone(), &ORDER).what(path);
        self.see(target, seen);
        address
    }

    /// The plan: the worst first, and what has the same effect in the order in which it was found.
    pub(super) fn plan(self, hidden: Arc<Hidden>) -> Plan {
        let mut numbered: Vec<(usize, Change)> = self.changes.into_values().collect();
        numbered.sort_by_key(|(number, change)| (Reverse(change.axes().rank()), *number));
        let mut changes: Vec<Change> = numbered.into_iter().map(|(_, change)| change).collect();
        for change in &mut changes {
            // What hands have to do is said before the command of a deploy: it comes first.
            let is_by_hand = |effect: &Effect| matches!(effect.step, Some(Step::ByHand(_)));
            let any = change.effects.iter().any(is_by_hand);
            change.effects.sort_by_key(|effect| {
                let is_run = matches!(effect.step, Some(Step::Run(_)));
                (any && is_run, Reverse(effect.fact.axes.rank()))
            });
        }
        for change in &mut changes {
            hide(change, &hidden);
        }
        Plan {
            changes,
            files: self.files,
            hidden,
            ..Plan::default()
        }
    }

    fn is_known(&self, address: &Address) -> bool {
        self.changes.contains_key(address)
    }
}

/// Kinds that are no things of the host.
const NO_THINGS: [&str; 4] = ["description", "export", "param", "compose"];

/// How many of the stack's things of each kind are in no change.
pub(super) fn unchanged(
    changed: &[Node],
    same: &[(String, Option<String>)],
    found: &Collection<'_>,
) -> BTreeMap<String, usize> {
    let heads = changed
        .iter()
        .map(|node| (node.kind.value.as_str(), node.first()));
    let others = same
        .iter()
        .map(|(kind, name)| (kind.as_str(), name.as_deref()));
    let mut counts = BTreeMap::new();
    for (kind, name) in heads.chain(others) {
        let is_changed = found.is_known(&Address::only(kind))
            || name.is_some_and(|name| found.is_known(&Address::new(kind, name)));
        if !is_changed && !NO_THINGS.contains(&kind) {
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

/// A shipped file: its path, and its bytes before and now.
type Shipped<'c> = (String, Option<&'c [u8]>, Option<&'c [u8]>);

/// The files of a shipped source that are not the same.
fn changed_files<'c>(before: &'c FileContent, after: &'c FileContent) -> Vec<Shipped<'c>> {
    let of = |content: &'c FileContent| -> BTreeMap<String, &'c [u8]> {
        let files = content.files.iter();
        files
            .map(|(path, bytes)| (join(&content.source, path), bytes.as_slice()))
            .collect()
    };
    let (old, new) = (of(before), of(after));
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let pairs = paths.into_iter().map(|path| {
        let get = |files: &BTreeMap<String, &'c [u8]>| files.get(path).copied();
        (path.clone(), get(&old), get(&new))
    });
    pairs.filter(|(_, old, new)| old != new).collect()
}

/// The start of a digest, enough to tell two contents apart.
fn digest(bytes: &[u8]) -> String {
    let mut text = sha256(bytes);
    text.truncate(12);
    format!("sha256 {text}")
}

/// Takes literals out of a change that may be secrets; what is said of a thing has none of its own, but a param may bring one.
fn hide(change: &mut Change, hidden: &Hidden) {
    for detail in &mut change.details {
        for said in detail.before.iter_mut().chain(&mut detail.after) {
            said.text = hidden.known(&said.text);
        }
    }
    for effect in &mut change.effects {
        effect.what = hidden.known(&effect.what);
    }
}
