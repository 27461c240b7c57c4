//! Volumes, and where they are mounted.

use std::collections::BTreeMap;

use super::{
    super::facts::data as facts,
    Found, Pair,
    text::{template_text, text},
};
use crate::{
    effect::Address,
    model::{Mount, Service, Volume},
    resolve::Stack,
    source::Span,
};

/// Volumes that are gone, or that are others on the host.
pub(super) fn volumes(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.volumes {
        let name = &after.name.value.0;
        let Some(before) = volume(pair.before, pair.name_before("volume", name)) else {
            continue;
        };
        let (old, new) = (host_name(pair.before, before), host_name(pair.after, after));
        // A project with another name is said once, for all of its volumes.
        let by_project = before.host_name.is_none()
            && after.host_name.is_none()
            && before.name.value == after.name.value;
        if old != new && !by_project {
            let found = Found::new(Address::new("volume", name), &facts::VOLUME_RENAMED);
            let names = [("before", old.as_str()), ("after", new.as_str())];
            say(found
                .what(format!("{old} → {new}"))
                .filled(&names)
                .at(after.span));
        }
    }
    for before in &pair.before.volumes {
        let name = &before.name.value.0;
        let is_renamed = pair
            .renames
            .iter()
            .any(|one| one.kind == "volume" && one.from == *name);
        let is_ours = !before
            .external
            .as_ref()
            .is_some_and(|external| external.get().is_some_and(|yes| yes.0));
        if volume(pair.after, name).is_none() && !is_renamed && is_ours {
            let host_name = host_name(pair.before, before);
            let found = Found::new(Address::new("volume", name), &facts::VOLUME_REMOVED);
            say(found
                .what(host_name.clone())
                .filled(&[("host-name", &host_name)])
                .was_at(before.span));
        }
    }
}

/// The project, after which volumes are named.
pub(super) fn project(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let (before, after) = (&pair.before.project, &pair.after.project);
    if before != after && !pair.before.volumes.is_empty() {
        let found = Found::new(Address::only("stack"), &facts::PROJECT);
        let names = [("before", before.as_str()), ("after", after.as_str())];
        say(found.what(format!("{before} → {after}")).filled(&names));
    }
}

pub(crate) fn volume<'s>(stack: &'s Stack, name: &str) -> Option<&'s Volume> {
    stack
        .volumes
        .iter()
        .find(|volume| volume.name.value.0 == name)
}

/// What a volume is called on the host.
pub(crate) fn host_name(stack: &Stack, volume: &Volume) -> String {
    match &volume.host_name {
        Some(name) => text(name, |name| name.0.clone()),
        None => format!("{}_{}", stack.project, volume.name.value.0),
    }
}

/// Where the data of a service lies: what is mounted, by the path in the container.
pub(super) fn mounts(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (old, new) = (sources(before), sources(after));
        let address = Address::new("service", &after.name.value.0);
        let now = |source: &str| match source.strip_prefix("volume ") {
            Some(name) => {
                let mut renames = pair.renames.iter();
                let to = renames.find(|one| one.kind == "volume" && one.from == name);
                format!("volume {}", to.map_or(name, |one| one.to.as_str()))
            }
            None => source.to_owned(),
        };
        for (path, (source, span)) in &old {
            let source = now(source);
            let moved = new.iter().find(|(other, (there, _))| {
                *there == source && *other != path && !old.contains_key(*other)
            });
            let found = match (new.get(path), moved) {
                (Some((there, _)), _) if *there == source => continue,
                (_, Some((other, (_, now)))) => Found::new(address.clone(), &facts::DATA_PATH)
                    .what(format!("{path} → {other}"))
                    .at(*now),
                (Some((there, now)), None) => Found::new(address.clone(), &facts::MOUNT_REPLACED)
                    .what(format!("{path}: {source} → {there}"))
                    .filled(&[("before", &source), ("after", there)])
                    .at(*now),
                (None, None) => Found::new(address.clone(), &facts::MOUNT_REMOVED)
                    .what(format!("{source} at {path}"))
                    .was_at(*span),
            };
            say(found);
        }
        data_path(before, after, &address, say);
    }
}

/// A database's own word for where its data lies.
fn data_path(before: &Service, after: &Service, address: &Address, say: &mut dyn FnMut(Found)) {
    for name in ["PGDATA", "MONGO_DATA_DIR", "MYSQL_DATADIR"] {
        let value = |service: &Service| {
            let pair = service
                .env
                .iter()
                .find(|pair| pair.key.get().is_some_and(|key| key.0 == name))?;
            pair.value
                .as_ref()
                .map(|value| (template_text(&value.template), value.span))
        };
        let (old, new) = (value(before), value(after));
        if old.as_ref().map(|(text, _)| text) != new.as_ref().map(|(text, _)| text) {
            let shown = |value: &Option<(String, Span)>| {
                value
                    .as_ref()
                    .map_or("the image's own", |(text, _)| text.as_str())
                    .to_owned()
            };
            let found = Found::new(address.clone(), &facts::DATA_PATH).what(format!(
                "{name}: {} → {}",
                shown(&old),
                shown(&new)
            ));
            say(match new {
                Some((_, span)) => found.at(span),
                None => found,
            });
        }
    }
}

/// What is mounted to be written, by its path: `volume data`, `bind ./data`.
fn sources(service: &Service) -> BTreeMap<String, (String, Span)> {
    let mut found = BTreeMap::new();
    for mount in &service.mounts {
        match mount {
            Mount::Volume(volume) if !is_read_only(volume.read_only.as_ref()) => {
                if let Some(name) = &volume.name {
                    let source = format!("volume {}", text(name, |name| name.0.clone()));
                    let subpath = volume.subpath.as_ref();
                    let inside =
                        subpath.map(|path| format!("/{}", text(path, |path| path.0.clone())));
                    let source = source + &inside.unwrap_or_default();
                    found.insert(
                        text(&volume.to, |path| path.0.clone()),
                        (source, volume.span),
                    );
                }
            }
            Mount::Bind(bind) if !is_read_only(bind.read_only.as_ref()) => {
                let source = format!("bind {}", text(&bind.source, |path| path.0.clone()));
                found.insert(text(&bind.to, |path| path.0.clone()), (source, bind.span));
            }
            _ => {}
        }
    }
    found
}

fn is_read_only(value: Option<&crate::template::Value<crate::atoms::Bool>>) -> bool {
    value.is_some_and(|value| value.get().is_some_and(|yes| yes.0))
}
