//! What the words of a statement are: names, values, and what says something about them.

use super::{
    Scan,
    commands::{FLAGS, Follows, Program, Said},
    names_secret,
};
use crate::secret_like::own::is_literal;

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
const VALUES: [&str; 6] = ["default", "value", "hex", "base64", "base64url", "pattern"];
/// Children of a value's node that say something about it.
const ABOUT: [&str; 12] = [
    "env",
    "message",
    "description",
    "file",
    "type",
    "mode",
    "target",
    "path",
    "uid",
    "gid",
    "owner",
    "optional",
];

impl<'t> Scan<'t> {
    /// The name of a property, or of a key as other languages write it.
    pub(super) fn name(&mut self, word: &str, is_key: bool) {
        let path = word == "key" && !is_key;
        if names_secret(word) && !path {
            self.statement.armed = true;
            self.statement.skips = false;
            self.statement.words += 1;
        } else if self.statement.flagged.is_some() {
            // What follows is the password of the user that was named.
            self.statement.flagged = Some(Follows::Value);
        } else if let Some(follows) = self.follows(word) {
            self.statement.flagged = Some(follows);
        } else {
            self.statement.armed |= self.statement.inside && VALUES.contains(&word);
            self.statement.skips = !(self.statement.armed && VALUES.contains(&word));
        }
    }

    /// What follows a word, if it is a flag of the program that was named.
    fn follows(&self, word: &str) -> Option<Follows> {
        match self.statement.program?.says(word)? {
            Said::Next(follows) => Some(follows),
            Said::Here(_) => None,
        }
    }

    /// A word or string that is no name of what follows.
    pub(super) fn value(&mut self, value: &'t str, start: usize, end: usize) {
        let statement = &mut self.statement;
        let (skips, declared) = (
            std::mem::take(&mut statement.skips),
            std::mem::take(&mut statement.declared),
        );
        if std::mem::take(&mut statement.plain) {
            statement.words += 1;
            if is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        if declared && self.text.get(start..end) != Some(value) {
            self.quoted.push((start, end));
        }
        let statement = &mut self.statement;
        if skips {
            // A command line begins with its program.
            statement.program = Program::of(value.trim_start_matches('\'')).or(statement.program);
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
        if statement.words == 0 && statement.inside {
            statement.words += 1;
            if self.names_child(start, end) {
                self.statement.armed = !ABOUT.contains(&value);
            } else if !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return;
        }
        if self.flags(value, start, end, declared) {
            return;
        }
        let statement = &mut self.statement;
        match statement.words {
            0 => {
                statement.names = NAMED.contains(&value);
                statement.declares = value == "secret";
                statement.armed =
                    names_secret(value) && value != "secret" && statement.flagged.is_none();
            }
            1 if statement.names => {
                statement.armed = names_secret(value);
                if statement.declares {
                    self.declared.insert(value);
                }
            }
            _ => {}
        }
        statement.words += 1;
    }

    /// A word among those of a command: whether it is a secret by the flag before it, or by the one that it is.
    fn flags(&mut self, value: &'t str, start: usize, end: usize, declared: bool) -> bool {
        let statement = &mut self.statement;
        if let Some(follows) = statement.flagged.take()
            && !value.starts_with("--")
        {
            let holds = follows == Follows::Value || value.contains(':');
            if holds && !declared && is_literal(value) {
                self.found.push((start, end));
            }
            return true;
        }
        statement.flagged = FLAGS.contains(&value).then_some(Follows::Value);
        if let Some(program) = Program::of(value) {
            statement.program = Some(program);
            return false;
        }
        let Some(said) = statement.program.and_then(|program| program.says(value)) else {
            return false;
        };
        match said {
            Said::Next(follows) => statement.flagged = Some(follows),
            Said::Here(at) => {
                if value.get(at..).is_some_and(is_literal) {
                    let place = self.part(value, at, start, end);
                    self.found.push(place);
                }
            }
        }
        true
    }

    /// Where a word's end lies, as it is written; where that is not known, all of the word.
    fn part(&self, value: &str, at: usize, start: usize, end: usize) -> (usize, usize) {
        let written = self.text.get(start..end).unwrap_or("");
        match written.find(value) {
            Some(before) => (start + before + at, start + before + value.len()),
            None => (start, end),
        }
    }

    /// What is marked as the name of a secret, in quotes, and is no name that the text declares, may be the secret itself.
    pub(super) fn undeclared(&mut self) {
        for (start, end) in std::mem::take(&mut self.quoted) {
            let written = self.text.get(start..end).unwrap_or("");
            let name = written.trim_matches(['#', '"']);
            let is_meant = |known: &&str| strsim::osa_distance(known, name) < 3;
            if !self.declared.iter().any(is_meant) && is_literal(name) {
                self.found.push((start, end));
            }
        }
    }

    /// Whether a first word is a node's name: no string, and something follows it.
    fn names_child(&self, start: usize, end: usize) -> bool {
        let after = self
            .text
            .get(end..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        let alone = after.is_empty() || after.starts_with(['\n', '\r', ';', '}', ',', ']']);
        let quoted = self
            .text
            .get(start..end)
            .is_some_and(|word| word.starts_with(['"', '#']));
        !alone && !quoted
    }
}
