//! Literals that no report shows, taken out of the texts of findings.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    is_harmless,
    own::{after_scheme, is_scheme, pieces},
    scan::{redactions, redactions_of},
};
use crate::{
    diag::{Diagnostic, Diagnostics},
    source::Sources,
};

/// The shortest literal that is taken out: a shorter one is part of too many words.
const SHORTEST: usize = 4;
/// From this length on a literal is no part of a longer word by chance.
const DISTINCT: usize = 12;
/// How many characters a message repeats of a long word.
const REPEATED: usize = 60;

/// Takes every literal that no report shows out of all texts of findings.
pub fn hide(sources: &Sources, diagnostics: &mut Diagnostics) {
    if diagnostics.items().is_empty() {
        return;
    }
    let literals = literals(sources, diagnostics);
    if !literals.by_start.is_empty() {
        diagnostics
            .items_mut()
            .iter_mut()
            .for_each(|item| hide_in(item, &literals));
    }
}

/// What no report shows: what stands beside the name of a secret, and what findings leave out.
fn literals(sources: &Sources, diagnostics: &Diagnostics) -> Literals {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (_, file) in sources.iter() {
        let places = redactions_of(file).iter();
        found.extend(places.filter_map(|(start, end)| file.text.get(*start..*end)));
    }
    for item in diagnostics.items() {
        found.extend(item.redact.iter().map(|span| sources.slice(*span)));
    }
    let mut literals = Literals::default();
    for literal in found {
        literals.add(literal);
    }
    literals
}

/// Literals that no report shows, of one or several runs.
#[derive(Default)]
pub struct Hidden {
    literals: Literals,
}

impl Hidden {
    /// What is to be hidden.
    #[must_use]
    pub fn of<'t>(found: impl IntoIterator<Item = &'t str>) -> Self {
        let mut literals = Literals::default();
        for literal in found {
            literals.add(literal);
        }
        Self { literals }
    }

    /// A text, line by line, with a mark in place of each of them, and of whatever else in it looks like a secret. No line is lost.
    #[must_use]
    pub fn shown(&self, text: &str) -> Vec<String> {
        let left = without_values(text);
        left.lines().map(|line| self.known(line)).collect()
    }

    /// A text with a mark in place of each of them.
    #[must_use]
    pub fn known(&self, text: &str) -> String {
        if self.literals.by_start.is_empty() {
            return text.to_owned();
        }
        self.literals
            .without(text)
            .unwrap_or_else(|| text.to_owned())
    }
}

/// What stands for a value that is not shown.
const HIDDEN: &str = "[hidden]";

/// The text with a mark in place of every value that stands beside the name of a secret; line ends in it stay.
fn without_values(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in redactions(text) {
        if is_upstream(text, start) {
            continue;
        }
        if start >= from {
            left.push_str(text.get(from..start).unwrap_or_default());
            left.push_str(HIDDEN);
        }
        let hidden = text.get(start.max(from)..end).unwrap_or_default();
        left.extend(hidden.matches('\n'));
        from = end.max(from);
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}

/// Whether a value is where nginx sends requests: `proxy_pass` only looks like the name of a secret.
fn is_upstream(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let value = text.get(start..).unwrap_or_default();
    let leads = value.starts_with("http://") || value.starts_with('$');
    line.trim() == "proxy_pass" && leads && !value.lines().next().unwrap_or_default().contains('@')
}

impl std::fmt::Debug for Hidden {
    /// What is hidden stays so.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hidden").finish_non_exhaustive()
    }
}

fn hide_in(item: &mut Diagnostic, literals: &Literals) {
    let shown = |text: &mut String| {
        if let Some(hidden) = literals.without(text) {
            *text = hidden;
        }
    };
    shown(&mut item.message);
    shown(&mut item.primary.text);
    item.others
        .iter_mut()
        .for_each(|label| shown(&mut label.text));
    item.help.iter_mut().for_each(shown);
    if item
        .fix
        .as_ref()
        .is_some_and(|fix| literals.without(&fix.replacement).is_some())
    {
        item.fix = None;
    }
}

/// Literals by their first bytes.
#[derive(Default)]
struct Literals {
    by_start: BTreeMap<Vec<u8>, BTreeSet<String>>,
}

impl Literals {
    /// Adds what a message may repeat of a literal: as it is written, as it reads, and its parts beside references.
    fn add(&mut self, written: &str) {
        let written = written.trim_matches(['"', '#', '\n']).trim();
        let decoded = decode(written);
        self.add_word(written);
        self.add_word(&decoded);
        for text in [written, decoded.as_str()] {
            for (start, end) in pieces(text) {
                let piece = text.get(start..end).unwrap_or("");
                self.add_word(piece);
                piece
                    .split(['"', '\\', '\n'])
                    .for_each(|part| self.add_word(part));
            }
        }
        let digits = written.replace('_', "");
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            self.add_word(&digits);
            self.add_word(digits.trim_start_matches('0'));
        }
    }

    fn add_word(&mut self, word: &str) {
        let word = word.trim();
        if let Some(credential) = after_scheme(word) {
            self.add_word(credential);
        }
        if is_harmless(word) || is_scheme(word) || !word.contains(char::is_alphanumeric) {
            return;
        }
        if let Some((cut, _)) = word.char_indices().nth(REPEATED) {
            self.insert(word.get(..cut).unwrap_or(word));
        }
        self.insert(word);
    }

    fn insert(&mut self, word: &str) {
        if let Some(start) = word.as_bytes().get(..SHORTEST) {
            let same = self.by_start.entry(start.to_vec()).or_default();
            if !same.contains(word) {
                same.insert(word.to_owned());
            }
        }
    }

    /// The text with every literal taken out; none if it holds none.
    fn without(&self, text: &str) -> Option<String> {
        let mut hidden = String::new();
        let mut shown_to = 0;
        let mut covered_to = 0;
        for (at, _) in text.char_indices() {
            let before = text.get(..at).unwrap_or("");
            let Some(length) = self.at(before, text.get(at..).unwrap_or("")) else {
                continue;
            };
            if at >= covered_to {
                hidden.push_str(text.get(shown_to..at).unwrap_or(""));
                hidden.push('…');
            }
            covered_to = covered_to.max(at + length);
            shown_to = covered_to;
        }
        if covered_to == 0 {
            return None;
        }
        hidden.push_str(text.get(shown_to..).unwrap_or(""));
        Some(hidden)
    }

    /// The length of the longest literal that a text starts with, seen what stands before it.
    fn at(&self, before: &str, text: &str) -> Option<usize> {
        let start = text.as_bytes().get(..SHORTEST)?;
        self.by_start
            .get(start)?
            .iter()
            .filter(|literal| text.starts_with(literal.as_str()))
            .filter(|literal| literal.len() >= DISTINCT || stands_alone(before, literal, text))
            .map(String::len)
            .max()
    }
}

/// Whether a literal is no part of a longer word: `root` is none of `mysql-root-password`.
fn stands_alone(before: &str, literal: &str, text: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let glued = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(joins) && inner.is_some_and(joins)
    };
    let after = text.get(literal.len()..).unwrap_or("");
    !glued(before.chars().next_back(), literal.chars().next())
        && !glued(after.chars().next(), literal.chars().next_back())
}

/// A string's text as it reads, its escapes resolved as far as they are known.
fn decode(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('s') => out.push(' '),
            Some('u') => {
                let digits: String = rest
                    .by_ref()
                    .skip_while(|c| *c == '{')
                    .take_while(char::is_ascii_hexdigit)
                    .collect();
                out.extend(
                    u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32),
                );
            }
            Some(c) if c.is_whitespace() => {
                let left = rest.as_str().trim_start();
                rest = left.chars();
            }
            Some(c) => out.push(c),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Hidden, without_values};

    #[test]
    fn line_ends_stay_where_values_go() {
        let text = "a:\n  DB_PASSWORD: hunter22\n  b: 1\n";
        let shown = without_values(text);
        assert!(!shown.contains("hunter22"), "{shown}");
        assert_eq!(shown.lines().count(), text.lines().count());
        assert!(shown.ends_with("  b: 1\n"));
    }

    #[test]
    fn where_requests_go_is_no_secret() {
        let shown = |text| Hidden::of([]).shown(text);
        let text = "    proxy_pass http://web:3000;";
        assert_eq!(shown(text), [text]);
        assert_eq!(shown("proxy_pass $to;"), ["proxy_pass $to;"]);
        let text = shown("proxy_pass http://a:hunter22@web;").concat();
        assert!(!text.contains("hunter22"), "{text}");
    }
}
