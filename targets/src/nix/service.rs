//! A service of the composition: each key of Compose goes to arion's option, or past the options, never to both.

use super::{
    convert::{self, bare},
    fits::{fits, is_text},
    plan::Plan,
};
use crate::text::{
    nix::{Attrs, Nix},
    yaml::{Map, Yaml},
};

/// The set of `services.NAME`.
pub(super) fn service(map: &Map, plan: &Plan<'_>) -> Attrs {
    let mut typed = Attrs::new();
    let mut raw = Attrs::new();
    let capabilities = capabilities(map);
    for entry in map.entries() {
        let key = entry.key.as_str();
        match (key, bare(&entry.value)) {
            ("cap_add" | "cap_drop", _) if capabilities.is_some() => {}
            ("env_file", one) if is_text(one) => {
                typed.set(key, vec![convert::value(one)]);
            }
            ("networks", Yaml::Map(networks)) if fits(key, &entry.value) => {
                typed.set(key, attachments(networks));
            }
            ("volumes", Yaml::List(items)) => typed.set(key, mounts(items)),
            ("secrets", Yaml::List(items)) => {
                raw.set(key, items.iter().map(secret).collect::<Nix>());
            }
            ("build", Yaml::Map(build)) => {
                let build = plan.build(build);
                if fits(key, &entry.value) {
                    typed.set(key, build);
                } else {
                    raw.set(key, build);
                }
            }
            ("build", Yaml::Text(context)) => {
                let build = plan.build(&[("context", context.as_str())].into_iter().collect());
                typed.set(key, build);
            }
            (_, value) if fits(key, value) => typed.set(key, convert::value(value)),
            (_, value) => raw.set(key, convert::value(value)),
        }
        // A key that went nowhere left the one before as the last.
        for set in [&mut typed, &mut raw] {
            let last = set.bindings().last();
            if last.is_some_and(|last| last.path.iter().eq([key])) {
                set.come_from(entry.origin, &entry.items);
            }
        }
    }
    if let Some(capabilities) = capabilities.filter(|all| !all.is_empty()) {
        typed.set("capabilities", capabilities);
    }
    let mut all = Attrs::new();
    if map.get("build").is_some() || map.get("image").is_none() {
        all.put(["image", "nixBuild"], false);
    }
    if !typed.is_empty() {
        all.set("service", typed);
    }
    if !raw.is_empty() {
        all.put(["out", "service"], raw);
    }
    all
}

/// `cap_add` and `cap_drop` as arion's one set, unless a capability stands twice.
fn capabilities(map: &Map) -> Option<Attrs> {
    let mut names: Vec<String> = Vec::new();
    let mut all = Attrs::new();
    for (key, given) in [("cap_drop", false), ("cap_add", true)] {
        for name in texts(map.get(key))? {
            if names.contains(&name) {
                return None;
            }
            all.set(name.clone(), given);
            names.push(name);
        }
    }
    Some(all)
}

fn texts(yaml: Option<&Yaml>) -> Option<Vec<String>> {
    let Some(yaml) = yaml else {
        return Some(Vec::new());
    };
    match bare(yaml) {
        Yaml::Words(words) => Some(words.clone()),
        Yaml::List(items) => items
            .iter()
            .map(|item| match bare(item) {
                // Compose fills in no keys, and these become keys.
                Yaml::Text(text) | Yaml::Quoted(text) if !text.contains('$') => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn attachments(networks: &Map) -> Attrs {
    let mut set = Attrs::new();
    for entry in networks.entries() {
        let options = match bare(&entry.value) {
            Yaml::Map(map) => convert::map(map),
            _ => Attrs::new(),
        };
        set.set(entry.key.clone(), options);
        set.come_from(entry.origin, &[]);
    }
    set
}

fn mounts(items: &[Yaml]) -> Nix {
    let one = |item: &Yaml| match bare(item) {
        Yaml::Text(text) => convert::shipped(text).unwrap_or_else(|| convert::value(item)),
        other => convert::value(other),
    };
    items.iter().map(one).collect()
}

/// A secret that is mounted: its owner and mode are those of the decrypted file, and Compose ignores what is said here.
fn secret(item: &Yaml) -> Nix {
    let Yaml::Map(map) = bare(item) else {
        return convert::value(item);
    };
    let mut kept = Attrs::new();
    for entry in map.entries() {
        if !matches!(entry.key.as_str(), "uid" | "gid" | "mode") {
            kept.set(entry.key.clone(), convert::value(&entry.value));
        }
    }
    Nix::Set(kept)
}
