//! Files that the containers of units mount, and the one that the host's nginx reads.

use stackc_compiler::effect::{Address, Seen, Situation};

use super::{Units, facts};
use crate::parts::effects::nginx;

/// What becomes of each that is another; `seen` is what is known of the units themselves.
pub(super) fn see(units: &Units<'_>, situation: Situation<'_>, seen: &[Seen]) -> Vec<Seen> {
    let mut found = Vec::new();
    for file in situation.files.changed() {
        let kind = file.path.rsplit_once('.').map_or("", |(_, kind)| kind);
        if file.before.is_none() || file.after.is_none() || is_unit(kind) || is_read_by_people(kind)
        {
            continue;
        }
        if file.path == "nginx.conf" {
            found.extend(nginx::configuration(situation));
            continue;
        }
        let users = users(situation, file.path);
        if users.is_empty() {
            found.push(units.file(Address::new("target", "systemd"), file.path, None));
        }
        for user in users {
            let address = units.address(&situation.after.project, user, "container");
            let is_again =
                |one: &&Seen| one.fact.name == facts::CONTAINER.name && one.address == address;
            // The new container reads it.
            if seen.iter().find(is_again).is_none() {
                found.push(units.file(address, file.path, Some(user)));
            }
        }
    }
    found
}

/// What is seen by itself.
fn is_unit(kind: &str) -> bool {
    matches!(
        kind,
        "service" | "container" | "timer" | "network" | "volume" | "build" | "target" | "sh"
    )
}

fn is_read_by_people(kind: &str) -> bool {
    matches!(kind, "md" | "example")
}

/// The units of the containers that mount a file, or a folder around it.
fn users<'a>(situation: Situation<'a>, path: &str) -> Vec<&'a str> {
    let folders = path.match_indices('/').map(|(at, _)| path.get(..at));
    let ends: Vec<String> = folders
        .flatten()
        .chain([path])
        .map(|part| format!("/{part}:"))
        .collect();
    let all = situation.files.after.iter().filter_map(|(file, artifact)| {
        let stem = file.rsplit('/').next()?.strip_suffix(".container")?;
        let text = std::str::from_utf8(&artifact.bytes).ok()?;
        let mut mounts = text.lines().filter(|line| line.starts_with("Volume=/"));
        mounts
            .any(|line| ends.iter().any(|end| line.contains(end.as_str())))
            .then_some(stem)
    });
    all.collect()
}
