//! Text with Dokploy's `${…}` in it → its parts.

use std::{cell::Cell, collections::BTreeMap};

use super::Template;
use crate::made::Made;

/// A value whose names are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// Its parts; no two texts in a row.
    pub parts: Vec<Part>,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text.
    Text(String),
    /// The host that this variable is.
    Host(String),
    /// The stack's name.
    StackName,
    /// A secret that Dokploy makes.
    Made(Made, Origin),
    /// Something else that Dokploy makes: a word for it.
    Random(&'static str, Origin),
}

/// Where a helper stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is this variable; so it is the same wherever the variable is used.
    Variable(String),
    /// In place, as it is written; so it is another one at each place.
    Place(String),
}

impl Value {
    pub(super) fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    fn push(&mut self, part: Part) {
        match part {
            Part::Text(text) => self.push_text(&text),
            part => self.parts.push(part),
        }
    }

    /// The text, if it is nothing else.
    pub(super) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The part, if it is one.
    pub(super) fn only(&self) -> Option<&Part> {
        match self.parts.as_slice() {
            [part] => Some(part),
            _ => None,
        }
    }
}

/// The values of a template's variables.
#[derive(Debug)]
pub(super) struct Values {
    texts: BTreeMap<String, String>,
    /// The variables that a domain has for its host.
    hosts: Vec<String>,
    /// How many bytes and parts may still come of names that are filled in.
    left: Cell<usize>,
}

/// More than this comes of no template that is meant.
const MOST: usize = 1 << 20;

/// Variables that stand in one another deeper than this are left as they are.
const DEEPEST: usize = 16;

impl Values {
    pub(super) fn of(template: &Template) -> Self {
        let hosts = template
            .domains
            .iter()
            .filter_map(|domain| name_alone(&domain.host.as_ref()?.value))
            .map(str::to_owned);
        Self {
            texts: template
                .variables
                .iter()
                .map(|(name, text)| (name.value.clone(), text.clone()))
                .collect(),
            hosts: hosts.collect(),
            left: Cell::new(MOST),
        }
    }

    /// The literal host that a variable is, if it is one.
    pub(super) fn literal_host(&self, variable: &str) -> Option<&str> {
        let (_, host) = scheme(self.texts.get(variable)?.trim());
        (!host.is_empty() && !host.contains("${")).then_some(host)
    }

    /// Text with its names filled in.
    pub(super) fn read(&self, text: &str) -> Value {
        self.left.set(MOST);
        self.scan(text, None, 0)
    }

    fn scan(&self, text: &str, owner: Option<&str>, depth: usize) -> Value {
        let mut value = Value::default();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
            value.push_text(before);
            let Some(end) = from.find('}').filter(|end| *end > 2) else {
                let (dollar, behind) = from.split_at_checked(2).unwrap_or((from, ""));
                value.push_text(dollar);
                rest = behind;
                continue;
            };
            let (written, behind) = from.split_at_checked(end + 1).unwrap_or((from, ""));
            let name = written.get(2..end).unwrap_or_default();
            for part in self.name(name, written, owner, depth).parts {
                value.push(part);
            }
            rest = behind;
        }
        value.push_text(rest);
        value
    }

    fn spend(&self, size: usize) -> bool {
        let left = self.left.get().checked_sub(size);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// What `${name}` stands for.
    fn name(&self, name: &str, written: &str, owner: Option<&str>, depth: usize) -> Value {
        let as_written = || Value {
            parts: vec![Part::Text(written.to_owned())],
        };
        if owner != Some(name) && self.texts.contains_key(name) {
            // Each step counts, so that the work has a bound too.
            if depth >= DEEPEST || !self.spend(64) {
                return as_written();
            }
            let value = self.variable(name, depth + 1);
            if !self.spend(value.parts.iter().map(size).sum()) {
                return as_written();
            }
            return value;
        }
        let origin = match owner {
            Some(owner) => Origin::Variable(owner.to_owned()),
            None => Origin::Place(written.to_owned()),
        };
        let part = match (helper(name), owner) {
            (Some(Helper::Domain), Some(owner)) => Part::Host(owner.to_owned()),
            (Some(Helper::Domain), None) => Part::Random("a host", origin),
            (Some(Helper::Made(made)), _) => Part::Made(made, origin),
            (Some(Helper::Random(what)), _) => Part::Random(what, origin),
            (Some(Helper::StackName), _) => Part::StackName,
            (None, _) => return as_written(),
        };
        Value { parts: vec![part] }
    }

    fn variable(&self, name: &str, depth: usize) -> Value {
        let Some(text) = self.texts.get(name) else {
            return Value::default();
        };
        // Such a variable is all secret, whatever stands behind it.
        let starts = ["${password", "${base64", "${hash"];
        if starts.iter().any(|start| text.starts_with(start))
            && let Some(helper_name) = text
                .strip_prefix("${")
                .and_then(|text| text.split('}').next())
            && let Some(Helper::Made(made)) = helper(helper_name)
        {
            return Value {
                parts: vec![Part::Made(made, Origin::Variable(name.to_owned()))],
            };
        }
        let (before, host) = scheme(text.trim());
        let is_own_host = host.contains("${domain}") && !host.contains(['/', ':']);
        let is_literal = !host.is_empty() && !host.contains("${");
        let is_host = self.hosts.iter().any(|other| other == name);
        if is_own_host || is_host && is_literal {
            let mut value = Value::default();
            value.push_text(before);
            value.parts.push(Part::Host(name.to_owned()));
            return value;
        }
        self.scan(text, Some(name), depth)
    }
}

fn size(part: &Part) -> usize {
    match part {
        Part::Text(text) | Part::Host(text) => text.len() + 16,
        Part::StackName | Part::Made(..) | Part::Random(..) => 64,
    }
}

/// `https://` and what stands behind it.
pub(super) fn scheme(text: &str) -> (&str, &str) {
    ["https://", "http://"]
        .iter()
        .find_map(|scheme| {
            text.starts_with(scheme)
                .then(|| text.split_at_checked(scheme.len()))?
        })
        .unwrap_or(("", text))
}

/// The name in `${name}`, if nothing else is in the text.
fn name_alone(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains('}')).then_some(name)
}

/// What Dokploy has a name of its own for.
enum Helper {
    Domain,
    StackName,
    Made(Made),
    Random(&'static str),
}

fn helper(name: &str) -> Option<Helper> {
    let (word, argument) = match name.split_once(':') {
        Some((word, argument)) => (word, Some(argument)),
        None => (name, None),
    };
    let number = argument.and_then(|argument| argument.parse::<u32>().ok());
    let takes_number = argument.is_none() || number.is_some();
    Some(match word {
        "password" if takes_number => Helper::Made(Made::hex(number.unwrap_or(16).div_ceil(2))),
        "hash" if takes_number => Helper::Made(Made::hex(number.unwrap_or(8).div_ceil(2))),
        "base64" if takes_number => Helper::Made(Made::base64(number.unwrap_or(32))),
        "jwt" => match (argument, number) {
            (None, _) => Helper::Made(Made::base64(32)),
            (_, Some(number)) => Helper::Made(Made::hex(number)),
            _ => Helper::Random("a signed token"),
        },
        "timestamp" | "timestamps" | "timestampms" => Helper::Random("a time"),
        _ if argument.is_some() => return None,
        "uuid" => Helper::Random("a UUID"),
        "domain" => Helper::Domain,
        "APP_NAME" => Helper::StackName,
        "username" => Helper::Random("a user name"),
        "email" => Helper::Random("an e-mail address"),
        "randomPort" => Helper::Random("a port"),
        _ => return None,
    })
}
