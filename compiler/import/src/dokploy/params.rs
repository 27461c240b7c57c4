//! The hosts of a template as params of the stack.

use stackc_compiler::source::Span;

use super::value::Values;
use crate::kdl::{Node, Value as Written};

/// A host.
#[derive(Debug)]
struct Param {
    variable: String,
    name: String,
    default: String,
    span: Span,
}

/// The params that are needed, in the order of their first uses.
#[derive(Debug)]
pub(super) struct Params<'v> {
    values: &'v Values,
    stack: String,
    all: Vec<Param>,
}

impl<'v> Params<'v> {
    pub(super) fn new(values: &'v Values, stack: &str) -> Self {
        Self {
            values,
            stack: name_of(stack),
            all: Vec::new(),
        }
    }

    /// The name of the param that a variable's host becomes.
    pub(super) fn of(&mut self, variable: &str, span: Span) -> String {
        if let Some(param) = self.all.iter().find(|param| param.variable == variable) {
            return param.name.clone();
        }
        let name = free(&name_of(variable), |name| {
            self.all.iter().any(|param| param.name == name)
        });
        let default = match self.values.literal_host(variable) {
            Some(host) => host.to_owned(),
            None => self.host(&name),
        };
        self.all.push(Param {
            variable: variable.to_owned(),
            name: name.clone(),
            default,
            span,
        });
        name
    }

    /// A host of this machine that no other param has.
    fn host(&self, name: &str) -> String {
        let taken = |host: &str| self.all.iter().any(|param| param.default == host);
        let whole = format!("{}.localhost", self.stack);
        if !taken(&whole) {
            return whole;
        }
        let short = name.strip_suffix("-domain").unwrap_or(name);
        let below = format!("{short}.{whole}");
        if taken(&below) {
            format!("{name}.{whole}")
        } else {
            below
        }
    }

    pub(super) fn nodes(&self) -> Vec<Node> {
        let node = |(number, param): (usize, &Param)| {
            let mut node = Node::new("param", param.span.at_start())
                .arg(Written::Word(param.name.clone()))
                .prop("type", Written::Word("host".to_owned()))
                .prop("default", Written::Text(param.default.clone()));
            node.apart = number == 0;
            node
        };
        self.all.iter().enumerate().map(node).collect()
    }
}

/// Text as a name: `main_domain` is `main-domain`.
pub(super) fn name_of(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    let name = name.get(..60).unwrap_or(name).trim_end_matches('-');
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("x{name}")
    }
}

/// The name, with a number behind it if it is taken.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while taken(&free) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}
