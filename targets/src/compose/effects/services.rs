//! Which containers are made again: those whose own part of the file means something else.

use std::collections::BTreeMap;

use stackc_compiler::effect::{Address, Fact, Seen};

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
            None => seen.push(Seen::new(address, &facts::CREATED).in_file(path)),
            Some(was) if was.text != block.text => {
                one(&address, was, block, path, seen);
            }
            Some(_) => {}
        }
    }
    for (path, block) in &old {
        if !new.iter().any(|(_, now)| now.key == block.key) {
            let address = Address::new("service", block.key);
            seen.push(Seen::new(address, &facts::REMOVED).in_file(path));
        }
    }
}

/// A service that is in both, whose text is another.
fn one(address: &Address, was: &Block<'_>, is: &Block<'_>, path: &str, seen: &mut Vec<Seen>) {
    let (old, new) = (keys(was), keys(is));
    let mut found: Vec<(&'static Fact, Vec<&str>)> = Vec::new();
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    for key in new.keys().chain(gone) {
        let meaning = |keys: &BTreeMap<&str, String>| keys.get(key).cloned().unwrap_or_default();
        let (before, after) = (meaning(&old), meaning(&new));
        if before == after {
            continue;
        }
        for fact in facts_of(key, &before, &after) {
            match found.iter_mut().find(|(known, _)| known.name == fact.name) {
                Some((_, keys)) => keys.push(key),
                None => found.push((fact, vec![key])),
            }
        }
    }
    let is_recreated = found
        .iter()
        .any(|(fact, _)| fact.name == facts::RECREATED.name);
    for (fact, keys) in found {
        // That it is made again is said once.
        if !is_recreated || fact.name != facts::REORDERED.name {
            let one = Seen::new(address.clone(), fact).what(keys.join(", "));
            seen.push(one.in_file(path));
        }
    }
}

/// What each key of a service means.
fn keys<'t>(service: &Block<'t>) -> BTreeMap<&'t str, String> {
    let keys = service.inner(4).into_iter();
    keys.map(|block| (block.key, interpolation::settled(&block.meaning())))
        .collect()
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
        "ports" | "volumes" | "networks" if sorted(before) == sorted(after) => {
            vec![&facts::REORDERED]
        }
        _ => vec![&facts::RECREATED],
    }
}

fn line_of<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.lines().find(|line| line.starts_with(start))
}

/// The lines of a key without the one that starts so; nothing if no other is left.
fn without_line(text: &str, start: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with(start))
        .collect();
    if lines.len() < 2 {
        String::new()
    } else {
        lines.join("\n")
    }
}

/// The entries of a list in one order.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}
