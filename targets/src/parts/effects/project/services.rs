//! Which containers are made again: those whose own part of the file means something else.

use std::collections::BTreeMap;

use stackc_compiler::effect::{Address, Fact, Seen, Sign};

use super::{Project, facts, interpolation};
use crate::text::yaml::Block;

/// What happens to each service.
pub(super) fn see(before: &Project<'_>, after: &Project<'_>, seen: &mut Vec<Seen>) {
    let (old, new) = (before.section("services"), after.section("services"));
    let known: BTreeMap<&str, &Block<'_>> =
        old.iter().map(|(_, block)| (block.key, block)).collect();
    for (path, block) in &new {
        let address = Address::new("service", block.key);
        match known.get(block.key) {
            None => {
                let fact = if has_profile(block) {
                    &facts::PROFILE_NEW
                } else {
                    &facts::CREATED
                };
                seen.push(Seen::new(address, fact).sign(Sign::Added).in_file(path));
            }
            Some(was) if was.text != block.text => {
                one(&address, was, block, path, seen);
            }
            Some(_) => {}
        }
    }
    for (path, block) in &old {
        if new.iter().any(|(_, now)| now.key == block.key) {
            continue;
        }
        let address = Address::new("service", block.key);
        let fact = if has_profile(block) {
            &facts::PROFILE_REMOVED
        } else {
            &facts::REMOVED
        };
        seen.push(Seen::new(address, fact).sign(Sign::Removed).in_file(path));
    }
}

/// The label of a service with the hash of what it mounts.
pub(super) const HASH: &str = "label stackc.files";

/// Whether of the labels only that of the hash is another.
fn is_only_hash(before: &str, after: &str) -> bool {
    const LABEL: &str = "      stackc.files:";
    let rest = |text: &str| without_line(text, LABEL);
    line_of(before, LABEL) != line_of(after, LABEL) && rest(before) == rest(after)
}

/// Whether a service starts only if its profile is asked for.
pub(super) fn has_profile(service: &Block<'_>) -> bool {
    service.inner(4).iter().any(|key| key.key == "profiles")
}

/// A service that is in both, whose text is another.
fn one(address: &Address, was: &Block<'_>, is: &Block<'_>, path: &str, seen: &mut Vec<Seen>) {
    let (old, new) = (keys(was), keys(is));
    let mut found: Vec<(&'static Fact, Vec<&str>)> = Vec::new();
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    for key in new.keys().chain(gone) {
        let (was, is) = (old.get(key), new.get(key));
        // What is written the same means the same.
        if was.map(|block| block.text) == is.map(|block| block.text) {
            continue;
        }
        let meaning = |block: Option<&Block<'_>>| {
            let text = block.map(|block| interpolation::settled(&canonical(block, 6)));
            text.unwrap_or_default()
        };
        let (before, after) = (meaning(was), meaning(is));
        if before == after {
            continue;
        }
        let key = if *key == "labels" && is_only_hash(&before, &after) {
            HASH
        } else {
            key
        };
        for fact in facts_of(key, &before, &after) {
            match found.iter_mut().find(|(known, _)| known.name == fact.name) {
                Some((_, keys)) => keys.push(key),
                None => found.push((fact, vec![key])),
            }
        }
    }
    if found.is_empty() {
        found.push((&facts::SAME, Vec::new()));
    }
    // What runs under a profile is no container that `up` would make again.
    if new.contains_key("profiles") {
        for (fact, _) in &mut found {
            if [facts::RECREATED.name, facts::REORDERED.name].contains(&fact.name) {
                *fact = if old.contains_key("profiles") {
                    &facts::PROFILED
                } else {
                    &facts::PROFILE_GIVEN
                };
            }
        }
    }
    let is_recreated = found
        .iter()
        .any(|(fact, _)| fact.name == facts::RECREATED.name);
    let is_said_with_it = [facts::REORDERED.name, facts::REPLICAS.name];
    for (fact, keys) in found {
        // That it is made again, and how many then run, is said once.
        if !is_recreated || !is_said_with_it.contains(&fact.name) {
            let one = Seen::new(address.clone(), fact).what(keys.join(", "));
            seen.push(one.in_file(path));
        }
    }
}

/// The keys of a service.
fn keys<'t>(service: &Block<'t>) -> BTreeMap<&'t str, Block<'t>> {
    let keys = service.inner(4).into_iter();
    keys.map(|block| (block.key, block)).collect()
}

/// What a key means, its mappings in one order: docker compose sorts them too. Lists keep theirs.
fn canonical(block: &Block<'_>, indent: usize) -> String {
    let mut inner = block.inner(indent);
    if inner.is_empty() {
        return block.meaning();
    }
    let start = block.text.find('\n').map_or(block.text.len(), |at| at + 1);
    inner.sort_by_key(|inner| inner.key);
    let mut text = block.text.get(..start).unwrap_or_default().to_owned();
    for one in inner {
        text.push_str(&canonical(&one, indent + 2));
        text.push('\n');
    }
    text
}

/// What is known of a key whose lines are others.
fn facts_of(key: &str, before: &str, after: &str) -> Vec<&'static Fact> {
    match key {
        "build" => vec![&facts::BUILD],
        "pull_policy" | "pull_refresh_after" => vec![&facts::PULL],
        "scale" => vec![&facts::REPLICAS],
        "deploy" => {
            let replicas = |text: &str| line_of(text, "      replicas:").map(str::to_owned);
            let rest = |text: &str| without_line(text, "      replicas:");
            let mut found: Vec<&'static Fact> = Vec::new();
            if replicas(before) != replicas(after) {
                found.push(&facts::REPLICAS);
            }
            if rest(before) != rest(after) {
                found.push(&facts::RECREATED);
            }
            found
        }
        // docker compose reads a list of networks as a mapping.
        "networks" if sorted(before) == sorted(after) => Vec::new(),
        "ports" | "volumes" if sorted(before) == sorted(after) => vec![&facts::REORDERED],
        _ => vec![&facts::RECREATED],
    }
}

fn line_of<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.lines().find(|line| line.starts_with(start))
}

/// The lines of a key without the one that starts so. A key that is not there differs from one with no other line.
fn without_line(text: &str, start: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with(start) && !line.is_empty())
        .collect();
    lines.join("\n")
}

/// The entries of a list in one order.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}
