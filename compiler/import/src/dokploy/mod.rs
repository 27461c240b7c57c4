//! Dokploy's `template.toml` beside a Compose file: what it adds becomes an environment of the stack.
//!
//! The stack's other environment is the Compose file's alone; only hints on how secrets are made stand outside of both.

mod dotenv;
mod env;
mod files;
mod overlay;
mod params;
mod read;
mod sites;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use overlay::{Overlay, Parts, dropped, without_target};

use std::collections::BTreeSet;

use stackc_compiler::{
    diag::Diagnostics,
    source::{Sources, Span},
};

use crate::{Given, convert::Convert, declare::Declarations, kdl::Node, made::Hint};

use read::{Pair, Template};
use value::{Origin, Part, Value, Values};

/// A template.
#[derive(Debug)]
pub(crate) struct Dokploy {
    template: Template,
    values: Values,
    /// The values of `env`, in its order.
    read: Vec<Value>,
}

impl Dokploy {
    /// Reads a template; what is wrong with it is reported, and then there is none.
    pub(crate) fn read(
        given: &Given,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let template = read::read(given, sources, diagnostics)?;
        let values = Values::of(&template);
        let read = template.env.iter().map(|pair| filled(&values, pair));
        let read = read.collect();
        Some(Self {
            template,
            values,
            read,
        })
    }

    /// The variables that Dokploy makes a secret for.
    pub(crate) fn made(&self) -> BTreeSet<String> {
        self.pairs()
            .filter(|(_, value)| matches!(value.only(), Some(Part::Made(..))))
            .map(|(pair, _)| pair.key.value.clone())
            .collect()
    }

    /// Says how the secrets among the declarations are made; those that are the same one are made once.
    pub(crate) fn hint(&self, declarations: &mut Declarations) {
        let mut known: Vec<(String, String)> = Vec::new();
        for (pair, value) in self.pairs() {
            let Some(Part::Made(made, origin)) = value.only() else {
                continue;
            };
            let key = &pair.key.value;
            let hint = match origin {
                Origin::Place(_) => Hint::Made(*made),
                Origin::Variable(name) => {
                    match known.iter().find(|(variable, _)| variable == name) {
                        Some((_, first)) => Hint::SameAs(first.clone()),
                        None => Hint::Made(*made),
                    }
                }
            };
            if declarations.hint(key, hint)
                && let Origin::Variable(name) = origin
            {
                known.push((name.clone(), key.clone()));
            }
        }
    }

    /// The environment that the template makes of a stack's nodes.
    pub(crate) fn overlay(
        &self,
        convert: &Convert<'_>,
        name: &str,
        base: &[Node],
        parts: Parts,
    ) -> Overlay {
        overlay::build(self, convert, name, base, parts)
    }

    /// The template's first byte.
    pub(crate) fn start(&self) -> Option<Span> {
        self.template.start
    }

    /// The variables of `env` with their values.
    fn pairs(&self) -> impl Iterator<Item = (&Pair, &Value)> {
        self.template.env.iter().zip(&self.read)
    }
}

fn filled(values: &Values, pair: &Pair) -> Value {
    let value = if pair.filled_in {
        values.read(&pair.value)
    } else {
        let mut value = Value::default();
        value.push_text(&pair.value);
        value
    };
    dotenv::read(value)
}
