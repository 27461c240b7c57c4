//! Files that containers mount, and variables that have to be set.

use std::collections::BTreeSet;

use stackc_compiler::{
    effect::{Address, NamedAs, Seen, Situation},
    resolve::Stack,
};

use super::{
    Project, facts, interpolation,
    services::{HASH, has_profile},
    top::uses,
};
use crate::text::yaml::Block;

/// Says of a service whose hash is another which of its files are.
pub(super) fn name_label(situation: &Situation<'_>, after: &Project<'_>, seen: &mut [Seen]) {
    let services = after.section("services");
    for one in seen.iter_mut().filter(|one| one.what.contains(HASH)) {
        let mut services = services.iter();
        let Some((_, service)) = services.find(|(_, service)| service.key == one.address.name())
        else {
            continue;
        };
        let changed = situation.files.changed().into_iter();
        let mounted: Vec<&str> = changed
            .map(|file| file.path)
            .filter(|path| mounts(service, path, after))
            .collect();
        if !mounted.is_empty() {
            let named = format!("{} changed ({HASH})", mounted.join(", "));
            one.what = one.what.replace(HASH, &named);
        }
    }
}

/// What changed beside the Compose files.
pub(super) fn see(situation: &Situation<'_>, after: &Project<'_>, seen: &mut Vec<Seen>) {
    files(situation, after, seen);
    named(situation, after, seen);
    variables(situation, seen);
}

/// Mounted files whose services are not made again.
fn files(situation: &Situation<'_>, after: &Project<'_>, seen: &mut Vec<Seen>) {
    let services = after.section("services");
    let recreated = recreated(seen);
    let changed: Vec<&str> = situation
        .files
        .changed()
        .into_iter()
        .filter(|file| file.before.is_some() && file.after.is_some())
        .map(|file| file.path)
        .collect();
    for (_, service) in services {
        if recreated.contains(service.key) {
            continue;
        }
        let mounted: Vec<&str> = changed
            .iter()
            .copied()
            .filter(|path| mounts(&service, path, after))
            .collect();
        if mounted.is_empty() {
            continue;
        }
        // What starts with its profile alone reads the file at its next start.
        let fact = if has_profile(&service) {
            &facts::PROFILE_FILE
        } else {
            &facts::MOUNTED
        };
        let mut one = Seen::new(Address::new("service", service.key), fact);
        one.step = fact
            .step
            .map(|step| step.filled(&[("services", service.key)]));
        one.files = mounted.iter().map(|path| (*path).to_owned()).collect();
        seen.push(one.what(mounted.join(", ")));
    }
}

/// Files beside the stack that services name.
fn named(situation: &Situation<'_>, after: &Project<'_>, seen: &mut Vec<Seen>) {
    for one in situation.named {
        let services = after.section("services").into_iter();
        let mut same = services.filter(|(_, service)| service.key == one.service);
        let Some((_, service)) = same.next() else {
            continue;
        };
        let fact = match one.named_as {
            _ if has_profile(&service) => &facts::PROFILE_FILE,
            // The new container reads it.
            _ if recreated(seen).contains(service.key) => continue,
            NamedAs::EnvFile => &facts::ENV_FILE,
            NamedAs::Mount => &facts::BOUND,
        };
        let mut found = Seen::new(Address::new("service", service.key), fact);
        let step = fact.step;
        found.step = step.map(|step| step.filled(&[("services", service.key)]));
        seen.push(found.what(one.shown()));
    }
}

/// The services that are made again.
pub(super) fn recreated(seen: &[Seen]) -> BTreeSet<String> {
    let again = [
        facts::RECREATED.name,
        facts::REORDERED.name,
        facts::ENV_FILE.name,
    ];
    let all = seen.iter().filter(|one| again.contains(&one.fact.name));
    all.map(|one| one.address.name().to_owned()).collect()
}

/// Whether a service mounts a file of the project's folder, or a folder around it.
fn mounts(service: &Block<'_>, path: &str, after: &Project<'_>) -> bool {
    if delivers(service, path, after) {
        return true;
    }
    let keys = service.inner(4);
    let Some(volumes) = keys.iter().find(|key| key.key == "volumes") else {
        return false;
    };
    let folders = path
        .match_indices('/')
        .map(|(at, _)| path.get(..at).unwrap_or_default());
    let mut names = folders.chain([path]).map(|name| format!("./{name}"));
    names.any(|name| {
        volumes.text.lines().any(|line| {
            let word = line
                .trim_start()
                .trim_start_matches("- ")
                .trim_start_matches("source: ");
            let word = word.trim_matches('"');
            word == name
                || word
                    .strip_prefix(&name)
                    .is_some_and(|rest| rest.starts_with(':'))
        })
    })
}

/// Whether a config or secret of a service is a file of the project's folder.
fn delivers(service: &Block<'_>, path: &str, after: &Project<'_>) -> bool {
    let wanted = format!("./{path}");
    ["configs", "secrets"].into_iter().any(|section| {
        let all = after.section(section).into_iter();
        let mut from_it = all.filter(|(_, block)| {
            let words = block
                .text
                .lines()
                .map(|line| line.trim().trim_start_matches("file: "));
            words
                .into_iter()
                .any(|word| word.trim_matches('"') == wanted)
        });
        from_it.any(|(_, block)| uses(service, section, block.key))
    })
}

/// Variables that have to be set and had not to be before.
fn variables(situation: &Situation<'_>, seen: &mut Vec<Seen>) {
    let path = "docker-compose.yml";
    let (before, after) = situation.files.texts(path);
    let known = interpolation::required_names(before);
    for name in interpolation::required_names(after) {
        if !known.contains(&name) {
            let mut one = Seen::new(address(situation.after, name), &facts::VARIABLE);
            let step = facts::VARIABLE.step;
            one.step = step.map(|step| step.filled(&[("variable", name)]));
            seen.push(one.what(name).in_file(path));
        }
    }
}

/// The secret or input that a variable supplies.
fn address(stack: &Stack, variable: &str) -> Address {
    let secret = stack
        .secrets
        .iter()
        .find(|secret| secret.variable() == variable);
    match secret {
        Some(secret) => Address::new("secret", &secret.name.value.0),
        None => Address::new("input", variable),
    }
}
