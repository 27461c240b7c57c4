//! Networks, volumes, secrets and configs of the project, and the variables that it needs.

use std::collections::BTreeMap;

use stackc_compiler::effect::{Address, Fact, Seen, Sign};

use super::{Project, facts, interpolation};
use crate::text::yaml::Block;

/// What happens to each.
pub(super) fn see(before: &Project<'_>, after: &Project<'_>, seen: &mut Vec<Seen>) {
    things("networks", "network", before, after, &network, seen);
    things("volumes", "volume", before, after, &volume, seen);
    things("secrets", "secret", before, after, &source, seen);
    things("configs", "file", before, after, &source, seen);
}

/// What is known of a thing that was and is so.
type Judge = dyn Fn(Option<&Block<'_>>, Option<&Block<'_>>) -> Option<&'static Fact>;

fn things(
    section: &str,
    kind: &str,
    before: &Project<'_>,
    after: &Project<'_>,
    judge: &Judge,
    seen: &mut Vec<Seen>,
) {
    let (old, new) = (before.section(section), after.section(section));
    let mut pairs: BTreeMap<&str, (Option<&Block<'_>>, Option<&Block<'_>>, &str)> = BTreeMap::new();
    for (path, block) in &old {
        pairs.entry(block.key).or_insert((None, None, path)).0 = Some(block);
    }
    for (path, block) in &new {
        pairs.entry(block.key).or_insert((None, None, path)).1 = Some(block);
    }
    for (name, (was, is, path)) in pairs {
        let meaning =
            |block: Option<&Block<'_>>| block.map(|block| interpolation::settled(&block.meaning()));
        if meaning(was) == meaning(is) {
            continue;
        }
        if let Some(fact) = judge(was, is) {
            let mut one = Seen::new(Address::new(kind, name), fact).in_file(path);
            one.sign = match (was, is) {
                (None, _) => Some(Sign::Added),
                (_, None) => Some(Sign::Removed),
                _ => None,
            };
            let users = users(after, section, name);
            one.step = fact
                .step
                .map(|step| step.filled(&[("name", name), ("services", &users)]));
            seen.push(one);
        }
    }
}

fn network(was: Option<&Block<'_>>, is: Option<&Block<'_>>) -> Option<&'static Fact> {
    match (was, is) {
        (Some(was), Some(is)) if host_name(was) != host_name(is) => Some(&facts::NETWORK_NAME),
        (Some(_), Some(_)) => Some(&facts::NETWORK_OPTIONS),
        _ => Some(&facts::NETWORK_NEW),
    }
}

fn volume(was: Option<&Block<'_>>, is: Option<&Block<'_>>) -> Option<&'static Fact> {
    match (was, is) {
        (Some(was), Some(is)) if host_name(was) != host_name(is) => Some(&facts::VOLUME_NAME),
        (Some(_), Some(_)) => Some(&facts::VOLUME_OPTIONS),
        (None, _) => Some(&facts::VOLUME_NEW),
        // What becomes of a volume that is gone is the same on every target.
        (Some(_), None) => None,
    }
}

fn source(was: Option<&Block<'_>>, is: Option<&Block<'_>>) -> Option<&'static Fact> {
    (was.is_some() && is.is_some()).then_some(&facts::SECRET_SOURCE)
}

/// What a thing is called on the host, if the file says so.
fn host_name(block: &Block<'_>) -> Option<String> {
    let keys = block.inner(4);
    let name = keys.iter().find(|key| key.key == "name");
    name.map(Block::meaning)
}

/// The services that use a secret or a config, in one line.
fn users(after: &Project<'_>, section: &str, name: &str) -> String {
    let services = after.section("services");
    let names: Vec<&str> = services
        .iter()
        .filter(|(_, service)| uses(service, section, name))
        .map(|(_, service)| service.key)
        .collect();
    names.join(" ")
}

/// Whether a service uses a secret or a config.
pub(super) fn uses(service: &Block<'_>, section: &str, name: &str) -> bool {
    let keys = service.inner(4);
    let list = keys.iter().find(|key| key.key == section);
    list.is_some_and(|list| {
        list.text.lines().any(|line| {
            let word = line.trim_start().trim_start_matches("- ");
            word == name || word.strip_prefix("source: ") == Some(name)
        })
    })
}
