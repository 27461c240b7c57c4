//! A script of the host: what all begin with, the functions that it needs, and its calls of them.

use std::fmt::Write as _;

use stackc_compiler::{
    model::SecretName,
    reference::Operator,
    template::{Expr, InputUse, Part, SecretText, Template, Value},
};

use super::plan::{Plan, SecretPlace};
use crate::{parts::project, text::shell::Word};

/// Functions of a shell.
#[derive(Clone, Copy)]
pub(super) struct Piece(pub &'static str);

impl Piece {
    /// A folder that nobody else reads.
    pub(super) const PRIVATE: Self = Self(include_str!("sh/private.sh"));
    /// The lines of a report.
    pub(super) const REPORT: Self = Self(include_str!("sh/report.sh"));
    /// Times as seconds.
    pub(super) const TIME: Self = Self(include_str!("sh/time.sh"));
    /// `.env`, as docker compose reads it.
    pub(super) const DOTENV: Self = Self(include_str!("sh/dotenv.sh"));
    /// The value of a variable.
    pub(super) const VARIABLE: Self = Self(include_str!("sh/variable.sh"));
    const INPUT: Self = Self(include_str!("sh/input.sh"));
    const SECRET_FILE: Self = Self(include_str!("sh/secret_file.sh"));
    pub(super) const CONTAINERS: Self = Self(include_str!("sh/containers.sh"));
    pub(super) const FETCH: Self = Self(include_str!("sh/fetch.sh"));
    pub(super) const SITES: Self = Self(include_str!("sh/sites.sh"));
    pub(super) const CERTIFICATES: Self = Self(include_str!("sh/certificates.sh"));
    pub(super) const STORAGE: Self = Self(include_str!("sh/storage.sh"));
    pub(super) const MAIL: Self = Self(include_str!("sh/mail.sh"));
    pub(super) const WEBHOOK: Self = Self(include_str!("sh/webhook.sh"));
}

/// A script that is being put together.
pub(super) struct Script<'a> {
    plan: &'a Plan<'a>,
    /// What it says of itself.
    says: Vec<String>,
    /// How it reads its arguments.
    options: String,
    pieces: Vec<&'static str>,
    body: String,
    /// Whether it asks for variables of `.env`.
    asks: bool,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub(super) enum Arg<'v> {
    /// A text, quoted.
    Text(&'v str),
    /// The same, which nothing of the stack holds as it is.
    Owned(String),
    /// A word of a shell, as it stands.
    Written(String),
    /// A text that inputs and secrets are part of.
    Template(&'v Template),
    /// The value of a secret.
    Secret(&'v SecretName),
    /// The value of the secret of this name.
    Named(&'v str),
    /// Nothing.
    Empty,
}

impl<'v> Arg<'v> {
    /// A value that inputs may decide.
    pub(super) fn value<T>(value: &'v Value<T>, known: impl FnOnce(&'v T) -> &'v str) -> Self {
        match &value.expr {
            Expr::Known(value) => Self::Text(known(value)),
            Expr::Deferred(template) => Self::Template(template),
        }
    }

    /// A text that secrets may be part of.
    pub(super) fn secret_text(text: &'v SecretText) -> Self {
        Self::Template(&text.template)
    }

    /// A number, or nothing.
    pub(super) fn number(number: Option<u64>) -> Self {
        number.map_or(Self::Empty, |number| Self::Written(number.to_string()))
    }
}

impl<'a> Script<'a> {
    /// An empty script that says this of itself.
    pub(super) fn new(plan: &'a Plan<'a>, says: Vec<String>, options: String) -> Self {
        Self {
            plan,
            says,
            options,
            pieces: Vec::new(),
            body: String::new(),
            asks: false,
        }
    }

    /// Adds functions, once.
    pub(super) fn needs(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if !self.pieces.contains(&piece.0) {
                self.pieces.push(piece.0);
            }
        }
    }

    /// Adds lines as they stand.
    pub(super) fn add(&mut self, text: &str) {
        self.body.push_str(text);
    }

    /// Adds a call of a function.
    pub(super) fn call(&mut self, function: &str, arguments: &[Arg<'_>]) {
        let line = self.words(function, arguments);
        if misleads(&line) {
            self.body.push_str(AS_IT_STANDS);
        }
        let _ = writeln!(self.body, "{line}");
    }

    /// A call of a function, to stand in a line.
    pub(super) fn words(&mut self, function: &str, arguments: &[Arg<'_>]) -> String {
        let mut line = function.to_owned();
        for argument in arguments {
            line.push(' ');
            line.push_str(&self.word(argument));
        }
        line
    }

    fn word(&mut self, argument: &Arg<'_>) -> String {
        match argument {
            Arg::Text(text) => Word::new(text).to_string(),
            Arg::Owned(text) => Word::new(text).to_string(),
            Arg::Written(word) => word.clone(),
            Arg::Template(template) => self.template(template),
            Arg::Secret(secret) => self.secret(&secret.name),
            Arg::Named(name) => self.secret(name),
            Arg::Empty => "''".to_owned(),
        }
    }

    fn template(&mut self, template: &Template) -> String {
        let parts = template.parts.iter().map(|part| match part {
            Part::Text(text) => Word::new(text).to_string(),
            Part::Input(used) => self.input(used),
            Part::Secret(name) => self.secret(&name.value),
        });
        let word: String = parts.collect();
        if word.is_empty() {
            "''".to_owned()
        } else {
            word
        }
    }

    fn input(&mut self, used: &InputUse) -> String {
        self.asks_for(Piece::INPUT);
        let name = &used.name.value;
        if let Some((operator, word)) = &used.operator {
            let word = self.template(word);
            return match operator {
                Operator::ErrorIfEmpty | Operator::ErrorIfUnset => format!("\"$(input {name})\""),
                _ => format!("\"$(input {name} {} {word})\"", operator.symbol()),
            };
        }
        let default = self
            .plan
            .stack
            .input(name)
            .and_then(|input| input.default.as_ref());
        let Some(default) = default else {
            return format!("\"$(input {name})\"");
        };
        let word = self.word(&Arg::value(default, |text| text.0.as_str()));
        format!("\"$(input {name} :- {word})\"")
    }

    fn secret(&mut self, name: &str) -> String {
        let secret = self.plan.stack.secret(name);
        match secret.and_then(|secret| self.plan.secret(secret)) {
            Some(SecretPlace::Variable(variable)) => {
                self.asks_for(Piece::VARIABLE);
                format!("\"$(variable {variable})\"")
            }
            Some(SecretPlace::File(path)) => {
                self.needs(&[Piece::SECRET_FILE]);
                format!("\"$(secret_file {path})\"")
            }
            Some(SecretPlace::Elsewhere) | None => "''".to_owned(),
        }
    }

    fn asks_for(&mut self, piece: Piece) {
        self.asks = true;
        self.needs(&[Piece::DOTENV, Piece::VARIABLE, piece]);
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        let mut text = opening(self.plan, &self.says);
        text.push_str(&self.options);
        for piece in &self.pieces {
            text.push_str(piece);
        }
        if self.asks {
            text.push_str("\nread_dotenv .env \"$private/env\" 2>/dev/null || :\n");
        }
        text.push('\n');
        text.push_str(&self.body);
        text
    }
}

/// Said before a line whose texts look like slips of the pen.
const AS_IT_STANDS: &str = "# shellcheck disable=SC2016,SC1111,SC1112 # what stands in single quotes is meant as it stands\n";

/// Whether single quotes in a line hold what a shell expands elsewhere, or there are quotes that belong to prose.
fn misleads(line: &str) -> bool {
    let line = line.replace(r"\'", "");
    let mut quoted = line.split('\'').skip(1).step_by(2);
    quoted.any(|text| text.contains(['$', '`'])) || line.contains(['‘', '’', '“', '”'])
}

/// The first lines: what it is, and the way to the project's folder.
fn opening(plan: &Plan<'_>, says: &[String]) -> String {
    let lines: String = plan
        .banner
        .iter()
        .chain(says)
        .map(|line| format!("# {}\n", line.replace(char::is_control, " ")))
        .collect();
    format!(
        r#"#!/bin/sh
{lines}#
# shellcheck disable=SC2034 # what all of these scripts know is not needed by each
set -eu
umask 077
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project={}
# Where the project lies elsewhere.
if [ -n "${{STACKC_PROJECT:-}}" ]; then project=$STACKC_PROJECT; fi
if ! cd -- "$project" 2>/dev/null; then
    echo "$project is no folder that $(id -un) can enter: STACKC_PROJECT=FOLDER names that of the Compose project" >&2
    exit 2
fi
"#,
        plan.project()
    )
}

/// `compose`, which calls docker compose with all files of the project.
pub(super) fn compose(plan: &Plan<'_>) -> String {
    let files = project::edge_file(plan.stack).map_or_else(String::new, |file| {
        let name = Word::new(&file.value.0);
        format!(" --file docker-compose.yml --file {name}")
    });
    format!("\ncompose() {{\n    docker compose{files} \"$@\"\n}}\n")
}

#[cfg(test)]
mod tests {
    use super::misleads;
    use crate::text::shell::Word;

    #[test]
    fn texts_that_look_like_slips_of_the_pen() {
        for text in ["costs $1", "`id`", "it's $1", "it’s", "“so”"] {
            assert!(misleads(&format!("header X {}", Word::new(text))), "{text}");
        }
        for line in [
            "header X 'a b'",
            r"header X 'it'\''s fine'",
            "absent key \"$(variable KEY)\"",
        ] {
            assert!(!misleads(line), "{line}");
        }
    }
}
