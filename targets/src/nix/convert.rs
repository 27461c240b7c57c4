//! A part of a Compose document as a Nix value.

use crate::text::{
    nix::{Attrs, Nix, Segment},
    yaml::{Map, Yaml},
};

/// The folder of what the compiler ships, as the Compose document names it.
const SHIPPED: &str = "./files/";
/// The folder of the scripts of backups.
const BACKUP: &str = "./backup";

/// A value as it is: numbers that are not whole become text, which Compose takes too.
pub(super) fn value(yaml: &Yaml) -> Nix {
    match yaml {
        Yaml::Null => Nix::Null,
        Yaml::Bool(flag) => Nix::Bool(*flag),
        Yaml::Number(number) => match number.as_str().parse::<i64>() {
            Ok(whole) => Nix::Int(whole),
            Err(_) => Nix::text(number.as_str()),
        },
        Yaml::Text(text) | Yaml::Quoted(text) => Nix::text(text.clone()),
        Yaml::Words(words) => words.iter().map(|word| Nix::text(word.clone())).collect(),
        Yaml::List(items) => items.iter().map(value).collect(),
        Yaml::Map(entries) => Nix::Set(map(entries)),
        Yaml::Commented(inner, _) => value(inner),
    }
}

/// A mapping as a set.
pub(super) fn map(map: &Map) -> Attrs {
    let mut set = Attrs::new();
    for entry in map.entries() {
        set.set(entry.key.clone(), value(&entry.value));
        set.come_from(entry.origin, &entry.items);
    }
    set
}

/// A text that starts with the path of something that is shipped: that is in the store.
pub(super) fn shipped(text: &str) -> Option<Nix> {
    let (path, more) = match text.split_once(':') {
        Some((path, more)) => (path, format!(":{more}")),
        None => (text, String::new()),
    };
    if path != BACKUP && !path.starts_with(SHIPPED) {
        return None;
    }
    let mut segments = vec![Segment::Value(Nix::Path(path.to_owned()))];
    if !more.is_empty() {
        segments.push(Segment::Literal(more));
    }
    Some(Nix::Text(segments))
}

/// The value without what stands around it for readers only.
pub(super) fn bare(yaml: &Yaml) -> &Yaml {
    match yaml {
        Yaml::Commented(inner, _) => bare(inner),
        other => other,
    }
}
