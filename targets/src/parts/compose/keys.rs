//! Setting keys of a mapping from fields that may be absent.

use stackc_compiler::{
    artifact::Origin,
    atoms::AnyText,
    reader::{Pair, Words},
    template::{Expr, Value},
};

use super::text::{Known, Texts, double};
use crate::text::yaml::{Entry, Map, Yaml};

/// A mapping that is being written for one stack.
pub(super) struct Keys<'a> {
    pub(super) map: Map,
    pub(super) texts: Texts<'a>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(texts: Texts<'a>) -> Self {
        Self {
            map: Map::new(),
            texts,
        }
    }

    /// A key whose value may be absent.
    pub(super) fn value<A: Known>(&mut self, key: &str, value: Option<&Value<A>>) {
        if let Some(value) = value {
            self.map.set_from(key, self.texts.yaml(value), value.span);
        }
    }

    /// A key whose list is absent if it is not written.
    pub(super) fn words<A: Known>(&mut self, key: &str, words: Option<&Words<Value<A>>>) {
        if let Some(words) = words {
            let entry = self.list(key, &words.items).from(words.span);
            self.map.put(entry);
        }
    }

    /// A key whose list is absent if it is empty.
    pub(super) fn each<A: Known>(&mut self, key: &str, values: &[Value<A>]) {
        if !values.is_empty() {
            self.map.put(self.list(key, values));
        }
    }

    fn list<A: Known>(&self, key: &str, values: &[Value<A>]) -> Entry {
        let items = values.iter();
        let yaml: Yaml = items
            .clone()
            .map(|value| Yaml::text(self.texts.text(value)))
            .collect();
        Entry::new(key, yaml).items_from(items.map(|value| value.span.into()))
    }

    /// A key whose mapping is absent if it is empty.
    pub(super) fn pairs<A: Known>(&mut self, key: &str, pairs: &[Pair<Value<A>>]) {
        let text = |value: &Value<A>| self.texts.text(value);
        if let Some(yaml) = mapping(self.texts, pairs, text, Absent::Empty) {
            self.map.set(key, yaml);
        }
    }

    /// A key whose mapping is absent if it is empty; a key without a value stays without one.
    pub(super) fn open_pairs<A: Known>(&mut self, key: &str, pairs: &[Pair<Value<A>>]) {
        let text = |value: &Value<A>| self.texts.text(value);
        if let Some(yaml) = mapping(self.texts, pairs, text, Absent::Null) {
            self.map.set(key, yaml);
        }
    }

    /// A key whose value is left out if it is an empty mapping.
    pub(super) fn map(&mut self, key: &str, map: Map) {
        if !map.is_empty() {
            self.map.set(key, map);
        }
    }

    /// The same with the place of the stack that says it.
    pub(super) fn map_from(&mut self, key: &str, map: Map, origin: impl Into<Origin>) {
        if !map.is_empty() {
            self.map.set_from(key, map, origin);
        }
    }

    /// A key whose value may be absent.
    pub(super) fn map_opt(&mut self, key: &str, value: Option<Yaml>) {
        if let Some(value) = value {
            self.map.set(key, value);
        }
    }

    /// A key whose value is left out if it is an empty list.
    pub(super) fn items(&mut self, key: &str, items: Vec<Yaml>) {
        if !items.is_empty() {
            self.map.set(key, items);
        }
    }

    /// The same where every item knows the place that it comes from.
    pub(super) fn items_from(&mut self, key: &str, items: Vec<(Yaml, Origin)>) {
        if !items.is_empty() {
            let (items, origins): (Vec<Yaml>, Vec<Origin>) = items.into_iter().unzip();
            self.map.put(Entry::new(key, items).items_from(origins));
        }
    }
}

/// What a key without a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// Empty text.
    Empty,
    /// Null: Compose passes the deployer's variable through.
    Null,
}

/// Keys and values as a mapping; as a list where a key is filled in at deploy time (Compose fills in no keys) or would be taken for an extension.
pub(super) fn mapping<V>(
    texts: Texts<'_>,
    pairs: &[Pair<V>],
    text: impl Fn(&V) -> String,
    absent: Absent,
) -> Option<Yaml> {
    if pairs.is_empty() {
        return None;
    }
    let plain: Option<Vec<(&str, &Pair<V>)>> = pairs
        .iter()
        .map(|pair| Some((plain_key(&pair.key)?, pair)))
        .collect();
    let Some(plain) = plain else {
        return Some(
            pairs
                .iter()
                .map(|pair| item(texts, pair, &text, absent))
                .collect(),
        );
    };
    let mut map = Map::new();
    for (key, pair) in plain {
        let value = match (&pair.value, absent) {
            (Some(value), _) => Yaml::text(text(value)),
            (None, Absent::Empty) => Yaml::text(""),
            (None, Absent::Null) => Yaml::Null,
        };
        map.set_from(key, value, pair.span);
    }
    Some(Yaml::from(map))
}

fn plain_key(key: &Value<AnyText>) -> Option<&str> {
    match &key.expr {
        Expr::Known(text) if !text.0.starts_with("x-") && !text.0.is_empty() => Some(&text.0),
        _ => None,
    }
}

fn item<V>(texts: Texts<'_>, pair: &Pair<V>, text: &impl Fn(&V) -> String, absent: Absent) -> Yaml {
    let key = match &pair.key.expr {
        Expr::Known(key) => double(&key.0),
        Expr::Deferred(template) => texts.template(template),
    };
    Yaml::text(match (&pair.value, absent) {
        (Some(value), _) => format!("{key}={}", text(value)),
        (None, Absent::Empty) => format!("{key}="),
        (None, Absent::Null) => key,
    })
}
