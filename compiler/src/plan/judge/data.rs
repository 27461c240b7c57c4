//! Volumes, and where they are mounted.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::facts::data as facts,
    Found, Pair,
    assumed::{Assumed, assumed, assumed_line, assumed_text},
    text::text,
};
use crate::{
    atoms::Bool,
    effect::Address,
    model::{Mount, Service, Volume},
    resolve::Stack,
    source::Span,
    template::Value,
};

/// Volumes that are gone, or that are others on the host.
pub(super) fn volumes(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for after in &pair.after.volumes {
        let name = &after.name.value.0;
        let Some(before) = volume(pair.before, pair.name_before("volume", name)) else {
            continue;
        };
        let (old, new) = (
            assumed_name(pair.before, before),
            assumed_name(pair.after, after),
        );
        // A project with another name is said once, for all of its volumes.
        let by_project = before.host_name.is_none()
            && after.host_name.is_none()
            && before.name.value == after.name.value;
        if old.value != new.value && !by_project {
            let found = Found::new(Address::new("volume", name), &facts::VOLUME_RENAMED);
            let names = [
                ("before", old.value.as_str()),
                ("after", new.value.as_str()),
            ];
            say(found
                .what(format!("{} → {}", old.value, new.value))
                .unless(old.unless.union(&new.unless))
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
        let is_ours = !is_on(pair.before, before.external.as_ref());
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

fn assumed_name(stack: &Stack, volume: &Volume) -> Assumed<String> {
    match &volume.host_name {
        Some(name) => assumed_line(stack, name, |name| name.0.clone()),
        None => Assumed::sure(host_name(stack, volume)),
    }
}

/// Where the data of a service lies: what is mounted, by the path in the container.
pub(super) fn mounts(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (old, new) = (sources(pair.before, before), sources(pair.after, after));
        let address = Address::new("service", &after.name.value.0);
        for (path, was) in &old {
            let source = now(pair, &was.source);
            let moved = new.iter().find(|(other, there)| {
                there.source == source && *other != path && !old.contains_key(*other)
            });
            let found = match (new.get(path), moved) {
                (Some(there), _) if there.source == source => continue,
                (_, Some((other, there))) => Found::new(address.clone(), &facts::DATA_PATH)
                    .what(format!("{path} → {other}"))
                    .unless(was.unless.union(&there.unless))
                    .at(there.span),
                (Some(there), None) => Found::new(address.clone(), &facts::MOUNT_REPLACED)
                    .what(format!("{path}: {source} → {}", there.source))
                    .unless(was.unless.union(&there.unless))
                    .filled(&[("before", &source), ("after", &there.source)])
                    .at(there.span),
                (None, None) => Found::new(address.clone(), &facts::MOUNT_REMOVED)
                    .what(format!("{source} at {path}"))
                    .unless(&was.unless)
                    .was_at(was.span),
            };
            say(found);
        }
        data_path(pair, before, after, &address, say);
    }
}

/// Data that a service takes over from one that is gone under its name: both have it at once if the old one is not stopped first.
pub(super) fn handed_over(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let gone = pair.before.services.iter();
    let gone = gone.filter(|service| pair.after.service(&service.name.value.0).is_none());
    for old in gone {
        let name = &old.name.value.0;
        for was in sources(pair.before, old).into_values() {
            if users(pair.before, &was.source) > 1 {
                // What several write to is made for it.
                continue;
            }
            let data = now(pair, &was.source);
            let new = pair.after.services.iter().filter(|service| {
                let is_new = pair.before.service(&service.name.value.0).is_none();
                is_new && uses(pair.after, service, &data)
            });
            for new in new {
                let taker = &new.name.value.0;
                let found = Found::new(Address::new("service", taker), &facts::HANDED_OVER)
                    .what(format!("{data}: {name} → {taker}"))
                    .unless(&was.unless)
                    .filled(&[("old", name), ("new", taker)]);
                say(found.at(new.name.span));
            }
        }
    }
}

/// How many services write to the same data.
fn users(stack: &Stack, source: &str) -> usize {
    let services = stack.services.iter();
    services
        .filter(|service| uses(stack, service, source))
        .count()
}

fn uses(stack: &Stack, service: &Service, source: &str) -> bool {
    let mut all = sources(stack, service).into_values();
    all.any(|one| one.source == source)
}

/// What is mounted, by the name that it has now.
fn now(pair: &Pair<'_>, source: &str) -> String {
    match source.strip_prefix("volume ") {
        Some(rest) => {
            let (name, inside) = match rest.split_once('/') {
                Some((name, inside)) => (name, format!("/{inside}")),
                None => (rest, String::new()),
            };
            format!("volume {}{inside}", pair.name_now("volume", name))
        }
        None => source.to_owned(),
    }
}

/// A database's own word for where its data lies.
fn data_path(
    pair: &Pair<'_>,
    before: &Service,
    after: &Service,
    address: &Address,
    say: &mut dyn FnMut(Found),
) {
    for name in ["PGDATA", "MONGO_DATA_DIR", "MYSQL_DATADIR"] {
        let value = |stack: &Stack, service: &Service| {
            let mut pairs = service.env.iter();
            let pair = pairs.find(|pair| pair.key.get().is_some_and(|key| key.0 == name))?;
            let value = pair.value.as_ref()?;
            Some((assumed_text(stack, &value.template), value.span))
        };
        let (old, new) = (value(pair.before, before), value(pair.after, after));
        if old.as_ref().map(|(text, _)| &text.value) == new.as_ref().map(|(text, _)| &text.value) {
            continue;
        }
        let shown = |value: &Option<(Assumed<String>, Span)>| {
            let known = value.as_ref().map(|(text, _)| text.value.clone());
            known.unwrap_or_else(|| "the image's own".to_owned())
        };
        let inputs = old.iter().chain(&new).flat_map(|(text, _)| &text.unless);
        let found = Found::new(address.clone(), &facts::DATA_PATH)
            .what(format!("{name}: {} → {}", shown(&old), shown(&new)))
            .unless(inputs);
        say(match new {
            Some((_, span)) => found.at(span),
            None => found,
        });
    }
}

/// What is mounted to be written.
pub(super) struct Source {
    /// `volume data`, `bind ./data`
    pub source: String,
    /// The inputs that it depends on.
    unless: BTreeSet<String>,
    pub span: Span,
}

/// What is mounted to be written, by its path.
pub(super) fn sources(stack: &Stack, service: &Service) -> BTreeMap<String, Source> {
    let mut found = BTreeMap::new();
    for mount in &service.mounts {
        let (kind, parts, to, read_only, span) = match mount {
            Mount::Volume(mount) => {
                let Some(name) = &mount.name else {
                    continue;
                };
                let mut parts = vec![assumed_line(stack, name, |name| name.0.clone())];
                let subpath = mount.subpath.as_ref();
                parts.extend(subpath.map(|path| assumed_line(stack, path, |path| path.0.clone())));
                ("volume", parts, &mount.to, &mount.read_only, mount.span)
            }
            Mount::Bind(mount) => {
                let parts = vec![assumed_line(stack, &mount.source, |path| path.0.clone())];
                ("bind", parts, &mount.to, &mount.read_only, mount.span)
            }
            _ => continue,
        };
        if is_on(stack, read_only.as_ref()) {
            continue;
        }
        let to = assumed_line(stack, to, |path| path.0.clone());
        let inputs = parts.iter().chain([&to]).flat_map(|part| &part.unless);
        let unless = inputs.cloned().collect();
        let parts: Vec<String> = parts.into_iter().map(|part| part.value).collect();
        let source = format!("{kind} {}", parts.join("/"));
        let source = Source {
            source,
            unless,
            span,
        };
        found.insert(to.value, source);
    }
    found
}

fn is_on(stack: &Stack, value: Option<&Value<Bool>>) -> bool {
    let known = value.and_then(|value| assumed(stack, value));
    known.is_some_and(|yes| yes.value.0)
}
