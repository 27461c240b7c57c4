//! What makes two items of a list the same one.

use std::collections::BTreeMap;

use stackc_compiler::resolve::join;

use super::{rules::Key, short};
use crate::yaml::{Kind, Node, Value};

/// Keeps of several items with one key the last, at the place of the first.
///
/// Compose does it before and after it reads the short forms, and only then `/a/` is the same as `/a`.
pub(super) fn unique(items: Vec<Node>, key: Key) -> Vec<Node> {
    let kept = once(items, |item| key_of(item, key));
    if key == Key::Volume {
        return once(kept, mounted);
    }
    kept
}

fn once(items: Vec<Node>, key_of: impl Fn(&Node) -> Option<String>) -> Vec<Node> {
    let mut places = BTreeMap::new();
    let mut kept: Vec<Node> = Vec::new();
    for item in items {
        let Some(key) = key_of(&item) else {
            kept.push(item);
            continue;
        };
        let place = *places.entry(key).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(before) => *before = item,
            None => kept.push(item),
        }
    }
    kept
}

/// What an item is known by; none if it is not what the list holds.
fn key_of(item: &Node, key: Key) -> Option<String> {
    match key {
        Key::Pair => {
            let text = item.scalar()?.composed();
            Some(short::name(&text).to_owned())
        }
        Key::Expose => Some(item.scalar()?.composed()),
        Key::EnvFile => match item.scalar() {
            Some(scalar) => Some(scalar.composed()),
            None => text(item, "path"),
        },
        Key::Volume => match item.scalar() {
            Some(scalar) => Some(volume(&scalar.composed())),
            None => text(item, "target"),
        },
        Key::Device => match item.scalar() {
            Some(scalar) => Some(device(&scalar.composed())),
            None => text(item, "target"),
        },
        Key::Mount(folder) => match item.scalar() {
            Some(scalar) => Some(format!("{folder}/{}", scalar.composed())),
            None => {
                text(item, "target").or_else(|| Some(format!("{folder}/{}", text(item, "source")?)))
            }
        },
        Key::Port => match item.scalar() {
            Some(scalar) => Some(port(&scalar.composed())),
            None => long_port(item),
        },
    }
}

fn text(item: &Node, key: &str) -> Option<String> {
    Some(item.get(key)?.scalar()?.composed())
}

/// Where a volume is mounted; the path of the short form without what it doesn't need.
fn mounted(item: &Node) -> Option<String> {
    let target = key_of(item, Key::Volume)?;
    if item.scalar().is_none() || !target.starts_with('/') {
        return Some(target);
    }
    Some(format!("/{}", join("", target.trim_start_matches('/'))))
}

/// Where a volume in its short form is mounted, as it is written.
fn volume(written: &str) -> String {
    let parts = short::split(written);
    match parts.as_slice() {
        [target] | [_, target, ..] => (*target).to_owned(),
        [] => String::new(),
    }
}

/// Where a device in its short form appears.
fn device(written: &str) -> String {
    let parts = short::pieces(written);
    match parts.as_slice() {
        [target] | [_, target, ..] => (*target).to_owned(),
        [] => String::new(),
    }
}

/// The key of a port in its short form. A range stands for itself.
fn port(written: &str) -> String {
    let (ports, protocol) = match written.rsplit_once('/') {
        Some((ports, protocol)) if !protocol.contains(['}', '$']) => (ports, protocol),
        _ => (written, "tcp"),
    };
    let parts = short::pieces(ports);
    let Some((target, before)) = parts.split_last() else {
        return written.to_owned();
    };
    if target.contains('-') && !target.contains('$') {
        return written.to_owned();
    }
    let (published, host) = match before.split_last() {
        Some((published, host)) => (Some(*published), host.join(":")),
        None => (None, String::new()),
    };
    let published = published.filter(|port| !port.is_empty());
    let host = host.trim_start_matches('[').trim_end_matches(']');
    full_port(host, published, target, &protocol.to_lowercase())
}

fn long_port(item: &Node) -> Option<String> {
    let target = text(item, "target")?;
    let published = item.get("published").and_then(Node::scalar);
    let published = published.map(|scalar| match scalar.kind {
        Kind::Text => scalar.text.clone(),
        // Compose takes a number for something else than the same text.
        _ => format!("#{}", scalar.composed()),
    });
    let or = |key: &str, usual: &str| match item.get(key) {
        Some(value) => Some(value.scalar()?.composed()),
        None => Some(usual.to_owned()),
    };
    let (host, protocol) = (or("host_ip", "")?, or("protocol", "tcp")?);
    Some(full_port(&host, published.as_deref(), &target, &protocol))
}

fn full_port(host: &str, published: Option<&str>, target: &str, protocol: &str) -> String {
    let host = if host.is_empty() { "0.0.0.0" } else { host };
    format!("{host} {} {target} {protocol}", published.unwrap_or("-"))
}

/// The first item that is in a list a second time, with the one before it.
pub(super) fn twice(items: &[Node]) -> Option<(&Node, &Node)> {
    let mut seen: BTreeMap<String, &Node> = BTreeMap::new();
    for item in items {
        let Value::Scalar(scalar) = &item.value else {
            continue;
        };
        if let Some(first) = seen.insert(scalar.composed(), item) {
            return Some((first, item));
        }
    }
    None
}
