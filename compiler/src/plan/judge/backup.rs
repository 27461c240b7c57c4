//! Backups that are gone, or that keep less.

use super::{super::facts::data as facts, Found, Pair};
use crate::{
    effect::Address,
    model::{Backup, Keep},
    source::Span,
};

/// What becomes of each backup.
pub(super) fn backups(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for before in &pair.before.backups {
        let name = &before.name.value.0;
        let address = Address::new("backup", name);
        let mut now = pair.after.backups.iter();
        match now.find(|after| after.name.value.0 == *name) {
            None => say(Found::new(address, &facts::BACKUP_REMOVED).was_at(before.span)),
            Some(after) => one(pair, before, after, &address, say),
        }
    }
}

fn one(
    pair: &Pair<'_>,
    before: &Backup,
    after: &Backup,
    address: &Address,
    say: &mut dyn FnMut(Found),
) {
    let (old, new) = (covered(before), covered(after));
    for (thing, span) in &old {
        let now = match thing.split_once(' ') {
            Some(("volume", name)) => renamed(pair, "volume", name),
            Some(("database", name)) => renamed(pair, "service", name),
            _ => thing.clone(),
        };
        if !new.iter().any(|(there, _)| *there == now) {
            let found = Found::new(address.clone(), &facts::BACKUP_LESS);
            say(found.what(thing.clone()).was_at(*span));
        }
    }
    if is_shorter(before.keep.as_ref(), after.keep.as_ref()) {
        let what = format!(
            "{} → {}",
            keep(before.keep.as_ref()),
            keep(after.keep.as_ref())
        );
        let found = Found::new(address.clone(), &facts::BACKUP_KEEP).what(what);
        say(found.at(after.keep.as_ref().map_or(after.span, |keep| keep.span)));
    }
    for store in &after.stores {
        let mut all = before.stores.iter();
        let same = |other: &&crate::model::Store| other.place.value == store.place.value;
        let was = all.find(same).and_then(|old| old.password.as_ref());
        if let (Some(old), Some(new)) = (was, &store.password)
            && old.name != new.name
        {
            let found = Found::new(address.clone(), &facts::BACKUP_PASSWORD);
            say(found
                .what(format!("{} → {}", old.name, new.name))
                .at(new.span));
        }
    }
}

/// The kind and the name that a thing has now.
fn renamed(pair: &Pair<'_>, kind: &str, name: &str) -> String {
    let mut renames = pair.renames.iter();
    let to = renames.find(|one| one.kind == kind && one.from == name);
    let word = if kind == "service" { "database" } else { kind };
    format!("{word} {}", to.map_or(name, |one| one.to.as_str()))
}

/// What it copies, and where to.
fn covered(backup: &Backup) -> Vec<(String, Span)> {
    let databases = backup
        .databases
        .iter()
        .map(|one| (format!("database {}", one.service.value.0), one.span));
    let volumes = backup
        .volumes
        .iter()
        .map(|one| (format!("volume {}", one.name.value.0), one.span));
    let stores = backup.stores.iter().map(|one| {
        (
            format!("store {} {}", one.kind.value.word(), one.place.value.0),
            one.span,
        )
    });
    databases.chain(volumes).chain(stores).collect()
}

/// Whether copies are deleted that were kept before.
fn is_shorter(before: Option<&Keep>, after: Option<&Keep>) -> bool {
    let Some(after) = after else {
        return false;
    };
    let Some(before) = before else {
        return true;
    };
    let count = |value: &Option<crate::template::Fixed<crate::atoms::Count>>| {
        value.as_ref().map_or(0, |count| count.value.0)
    };
    let days = |keep: &Keep| {
        [
            count(&keep.days),
            count(&keep.daily),
            count(&keep.weekly) * 7,
            count(&keep.monthly) * 31,
        ]
    };
    let (old, new) = (days(before), days(after));
    let longest = |all: [u64; 4]| all.into_iter().max().unwrap_or_default();
    longest(new) < longest(old) || old.iter().zip(new).any(|(old, new)| new < *old && new > 0)
}

fn keep(keep: Option<&Keep>) -> String {
    let Some(keep) = keep else {
        return "for ever".to_owned();
    };
    let parts = [
        ("days", &keep.days),
        ("daily", &keep.daily),
        ("weekly", &keep.weekly),
        ("monthly", &keep.monthly),
    ];
    let said = parts.into_iter().filter_map(|(word, count)| {
        count
            .as_ref()
            .map(|count| format!("{word} {}", count.value.0))
    });
    said.collect::<Vec<String>>().join(" ")
}
