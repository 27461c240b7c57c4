//! Places of a source text that no report shows, also where the text is no valid stack.

use super::{is_harmless, is_secret_name, url_passwords};
use crate::{
    diag::{Diagnostic, Diagnostics},
    source::Sources,
};

/// Nodes whose first argument is the name of a value.
const NAMED: [&str; 10] = [
    "param",
    "input",
    "secret",
    "label",
    "annotation",
    "arg",
    "option",
    "driver-opt",
    "header",
    "env",
];
/// Properties that hold a value; the others say something about it.
const VALUES: [&str; 5] = ["default", "value", "hex", "base64", "base64url"];

/// Values that stand beside the name of a secret, passwords in URLs, and `NAME=value` in a text, as byte ranges in order. A string is covered with its quotes.
#[must_use]
pub fn redactions(text: &str) -> Vec<(usize, usize)> {
    let mut scan = Scan {
        text,
        at: 0,
        statement: Statement::default(),
        found: Vec::new(),
    };
    scan.run();
    let passwords = url_passwords(text).filter(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|password| !password.is_empty() && !password.contains("${"))
    });
    let mut found = scan.found;
    found.extend(passwords);
    found.sort_unstable();
    found.dedup();
    found
}

/// Takes every literal that no report shows out of all texts of findings.
pub fn hide(sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut literals: Vec<String> = Vec::new();
    for (_, file) in sources.iter() {
        for (start, end) in redactions(&file.text) {
            let literal = file.text.get(start..end).unwrap_or("");
            literals.push(literal.trim_matches(['"', '#', '\n']).trim().to_owned());
        }
    }
    for item in diagnostics.items() {
        literals.extend(
            item.redact
                .iter()
                .map(|span| sources.slice(*span).trim_matches('"').to_owned()),
        );
    }
    literals.retain(|literal| literal.len() > 3 && !is_harmless(literal));
    literals.sort_by_key(|literal| std::cmp::Reverse(literal.len()));
    literals.dedup();
    if !literals.is_empty() {
        diagnostics
            .items_mut()
            .iter_mut()
            .for_each(|item| hide_in(item, &literals));
    }
}

fn hide_in(item: &mut Diagnostic, literals: &[String]) {
    let shown = |text: &mut String| {
        for literal in literals {
            if text.contains(literal.as_str()) {
                *text = text.replace(literal.as_str(), "…");
            }
        }
    };
    shown(&mut item.message);
    shown(&mut item.primary.text);
    item.others
        .iter_mut()
        .for_each(|label| shown(&mut label.text));
    item.help.iter_mut().for_each(shown);
    if item.fix.as_ref().is_some_and(|fix| {
        literals
            .iter()
            .any(|literal| fix.replacement.contains(literal.as_str()))
    }) {
        item.fix = None;
    }
}

/// What is known of the node that is being read.
#[derive(Default)]
struct Statement {
    /// How many words of it were read.
    words: usize,
    /// Its kind, if its first argument names a value.
    names: bool,
    /// A secret's name was read: what follows is its value.
    armed: bool,
    /// What follows is the value of a property that says no value.
    skips: bool,
    /// `(secret)`, or what is probably meant for it, stands before what follows.
    declared: bool,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    statement: Statement,
    found: Vec<(usize, usize)>,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\n' | '{' | '}' | ';' => {
                    self.statement = Statement::default();
                    self.at += 1;
                }
                '(' => self.annotation(),
                '"' => self.string(0),
                '#' if self.rest().trim_start_matches('#').starts_with('"') => {
                    let hashes = self.rest().len() - self.rest().trim_start_matches('#').len();
                    self.string(hashes);
                }
                '/' if self.rest().starts_with("//") => self.comment(),
                c if c.is_whitespace() || c == '=' || c == ':' || c == ')' => {
                    self.at += c.len_utf8();
                }
                _ => self.word(),
            }
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        let comment = self.rest().get(..length).unwrap_or("").to_owned();
        self.at += length;
        self.pairs(&comment, start);
    }

    fn annotation(&mut self) {
        let length = self.rest().find([')', '\n']).unwrap_or(self.rest().len());
        let inside = self.rest().get(1..length).unwrap_or("");
        // A broken one may hold a value itself.
        let whole = !inside.contains(['"', ' ']);
        self.statement.declared = whole && inside != "plain";
        self.at += if whole { length } else { 1 };
    }

    /// A string, with its quotes; it ends with its line, or where its quotes are three with those.
    fn string(&mut self, hashes: usize) {
        let start = self.at;
        let body = self.text.get(start + hashes..).unwrap_or("");
        let (open, many) = if body.starts_with("\"\"\"") {
            (3, true)
        } else {
            (1, false)
        };
        let inner = start + hashes + open;
        let close = format!("{}{}", "\"".repeat(open), "#".repeat(hashes));
        let content = self.text.get(inner..).unwrap_or("");
        let line = content.find('\n').unwrap_or(content.len());
        let limit = if many { content.len() } else { line };
        let end = closing(content.get(..limit).unwrap_or(""), &close, hashes == 0);
        let stop = end.map_or(inner + limit, |end| inner + end + close.len());
        let value = content.get(..end.unwrap_or(limit)).unwrap_or("").to_owned();
        self.at = stop;
        self.value(&value, start, stop);
        self.pairs(&value, inner);
    }

    fn word(&mut self) {
        let start = self.at;
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, ';' | '{' | '}' | '(' | ')' | '"' | '=' | ':')
        };
        let mut length = self.rest().find(ends).unwrap_or(self.rest().len());
        while self.rest().get(length..).is_some_and(|rest| {
            rest.starts_with("://")
                || rest.starts_with('{')
                    && self
                        .rest()
                        .get(..length)
                        .is_some_and(|head| head.ends_with('$'))
        }) {
            let more = self.rest().get(length + 1..).unwrap_or("");
            length += 1 + more
                .find(|c: char| c.is_whitespace() || c == ';' || c == '"')
                .unwrap_or(more.len());
        }
        if length == 0 {
            length = self.rest().chars().next().map_or(1, char::len_utf8);
        }
        let word = self.rest().get(..length).unwrap_or("").to_owned();
        self.at += length;
        let after = self.rest().trim_start_matches(' ');
        if after.starts_with('=') || (after.starts_with(':') && !after.starts_with("://")) {
            self.name(&word, after.starts_with(':'));
        } else {
            self.value(&word, start, start + length);
            self.pairs(&word, start);
        }
    }

    /// The name of a property, or of a key as other languages write it.
    fn name(&mut self, word: &str, is_key: bool) {
        let path = word == "key" && !is_key;
        if is_secret_name(word) && !path {
            self.statement.armed = true;
            self.statement.skips = false;
            self.statement.words += 1;
        } else {
            self.statement.skips = !(self.statement.armed && VALUES.contains(&word));
        }
    }

    fn value(&mut self, value: &str, start: usize, end: usize) {
        let statement = &mut self.statement;
        let (skips, declared) = (
            std::mem::take(&mut statement.skips),
            std::mem::take(&mut statement.declared),
        );
        if skips {
            return;
        }
        if statement.armed {
            if !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        if !value.contains(char::is_alphanumeric) {
            return;
        }
        match statement.words {
            0 => {
                statement.names = NAMED.contains(&value);
                statement.armed = is_secret_name(value) && value != "secret";
            }
            1 if statement.names => statement.armed = is_secret_name(value),
            _ => {}
        }
        statement.words += 1;
    }

    /// `NAME=value` and `NAME: value` in a text: the value, up to the next blank.
    fn pairs(&mut self, text: &str, offset: usize) {
        for (at, sign) in text.match_indices(['=', ':']) {
            let gap = text
                .get(at + 1..)
                .map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
            if sign == ":" && gap == 0 {
                continue;
            }
            let gap = if sign == ":" { gap } else { 0 };
            let before = text.get(..at).unwrap_or("");
            let name_at = before
                .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
                .map_or(0, |at| at + 1);
            let name = before.get(name_at..).unwrap_or("");
            let value_at = at + 1 + gap;
            let value = text.get(value_at..).unwrap_or("");
            let length = value
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '&' | ';'))
                .unwrap_or(value.len());
            let value = value.get(..length).unwrap_or("");
            if is_secret_name(name) && is_literal(value) {
                self.found
                    .push((offset + value_at, offset + value_at + length));
            }
        }
    }
}

/// Where a string's content ends.
fn closing(content: &str, close: &str, escapes: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        if escaped {
            escaped = false;
        } else if escapes && c == '\\' {
            escaped = true;
        } else if content
            .get(at..)
            .is_some_and(|rest| rest.starts_with(close))
        {
            return Some(at);
        }
    }
    None
}

/// Whether a value says something of its own: not a reference alone, a keyword, or nothing worth hiding.
fn is_literal(value: &str) -> bool {
    let mut own = String::new();
    let mut depth = 0usize;
    let mut last = ' ';
    for c in value.chars() {
        match c {
            '{' if last == '$' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            '$' => {}
            c => own.push(c),
        }
        last = c;
    }
    let own = own.trim();
    !own.starts_with('#') && !is_harmless(own) && own.chars().any(char::is_alphanumeric)
}
