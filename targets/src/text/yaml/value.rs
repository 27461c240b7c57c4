//! The value tree that the printer writes.

use std::fmt;

use stackc_compiler::artifact::Origin;

/// A YAML value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A decimal number.
    Number(Number),
    /// A text, in the style that reads best and is still read back as this text.
    Text(String),
    /// A text that always stands in double quotes.
    Quoted(String),
    /// A list, one item to a line.
    List(Vec<Yaml>),
    /// Quoted words on one line, such as `["CMD", "curl"]`; one word to a line
    /// where they are too long for that.
    Words(Vec<String>),
    /// Keys and values.
    Map(Map),
    /// A value with a comment at the end of its first line.
    Commented(Box<Yaml>, String),
}

impl Yaml {
    /// A text; see [`Yaml::Text`].
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A text in double quotes; see [`Yaml::Quoted`].
    pub fn quoted(text: impl Into<String>) -> Self {
        Self::Quoted(text.into())
    }

    /// A list of words; see [`Yaml::Words`].
    pub fn words<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        Self::Words(words.into_iter().map(Into::into).collect())
    }

    /// This value with a comment at the end of its first line.
    #[must_use]
    pub fn with_comment(self, comment: impl Into<String>) -> Self {
        Self::Commented(Box::new(self), comment.into())
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Yaml {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Yaml {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl From<String> for Yaml {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Map> for Yaml {
    fn from(value: Map) -> Self {
        Self::Map(value)
    }
}

impl From<Vec<Yaml>> for Yaml {
    fn from(value: Vec<Yaml>) -> Self {
        Self::List(value)
    }
}

impl FromIterator<Yaml> for Yaml {
    fn from_iter<I: IntoIterator<Item = Yaml>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

/// A decimal number, held as the text that will be printed.
///
/// Only numbers that every reader takes for the same value are allowed: whole
/// numbers of 64 bits, and decimals of at most 15 digits, with no exponent, no
/// needless leading zero and no negative zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The most digits of which a double-precision number keeps every one.
    const EXACT_DIGITS: usize = 15;

    /// Takes `text` for a number, or tells that it is not one of the allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let negative_zero =
            digits.len() < text.len() && !digits.contains(|c| ('1'..='9').contains(&c));
        let allowed = !negative_zero
            && match digits.split_once('.') {
                None => is_whole(digits) && text.parse::<i64>().is_ok(),
                Some((whole, fraction)) => {
                    is_whole(whole)
                        && is_digits(fraction)
                        && whole.len() + fraction.len() <= Self::EXACT_DIGITS
                }
            };
        allowed.then(|| Self(text.to_owned()))
    }

    /// The number as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(value.to_string())
    }
}

impl From<u16> for Number {
    fn from(value: u16) -> Self {
        Self(value.to_string())
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_whole(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

/// Keys and values in the order in which they were set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    entries: Vec<Entry>,
    spaced: bool,
}

/// One key of a [`Map`] with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Yaml,
    /// The comment above it, one printed line to each of its lines.
    pub comment: Option<String>,
    /// The place of the stack that it comes from.
    pub origin: Origin,
    /// Those of the items, if the value is a list and they are known.
    pub items: Vec<Origin>,
}

impl Entry {
    /// A key and its value, with nothing else.
    pub fn new(key: impl Into<String>, value: impl Into<Yaml>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            comment: None,
            origin: Origin::default(),
            items: Vec::new(),
        }
    }

    /// The same with another value.
    #[must_use]
    pub fn with(&self, value: impl Into<Yaml>) -> Self {
        Self {
            key: self.key.clone(),
            value: value.into(),
            comment: self.comment.clone(),
            origin: self.origin,
            items: self.items.clone(),
        }
    }

    /// The same with the place that it comes from.
    #[must_use]
    pub fn from(self, origin: impl Into<Origin>) -> Self {
        Self {
            origin: origin.into(),
            ..self
        }
    }

    /// The same with the places that the items of its list come from, in their order.
    #[must_use]
    pub fn items_from(self, items: impl IntoIterator<Item = Origin>) -> Self {
        Self {
            items: items.into_iter().collect(),
            ..self
        }
    }
}

impl Map {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map that is printed with a blank line between its entries.
    #[must_use]
    pub fn spaced() -> Self {
        Self {
            spaced: true,
            ..Self::default()
        }
    }

    /// Sets `key`, in its old place if it was set before.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Yaml>) {
        self.put(Entry::new(key, value));
    }

    /// Sets `key`, with the place of the stack that says it.
    pub fn set_from(
        &mut self,
        key: impl Into<String>,
        value: impl Into<Yaml>,
        origin: impl Into<Origin>,
    ) {
        self.put(Entry::new(key, value).from(origin));
    }

    /// Sets `key`, with comment lines above it unless `comment` is blank.
    pub fn set_with_comment(
        &mut self,
        key: impl Into<String>,
        value: impl Into<Yaml>,
        comment: impl Into<String>,
    ) {
        let comment = comment.into();
        self.put(Entry {
            comment: (!comment.trim().is_empty()).then_some(comment),
            ..Entry::new(key, value)
        });
    }

    /// Sets an entry as it is, in its old place if its key was set before.
    pub fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// Gives a key another value; what is known of where it comes from stays.
    pub fn change(&mut self, key: &str, value: impl Into<Yaml>) {
        match self.entries.iter_mut().find(|old| old.key == key) {
            Some(old) => old.value = value.into(),
            None => self.entries.push(Entry::new(key, value)),
        }
    }

    /// Sets an entry, if there is one.
    pub fn put_opt(&mut self, entry: Option<Entry>) {
        if let Some(entry) = entry {
            self.put(entry);
        }
    }

    /// Takes the value of `key` out; an empty map stays in its place.
    pub fn take(&mut self, key: &str) -> Option<Yaml> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        Some(std::mem::replace(&mut entry.value, Yaml::Map(Map::new())))
    }

    /// Orders the entries by what a key is worth; those that are worth the same stay in their order.
    pub fn sort_by_key(&mut self, worth: impl Fn(&str) -> usize) {
        self.entries.sort_by_key(|entry| worth(&entry.key));
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The entries in order, for whoever puts them elsewhere.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether a blank line stands between the entries.
    #[must_use]
    pub fn is_spaced(&self) -> bool {
        self.spaced
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Into<String>, V: Into<Yaml>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.set(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_all_readers_agree_on() {
        for text in [
            "0",
            "7",
            "-7",
            "0.5",
            "-0.5",
            "0.50",
            "10.25",
            "9223372036854775807",
            "-9223372036854775808",
        ] {
            assert_eq!(Number::parse(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            "-",
            "+1",
            "-0",
            "-0.0",
            "00",
            "01",
            "1.",
            ".5",
            "1e3",
            "0x1",
            "1_000",
            " 1",
            "1 ",
            "1.2.3",
            "--1",
            "9223372036854775808",
            "1.123456789012345",
            "١",
            "1\n",
            "-.5",
            "inf",
            "1,5",
        ] {
            assert_eq!(Number::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn set_again_keeps_the_place() {
        let mut map = Map::new();
        map.set_with_comment("a", "1", "first");
        map.set("b", "2");
        map.set("a", "3");
        let keys: Vec<_> = map
            .entries()
            .iter()
            .map(|entry| entry.key.as_str())
            .collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(map.get("a"), Some(&Yaml::text("3")));
        assert_eq!(map.get("c"), None);
        assert_eq!(map.entries()[0].comment, None);
    }
}
