//! What a change is about.

use std::fmt;

/// The kind and the name of a thing of the stack: `service/server`; the name alone is missing where there is one such thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The node's kind: `service`, `volume`, `site`.
    pub kind: String,
    /// What tells it from others of its kind.
    pub name: Option<String>,
}

impl Address {
    /// The address of a thing with a name.
    #[must_use]
    pub fn new(kind: &str, name: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: Some(name.to_owned()),
        }
    }

    /// The address of the only thing of its kind.
    #[must_use]
    pub fn only(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: None,
        }
    }

    /// Its name, or nothing.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{}/{name}", self.kind),
            None => f.write_str(&self.kind),
        }
    }
}
