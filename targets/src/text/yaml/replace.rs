//! Changing the texts of a value.

use super::{Map, Yaml};

/// Every text of a value, changed; keys stay.
#[must_use]
pub fn replace(value: &Yaml, change: &impl Fn(&str) -> String) -> Yaml {
    match value {
        Yaml::Text(text) => Yaml::Text(change(text)),
        Yaml::Quoted(text) => Yaml::Quoted(change(text)),
        Yaml::Words(words) => Yaml::Words(words.iter().map(|word| change(word)).collect()),
        Yaml::List(items) => items.iter().map(|item| replace(item, change)).collect(),
        Yaml::Commented(value, comment) => replace(value, change).with_comment(comment.clone()),
        Yaml::Map(map) => {
            let mut changed = if map.is_spaced() {
                Map::spaced()
            } else {
                Map::new()
            };
            for entry in map.entries() {
                changed.put(entry.with(replace(&entry.value, change)));
            }
            Yaml::from(changed)
        }
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) => value.clone(),
    }
}
