//! What names mean in one file: in the stack itself, or inside one use of a module.

use std::collections::BTreeMap;

use super::ParamValue;
use crate::source::Span;

/// The names that are visible in a file. A module sees its own; the stack sees everything by its whole name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The service that a module is in place as; none in the stack itself.
    pub own: Option<String>,
    pub params: BTreeMap<String, ParamValue>,
    /// Every param that is declared, also where it has no value.
    pub declared_params: BTreeMap<String, Span>,
    pub inputs: BTreeMap<String, Span>,
    /// Kind and name as it is written here, and the name that it has in the whole stack.
    pub declared: BTreeMap<(&'static str, String), String>,
}

impl Names {
    pub(crate) fn declare(&mut self, kind: &'static str, name: &str, full: String) {
        self.declared.insert((kind, name.to_owned()), full);
    }

    /// The name that a thing has in the whole stack.
    pub(crate) fn full(&self, kind: &'static str, name: &str) -> Option<&str> {
        self.declared
            .get(&(kind, name.to_owned()))
            .map(String::as_str)
    }

    /// The names of one kind, as they are written here; the one of the module's own service is none.
    pub(crate) fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = &str> {
        self.declared
            .keys()
            .filter(move |(of, name)| *of == kind && !name.is_empty())
            .map(|(_, name)| name.as_str())
    }
}
