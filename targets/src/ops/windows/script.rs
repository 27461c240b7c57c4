//! A script of PowerShell: the functions that it needs, and its calls of them.

use std::fmt::Write as _;

use stackc_compiler::{
    reference::Operator,
    template::{InputUse, Part, Template},
};

use crate::{
    ops::{
        plan::{Plan, SecretPlace},
        script::{Arg, Piece},
    },
    text::powershell::Quoted,
};

const INPUT: Piece = Piece(include_str!("health/input.ps1"));
pub(super) const SECRET_FILE: Piece = Piece(include_str!("health/secret_file.ps1"));

/// A script that is being put together.
pub(super) struct Script<'a> {
    plan: &'a Plan<'a>,
    pieces: Vec<&'static str>,
    body: String,
}

impl<'a> Script<'a> {
    /// An empty one.
    pub(super) fn new(plan: &'a Plan<'a>) -> Self {
        Self {
            plan,
            pieces: Vec::new(),
            body: String::new(),
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
        self.body.push_str(function);
        for argument in arguments {
            let word = self.word(argument);
            let _ = write!(self.body, " {word}");
        }
        self.body.push('\n');
    }

    /// An argument as an expression that can stand in a call.
    pub(super) fn word(&mut self, argument: &Arg<'_>) -> String {
        match argument {
            Arg::Text(text) => Quoted::new(text).to_string(),
            Arg::Owned(text) => Quoted::new(text).to_string(),
            Arg::Written(word) => word.clone(),
            Arg::Template(template) => self.template(template),
            Arg::Secret(secret) => self.secret(&secret.name),
            Arg::Named(name) => self.secret(name),
            Arg::Empty => "''".to_owned(),
        }
    }

    fn template(&mut self, template: &Template) -> String {
        let parts = template.parts.iter().map(|part| match part {
            Part::Text(text) => Quoted::new(text).to_string(),
            Part::Input(used) => self.input(used),
            Part::Secret(name) => self.secret(&name.value),
        });
        let parts: Vec<String> = parts.collect();
        match parts.as_slice() {
            [] => "''".to_owned(),
            [one] => one.clone(),
            // What the first is, all become: text.
            all => format!("('' + {})", all.join(" + ")),
        }
    }

    fn input(&mut self, used: &InputUse) -> String {
        self.needs(&[INPUT]);
        let name = &used.name.value;
        if let Some((operator, word)) = &used.operator {
            return match operator {
                Operator::ErrorIfEmpty | Operator::ErrorIfUnset => call_of_input(name, None),
                _ => {
                    let word = self.template(word);
                    call_of_input(name, Some((operator.symbol(), &word)))
                }
            };
        }
        let input = self.plan.stack.input(name);
        let default = input.and_then(|input| input.default.as_ref());
        let word = default.map(|text| self.word(&Arg::value(text, |text| text.0.as_str())));
        call_of_input(name, word.as_deref().map(|word| (":-", word)))
    }

    fn secret(&mut self, name: &str) -> String {
        let secret = self.plan.stack.secret(name);
        match secret.and_then(|secret| self.plan.windows_secret(secret)) {
            Some(SecretPlace::Variable(variable)) => {
                format!("(Get-Value {})", Quoted::new(&variable))
            }
            Some(SecretPlace::File(path)) => {
                self.needs(&[SECRET_FILE]);
                format!("(Get-SecretFile {path})")
            }
            Some(SecretPlace::Elsewhere) | None => "''".to_owned(),
        }
    }

    /// The functions, and what calls them.
    pub(super) fn finish(self) -> String {
        format!("{}\n{}", self.pieces.concat(), self.body)
    }
}

fn call_of_input(name: &str, operator: Option<(&str, &str)>) -> String {
    let name = Quoted::new(name);
    match operator {
        Some((symbol, word)) => format!("(Get-Input {name} {} {word})", Quoted::new(symbol)),
        None => format!("(Get-Input {name})"),
    }
}
