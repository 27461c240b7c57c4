//! Which inputs and secrets a project's variables become.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::{reference::Operator, secret_like, source::Span};

use crate::{
    made::Hint,
    variables::{Part, Template, Variable, parse},
    yaml::{Entry, Node, Value},
};

/// What a variable becomes.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// The variable.
    pub variable: String,
    /// What is said about a value that is missing.
    pub form: Form,
    /// The secret that it becomes, if it is one.
    pub secret: Option<String>,
    /// Whether the project declares that secret itself.
    pub is_known: bool,
    /// Whether it had a default that was a credential, and has none any more.
    pub lost_default: bool,
    /// How the secret is made, if a template says it.
    pub hint: Option<Hint>,
    /// Where it is used first.
    pub span: Span,
}

/// What is said about a value that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `${A}`: nothing; then it is empty.
    Plain,
    /// `${A:-b}`.
    Default(Template),
    /// `${A:?m}`.
    Required(Template),
}

/// The secrets that a project declares itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnSecrets {
    /// Their names.
    pub names: BTreeSet<String>,
    /// The variables that supply some of them, with their names.
    pub by_variable: BTreeMap<String, String>,
    /// Whether variables whose default is a credential become secrets too.
    pub extract: bool,
}

impl OwnSecrets {
    /// Those of a merged project.
    pub(crate) fn of(root: &Node, extract: bool) -> Self {
        let mut own = Self {
            extract,
            ..Self::default()
        };
        let secrets = root.get("secrets").and_then(Node::entries);
        for entry in secrets.unwrap_or_default() {
            let name = &entry.key.value;
            own.names.insert(name.clone());
            let variable = entry.value.get("environment").and_then(Node::scalar);
            if let Some(variable) = variable {
                own.by_variable.insert(variable.text.clone(), name.clone());
            }
        }
        own
    }
}

/// The declarations of a project, in the order of the first uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declarations {
    all: Vec<Declaration>,
    by_name: BTreeMap<String, usize>,
}

/// All that is known of a variable's uses.
#[derive(Debug)]
struct Uses {
    span: Span,
    /// The forms in the order in which they were first seen, with their number.
    forms: Vec<(Form, usize)>,
    /// Whether every use stands in the value of a service's `environment`, with the same form.
    only_in_environment: bool,
    /// Whether it is used at all, and not only passed through by name.
    used: bool,
}

impl Declarations {
    /// Finds the variables of a merged project, whose own secrets are known by name, with the variables that supply them;
    /// those in `made` are secrets whatever they are called.
    pub(crate) fn of(root: &Node, own: &OwnSecrets, made: &BTreeSet<String>) -> Self {
        let mut scan = Scan::default();
        scan.node(root, Place::default());
        let mut declarations = Self::default();
        for name in &scan.order {
            if let Some(uses) = scan.uses.get(name) {
                declarations.add(decide(name, uses, own, made));
            }
        }
        declarations.break_cycles();
        declarations
    }

    fn add(&mut self, declaration: Declaration) {
        self.by_name
            .insert(declaration.variable.clone(), self.all.len());
        self.all.push(declaration);
    }

    /// The declarations.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Declaration> {
        self.all.iter()
    }

    /// What this variable becomes.
    pub(crate) fn get(&self, variable: &str) -> Option<&Declaration> {
        self.all.get(*self.by_name.get(variable)?)
    }

    /// Says how the secret is made that a variable becomes; whether it becomes one.
    pub(crate) fn hint(&mut self, variable: &str, hint: Hint) -> bool {
        let index = self.by_name.get(variable);
        let declaration = index.and_then(|index| self.all.get_mut(*index));
        match declaration {
            Some(declaration) if declaration.secret.is_some() && !declaration.is_known => {
                declaration.hint = Some(hint);
                true
            }
            _ => false,
        }
    }

    /// Text with its variables as references, as it is written in a stack.
    pub(crate) fn written(&self, template: &Template) -> String {
        let mut out = String::new();
        for (number, part) in template.parts.iter().enumerate() {
            match part {
                Part::Variable(variable) => out.push_str(&self.reference(variable)),
                Part::Text(text) => {
                    let reference_follows =
                        matches!(template.parts.get(number + 1), Some(Part::Variable(_)));
                    out.push_str(&escaped(text, reference_follows));
                }
            }
        }
        out
    }

    fn reference(&self, variable: &Variable) -> String {
        let name = &variable.name;
        let declared = self.get(name);
        if let Some(secret) = declared.and_then(|declared| declared.secret.as_ref()) {
            return format!("${{secret.{secret}}}");
        }
        let form = declared.map_or(&Form::Plain, |declared| &declared.form);
        if form_of(variable).as_ref() == Some(form) {
            return format!("${{input.{name}}}");
        }
        match &variable.operator {
            None => format!("${{input.{name}-}}"),
            Some((operator, word)) => {
                format!(
                    "${{input.{name}{}{}}}",
                    operator.symbol(),
                    self.written(word)
                )
            }
        }
    }

    /// A default that needs itself can't be declared: then each use says its own.
    fn break_cycles(&mut self) {
        for index in 0..self.all.len() {
            if self.reaches_itself(index)
                && let Some(declaration) = self.all.get_mut(index)
            {
                declaration.form = Form::Plain;
            }
        }
    }

    fn reaches_itself(&self, start: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = self.needs(start);
        while let Some(index) = waiting.pop() {
            if index == start {
                return true;
            }
            if seen.insert(index) {
                waiting.extend(self.needs(index));
            }
        }
        false
    }

    fn needs(&self, index: usize) -> Vec<usize> {
        match self.all.get(index).map(|declaration| &declaration.form) {
            Some(Form::Default(word) | Form::Required(word)) => word
                .variables()
                .iter()
                .filter_map(|variable| self.by_name.get(&variable.name).copied())
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Literal text as it is written in a stack; before a reference its last dollars are doubled too.
pub(crate) fn escaped(text: &str, reference_follows: bool) -> String {
    let mut out = stackc_compiler::reference::escape(text);
    if reference_follows {
        let dollars = text.len() - text.trim_end_matches('$').len();
        out.extend(std::iter::repeat_n('$', dollars));
    }
    out
}

/// The form of a use that a declaration can have.
fn form_of(variable: &Variable) -> Option<Form> {
    match &variable.operator {
        None => Some(Form::Plain),
        Some((Operator::DefaultIfEmpty, word)) => Some(Form::Default(word.clone())),
        Some((Operator::ErrorIfEmpty, word)) if word.literal().is_some() => {
            Some(Form::Required(word.clone()))
        }
        Some(_) => None,
    }
}

fn decide(name: &str, uses: &Uses, own: &OwnSecrets, made: &BTreeSet<String>) -> Declaration {
    let form = most_frequent(&uses.forms);
    let known = own.by_variable.get(name);
    let secret = known.cloned().unwrap_or_else(|| secret_name(name));
    let is_credential = match &form {
        Form::Default(word) if own.extract => {
            let literal = word.literal();
            secret_like::is_secret_name(name)
                && literal.is_some_and(|text| !secret_like::is_harmless(text))
        }
        _ => false,
    };
    let is_secret = uses.used
        && uses.only_in_environment
        && (is_credential || !matches!(form, Form::Default(_)))
        && (known.is_some()
            || (made.contains(name) || secret_like::is_secret_name(name))
                && !own.names.contains(&secret));
    Declaration {
        variable: name.to_owned(),
        form,
        secret: is_secret.then_some(secret),
        is_known: is_secret && known.is_some(),
        lost_default: is_secret && is_credential,
        hint: None,
        span: uses.span,
    }
}

/// The first of the most frequent forms; the plain one wins a tie, for it alone is written otherwise where another is declared.
fn most_frequent(forms: &[(Form, usize)]) -> Form {
    let rank = |(form, number): &(Form, usize)| (*number, *form == Form::Plain);
    let mut best: Option<&(Form, usize)> = None;
    for form in forms {
        if best.is_none_or(|best| rank(form) > rank(best)) {
            best = Some(form);
        }
    }
    best.map_or(Form::Plain, |(form, _)| form.clone())
}

/// `DB_PASSWORD` as the name of a secret: `db-password`.
pub(crate) fn secret_name(variable: &str) -> String {
    let name: String = variable
        .chars()
        .map(|c| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let name = name.trim_matches('-');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("secret-{name}")
    }
}

/// Where a value stands, as far as it matters for its variables.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// How many keys lead there.
    depth: usize,
    /// Whether the first of them is `services`.
    in_services: bool,
    /// Whether it is in a service's `environment`.
    in_environment: bool,
    /// Whether it is an item of such a list.
    is_item: bool,
}

#[derive(Debug, Default)]
struct Scan {
    order: Vec<String>,
    uses: BTreeMap<String, Uses>,
}

impl Scan {
    fn node(&mut self, node: &Node, place: Place) {
        match &node.value {
            Value::Scalar(scalar) => {
                if scalar.text.contains('$')
                    && let Ok(template) = parse(&scalar.text)
                {
                    self.template(&template, node.span, place);
                } else if place.in_environment && place.is_item && !scalar.text.contains('=') {
                    self.pass_through(&scalar.text, node.span);
                }
            }
            Value::List(items) => {
                for item in items {
                    let place = Place {
                        is_item: true,
                        ..place
                    };
                    self.node(item, place);
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    self.entry(entry, place);
                }
            }
        }
    }

    fn entry(&mut self, entry: &Entry, place: Place) {
        let key = entry.key.value.as_str();
        // A stack's name holds no variable, and extensions are left out.
        if place.depth == 0 && (key == "name" || key.starts_with("x-")) {
            return;
        }
        if place.in_environment && entry.value.is_null() {
            self.pass_through(key, entry.key.span);
        }
        let inside = Place {
            depth: place.depth + 1,
            in_services: place.in_services || place.depth == 0 && key == "services",
            in_environment: place.in_environment
                || place.in_services && place.depth == 2 && key == "environment",
            is_item: false,
        };
        self.node(&entry.value, inside);
    }

    /// `KEY=value`: what stands before `=` is no value.
    fn template(&mut self, template: &Template, span: Span, place: Place) {
        let mut in_value = place.in_environment && !place.is_item;
        for part in &template.parts {
            match part {
                Part::Text(text) => in_value |= place.in_environment && text.contains('='),
                Part::Variable(variable) => {
                    self.variable(variable, span, in_value);
                    for nested in nested(variable) {
                        self.variable(nested, span, false);
                    }
                }
            }
        }
    }

    fn uses(&mut self, name: &str, span: Span) -> &mut Uses {
        if !self.uses.contains_key(name) {
            self.order.push(name.to_owned());
        }
        self.uses.entry(name.to_owned()).or_insert(Uses {
            span,
            forms: Vec::new(),
            only_in_environment: true,
            used: false,
        })
    }

    fn pass_through(&mut self, name: &str, span: Span) {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_name {
            self.uses(name, span).only_in_environment = false;
        }
    }

    fn variable(&mut self, variable: &Variable, span: Span, in_environment: bool) {
        let form = form_of(variable);
        let uses = self.uses(&variable.name, span);
        let same = uses
            .forms
            .iter()
            .all(|(known, _)| Some(known) == form.as_ref());
        uses.only_in_environment &= in_environment && form.is_some() && same;
        uses.used = true;
        let Some(form) = form else { return };
        match uses.forms.iter_mut().find(|(known, _)| *known == form) {
            Some((_, number)) => *number += 1,
            None => uses.forms.push((form, 1)),
        }
    }
}

fn nested(variable: &Variable) -> Vec<&Variable> {
    match &variable.operator {
        Some((_, word)) => word.variables(),
        None => Vec::new(),
    }
}
