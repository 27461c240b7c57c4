//! Places of a source text that no report shows, also where the text is no valid stack.

use std::collections::{BTreeMap, BTreeSet};

mod commands;
mod lexing;
mod names;
mod statement;
mod text;

use crate::source::SourceFile;

use super::{
    authority_passwords,
    blocks::blocks,
    hook_paths,
    own::{is_literal, pieces},
    tokens::tokens,
};
use commands::{Follows, Program};
use lexing::{closing, comments, is_newline};
pub(super) use names::names_secret;
use text::required;

/// The [`redactions`] of a file, which is looked through once.
#[must_use]
pub fn redactions_of(file: &SourceFile) -> &[(usize, usize)] {
    file.redactions.get_or_init(|| redactions(&file.text))
}

/// Values that stand beside the name of a secret or in a block below it, private keys, passwords in URLs, and `NAME=value` in a text, as byte ranges in order. A string is covered with its quotes.
#[must_use]
pub fn redactions(text: &str) -> Vec<(usize, usize)> {
    let mut scan = Scan {
        text,
        at: 0,
        stop: text.len(),
        statement: Statement::default(),
        blocks: Vec::new(),
        comments: comments(text),
        declared: BTreeSet::new(),
        quoted: Vec::new(),
        found: Vec::new(),
    };
    scan.run();
    scan.undeclared();
    let passwords = authority_passwords(text, ":/").filter(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|password| !pieces(password).is_empty())
    });
    let mut found = scan.found;
    found.extend(passwords);
    let hooks = hook_paths(text).filter(|(start, end)| {
        text.get(*start..*end)
            .is_some_and(|path| !pieces(path).is_empty())
    });
    found.extend(hooks);
    found.extend(blocks(text));
    found.extend(tokens(text));
    found.sort_unstable();
    found.dedup();
    found
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
    /// `(plain)`, or what is probably meant for it, stands before what follows.
    plain: bool,
    /// It stands in the block of a secret's name.
    inside: bool,
    /// What follows is the value of a flag of a command.
    flagged: Option<Follows>,
    /// The program that was named, if its flags take secrets.
    program: Option<&'static Program>,
    /// Names of secrets stand here: they are declared.
    declares: bool,
    /// It goes on in the next line.
    continued: bool,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Where the text ends that is read now.
    stop: usize,
    statement: Statement,
    /// Whether the blocks around are blocks of a secret's name.
    blocks: Vec<bool>,
    /// Where the comments `/*` end, by their start.
    comments: BTreeMap<usize, usize>,
    /// Names of secrets that the text declares.
    declared: BTreeSet<&'t str>,
    /// Strings that are marked as the names of secrets.
    quoted: Vec<(usize, usize)>,
    found: Vec<(usize, usize)>,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.stop).unwrap_or("")
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\r' if self.rest().starts_with("\r\n") => self.at += 1,
                c if is_newline(c) => {
                    self.at += c.len_utf8();
                    if !std::mem::take(&mut self.statement.continued) {
                        self.next_statement();
                    }
                }
                ';' => {
                    self.at += 1;
                    self.next_statement();
                }
                '{' => {
                    self.blocks.push(self.statement.armed);
                    self.at += 1;
                    self.next_statement();
                }
                '}' => {
                    self.blocks.pop();
                    self.at += 1;
                    self.next_statement();
                }
                '\\' if self.continues() => {
                    self.statement.continued = true;
                    self.at += 1;
                }
                '(' => self.annotation(),
                '"' => self.string(0),
                '#' if self.rest().trim_start_matches('#').starts_with('"') => {
                    let hashes = self.rest().len() - self.rest().trim_start_matches('#').len();
                    self.string(hashes);
                }
                '/' if self.rest().starts_with("//") => self.comment(),
                '/' if self.comments.contains_key(&self.at) => self.long_comment(),
                c if c.is_whitespace() || c == '=' || c == ':' || c == ')' => {
                    self.at += c.len_utf8();
                }
                _ => self.word(),
            }
        }
    }

    fn next_statement(&mut self) {
        // In a list of YAML a command's words stand one below the other.
        let goes_on = self
            .rest()
            .trim_start_matches([' ', '\t'])
            .starts_with("- ");
        self.statement = Statement {
            inside: self.blocks.last().copied().unwrap_or(false),
            flagged: self.statement.flagged.filter(|_| goes_on),
            program: self.statement.program.filter(|_| goes_on),
            ..Statement::default()
        };
    }

    /// Whether the backslash here joins its line with the next one.
    fn continues(&self) -> bool {
        let after = self
            .rest()
            .get(1..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        after.is_empty()
            || after.starts_with(is_newline)
            || after.starts_with("//")
            || after.starts_with("/*")
    }

    /// A comment that has an end: what stands in it is read like text of its own.
    fn long_comment(&mut self) {
        let end = self.comments.remove(&self.at).unwrap_or(self.at);
        let statement = std::mem::take(&mut self.statement);
        let blocks = std::mem::take(&mut self.blocks);
        let stop = std::mem::replace(&mut self.stop, end.saturating_sub(2));
        self.at += 2;
        self.run();
        self.at = end;
        self.stop = stop;
        self.statement = statement;
        self.blocks = blocks;
    }

    fn comment(&mut self) {
        let start = self.at;
        let length = self.rest().find(is_newline).unwrap_or(self.rest().len());
        let comment = self.rest().get(..length).unwrap_or("");
        self.at += length;
        self.pairs(comment, start);
    }

    fn annotation(&mut self) {
        self.at += 1;
        let length = self
            .rest()
            .find([')', '\n', '(', '"'])
            .unwrap_or(self.rest().len());
        let inside = self.rest().get(..length).unwrap_or("").trim();
        // A broken one may hold a value itself.
        let ends = self.rest().get(length..).unwrap_or("").starts_with(')');
        if !ends || inside.contains(char::is_whitespace) {
            return;
        }
        let is_meant = |word: &str| strsim::osa_distance(word, &inside.to_lowercase()) < 3;
        let short = inside.len() < 10;
        self.statement.declared = short && is_meant("secret");
        self.statement.plain = short && !self.statement.declared && is_meant("plain");
        let known = self.statement.declared || self.statement.plain;
        if self.statement.armed && !known && is_literal(inside) {
            self.found.push((self.at, self.at + length));
        }
        self.at += length + 1;
    }

    /// A string, with its quotes; it ends with its line, or where its quotes are three with those.
    fn string(&mut self, hashes: usize) {
        let start = self.at;
        let body = self.text.get(start + hashes..self.stop).unwrap_or("");
        let (open, many) = if body.starts_with("\"\"\"") {
            (3, true)
        } else {
            (1, false)
        };
        let inner = start + hashes + open;
        let close = format!("{}{}", "\"".repeat(open), "#".repeat(hashes));
        let content = self.text.get(inner..self.stop).unwrap_or("");
        let (limit, end) = closing(content, &close, hashes == 0, many);
        let stop = end.map_or(inner + limit, |end| inner + end + close.len());
        let value = content.get(..end.unwrap_or(limit)).unwrap_or("");
        self.at = stop;
        self.pairs(value, inner);
        if !self.is_name(value) {
            self.value(value, start, stop);
        }
    }

    /// Reads what was read as the name of what follows, if it is one.
    fn is_name(&mut self, word: &str) -> bool {
        if self.statement.plain {
            return false;
        }
        let after = self.rest().trim_start_matches(' ');
        let is_key = after.starts_with(':') && !after.starts_with(":/");
        if is_key || after.starts_with('=') {
            self.name(word, is_key);
            return true;
        }
        false
    }

    fn word(&mut self) {
        let start = self.at;
        let ends = |c: char| {
            c.is_whitespace()
                || matches!(c, ';' | '{' | '}' | '(' | ')' | '"')
                || matches!(c, '=' | ':') && !self.statement.plain
        };
        let mut length = self
            .rest()
            .char_indices()
            .find(|(at, c)| ends(*c) || *c == '/' && self.comments.contains_key(&(start + at)))
            .map_or(self.rest().len(), |(at, _)| at);
        while self.rest().get(length..).is_some_and(|rest| {
            rest.starts_with("://")
                || rest.starts_with('{')
                    && self
                        .rest()
                        .get(..length)
                        .is_some_and(|head| head.ends_with('$'))
        }) {
            let more = self.rest().get(length + 1..).unwrap_or("");
            let message = self
                .rest()
                .get(length.saturating_sub(1)..)
                .and_then(required);
            length += message.map_or(1, |whole| whole - 1);
            let more = match message {
                Some(_) => self.rest().get(length..).unwrap_or(""),
                None => more,
            };
            length += more
                .find(|c: char| c.is_whitespace() || c == ';' || c == '"')
                .unwrap_or(more.len());
        }
        if length == 0 {
            length = self.rest().chars().next().map_or(1, char::len_utf8);
        }
        let word = self.rest().get(..length).unwrap_or("");
        self.at += length;
        if !self.is_name(word) {
            self.value(word, start, start + length);
            self.pairs(word, start);
        }
    }
}
