//! Networks, volumes, secrets and configs of the project, and the variables that it needs.

use std::collections::BTreeMap;

use stackc_compiler::effect::{Address, Fact, Seen, Sign};

use super::{Project, facts, interpolation, mounted::recreated, services::has_profile};
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
        if let Some(mut fact) = judge(was, is) {
            let mut users = Users::of(after, section, name);
            if fact.name == facts::SECRET_SOURCE.name && !users.running.is_empty() {
                // The new container gets what is there now.
                let again = recreated(seen);
                users.running.retain(|name| !again.contains(*name));
                if users.running.is_empty() {
                    continue;
                }
            }
            if fact.name == facts::SECRET_SOURCE.name && users.running.is_empty() {
                // What nobody has as a file is read by nobody.
                if users.profiled.is_empty() {
                    continue;
                }
                fact = &facts::PROFILE_FILE;
            }
            let mut one = Seen::new(Address::new(kind, name), fact).in_file(path);
            one.sign = match (was, is) {
                (None, _) => Some(Sign::Added),
                (_, None) => Some(Sign::Removed),
                _ => None,
            };
            let running = users.running.join(" ");
            let step = fact
                .step
                .filter(|_| !(fact.name == facts::NETWORK_NAME.name && running.is_empty()));
            one.step = step.map(|step| step.filled(&[("name", name), ("services", &running)]));
            if fact.name == facts::PROFILE_FILE.name {
                one.what = users.profiled.join(", ");
            }
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

/// The services that use a thing of a section.
struct Users<'t> {
    /// Those that run.
    running: Vec<&'t str>,
    /// Those that start only with their profile.
    profiled: Vec<&'t str>,
}

impl<'t> Users<'t> {
    fn of(after: &Project<'t>, section: &str, name: &str) -> Self {
        let services = after.section("services").into_iter();
        let all = services.filter(|(_, service)| uses(service, section, name));
        let (profiled, running): (Vec<_>, Vec<_>) =
            all.partition(|(_, service)| has_profile(service));
        let names = |all: Vec<(&str, Block<'t>)>| all.into_iter().map(|(_, one)| one.key).collect();
        Self {
            running: names(running),
            profiled: names(profiled),
        }
    }
}

/// Whether a service uses a thing of a section: a secret or a config by its name, a network as an item or a key, a volume before the path.
pub(super) fn uses(service: &Block<'_>, section: &str, name: &str) -> bool {
    let keys = service.inner(4);
    let list = keys.iter().find(|key| key.key == section);
    let listed = list.is_some_and(|list| {
        list.text.lines().any(|line| {
            let word = line.trim_start().trim_start_matches("- ");
            let word = word
                .strip_prefix("source: ")
                .unwrap_or(word)
                .trim_matches('"');
            let behind = word.strip_prefix(name);
            behind.is_some_and(|behind| {
                behind.is_empty()
                    || section == "volumes" && behind.starts_with(':')
                    || section == "networks"
                        && line.starts_with("      ")
                        && behind.starts_with(':')
            })
        })
    });
    listed || list.is_some_and(|list| inline(list.text).any(|word| word == name))
}

/// The items of a list in one line: `secrets: ["a", "b"]`.
fn inline(text: &str) -> impl Iterator<Item = &str> {
    let inside = text
        .lines()
        .next()
        .and_then(|line| line.split_once('['))
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(inside, _)| inside);
    inside.split(',').map(|word| word.trim().trim_matches('"'))
}
