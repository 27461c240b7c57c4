//! Changing mappings of a Compose file.

use crate::text::yaml::{Map, Yaml};

/// Each value of a mapping, changed.
pub(super) fn each(value: &Yaml, change: impl Fn(&str, &Map) -> Map) -> Yaml {
    let Yaml::Map(map) = value else {
        return value.clone();
    };
    let mut changed = if map.is_spaced() {
        Map::spaced()
    } else {
        Map::new()
    };
    for entry in map.entries() {
        changed.put(match &entry.value {
            Yaml::Map(inner) => entry.with(change(&entry.key, inner)),
            _ => entry.clone(),
        });
    }
    Yaml::from(changed)
}

/// Items added to a list, or as `KEY=value` to a mapping that is no list; see [`relist`].
pub(super) fn append(map: &mut Map, key: &str, items: Vec<Yaml>) {
    if let Some(Yaml::Map(known)) = map.get(key) {
        let mut known = known.clone();
        for item in items {
            if let Yaml::Text(text) = &item
                && let Some((key, value)) = text.split_once('=')
            {
                known.set(key, Yaml::text(value));
            }
        }
        map.change(key, known);
        return;
    }
    let mut all = match map.get(key) {
        Some(Yaml::List(known)) => known.clone(),
        _ => Vec::new(),
    };
    all.extend(items);
    map.change(key, all);
}

/// The same in a mapping inside: see [`relist`].
pub(super) fn inside(map: &mut Map, key: &str, lists: &[&str]) {
    if let Some(Yaml::Map(inner)) = map.get(key) {
        let mut inner = inner.clone();
        for list in lists {
            relist(&mut inner, list);
        }
        map.change(key, inner);
    }
}

/// A mapping as a list of `KEY=value`, whose values no reader takes for numbers or dates. One with a `=` in a key can't be such a list: it stays.
pub(super) fn relist(map: &mut Map, key: &str) {
    let Some((old, pairs)) = map.entry(key).and_then(|entry| match &entry.value {
        Yaml::Map(pairs) => Some((entry, pairs)),
        _ => None,
    }) else {
        return;
    };
    if pairs.entries().iter().any(|entry| entry.key.contains('=')) {
        return;
    }
    let items: Option<Vec<Yaml>> = pairs
        .entries()
        .iter()
        .map(|entry| {
            let key = entry.key.replace('$', "$$");
            match &entry.value {
                Yaml::Text(value) | Yaml::Quoted(value) => {
                    Some(Yaml::text(format!("{key}={value}")))
                }
                Yaml::Null => Some(Yaml::text(key)),
                _ => None,
            }
        })
        .collect();
    if let Some(items) = items {
        let origins = pairs.entries().iter().map(|entry| entry.origin);
        let entry = old.with(items).items_from(origins);
        map.put(entry);
    }
}
