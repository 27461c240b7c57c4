//! Which variables a document of Compose has filled in, and which of its secrets are mounted.

use std::collections::BTreeSet;

use stackc_compiler::resolve::Stack;

use crate::text::yaml::{Map, Yaml};

/// The names of the secrets whose variables stand in a text of a document.
#[must_use]
pub fn in_texts(document: &Map, stack: &Stack) -> BTreeSet<String> {
    let all = stack.secrets.iter();
    all.filter(|secret| in_map(document, &secret.variable()))
        .map(|secret| secret.name.value.0.clone())
        .collect()
}

fn in_map(map: &Map, variable: &str) -> bool {
    map.entries()
        .iter()
        .any(|entry| in_text(&entry.key, variable) || in_value(&entry.value, variable))
}

fn in_value(yaml: &Yaml, variable: &str) -> bool {
    match yaml {
        Yaml::Text(text) | Yaml::Quoted(text) => in_text(text, variable),
        Yaml::Words(words) => words.iter().any(|word| in_text(word, variable)),
        Yaml::List(items) => items.iter().any(|item| in_value(item, variable)),
        Yaml::Map(map) => in_map(map, variable),
        Yaml::Commented(inner, _) => in_value(inner, variable),
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) => false,
    }
}

fn in_text(text: &str, variable: &str) -> bool {
    text.split("${").skip(1).any(|rest| {
        let rest = rest.strip_prefix(variable);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}

/// Leaves of the secrets of a document those that a service or its build mounts.
#[must_use]
pub fn with_mounted_secrets(mut document: Map) -> Map {
    let Some(Yaml::Map(declared)) = document.get("secrets") else {
        return document;
    };
    let mut mounted = BTreeSet::new();
    for service in maps(document.get("services")) {
        add_sources(service.get("secrets"), &mut mounted);
        if let Some(Yaml::Map(build)) = service.get("build") {
            add_sources(build.get("secrets"), &mut mounted);
        }
    }
    let mut kept = if declared.is_spaced() {
        Map::spaced()
    } else {
        Map::new()
    };
    let all = declared.entries().iter();
    all.filter(|entry| mounted.contains(&entry.key))
        .for_each(|entry| kept.put(entry.clone()));
    if kept.is_empty() {
        without(document, "secrets")
    } else {
        document.change("secrets", kept);
        document
    }
}

fn without(document: Map, key: &str) -> Map {
    let mut rest = if document.is_spaced() {
        Map::spaced()
    } else {
        Map::new()
    };
    let all = document.into_entries().into_iter();
    all.filter(|entry| entry.key != key)
        .for_each(|entry| rest.put(entry));
    rest
}

fn maps(section: Option<&Yaml>) -> Vec<&Map> {
    let Some(Yaml::Map(section)) = section else {
        return Vec::new();
    };
    let values = section.entries().iter().map(|entry| &entry.value);
    values
        .filter_map(|value| match value {
            Yaml::Map(map) => Some(map),
            _ => None,
        })
        .collect()
}

/// The secrets of a list of mounts.
fn add_sources(mounts: Option<&Yaml>, to: &mut BTreeSet<String>) {
    match mounts {
        Some(Yaml::Text(name) | Yaml::Quoted(name)) => {
            to.insert(name.clone());
        }
        Some(Yaml::Words(names)) => to.extend(names.iter().cloned()),
        Some(Yaml::List(items)) => items.iter().for_each(|item| add_sources(Some(item), to)),
        Some(Yaml::Map(map)) => add_sources(map.get("source"), to),
        Some(Yaml::Commented(inner, _)) => add_sources(Some(inner), to),
        Some(Yaml::Null | Yaml::Bool(_) | Yaml::Number(_)) | None => {}
    }
}
