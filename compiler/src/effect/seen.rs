//! What a target sees in its files.

use super::{
    address::Address,
    fact::{Fact, Step},
    files::Files,
    named::NamedChange,
    sign::Sign,
};
use crate::resolve::Stack;

/// What a target is shown: the stack before and now, and its own files of both.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The stack before.
    pub before: &'a Stack,
    /// The stack now.
    pub after: &'a Stack,
    /// The files of this target.
    pub files: Files<'a>,
    /// What services use beside the stack's own files, where it is not the same.
    pub named: &'a [NamedChange],
}

/// A fact that holds for one thing of the stack, seen in a target's files.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it happens to.
    pub address: Address,
    /// What is known of such a change.
    pub fact: &'static Fact,
    /// What of it changed: `image, environment`; may be empty.
    pub what: String,
    /// The step that is needed, with its names filled in.
    pub step: Option<Step>,
    /// Whether the thing itself is new or gone; none if it is another.
    pub sign: Option<Sign>,
    /// The files in which it was seen.
    pub files: Vec<String>,
}

impl Seen {
    /// A fact that holds for a thing; the step's `{name}` is the thing's name.
    #[must_use]
    pub fn new(address: Address, fact: &'static Fact) -> Self {
        let step = fact
            .step
            .map(|step| step.filled(&[("name", address.name())]));
        Self {
            address,
            fact,
            what: String::new(),
            step,
            sign: None,
            files: Vec::new(),
        }
    }

    /// The same, with what of it changed.
    #[must_use]
    pub fn what(self, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            ..self
        }
    }

    /// The same, with this step in place of the fact's.
    #[must_use]
    pub fn step(self, step: Option<Step>) -> Self {
        Self { step, ..self }
    }

    /// The same, of a thing that is new or gone.
    #[must_use]
    pub fn sign(self, sign: Sign) -> Self {
        Self {
            sign: Some(sign),
            ..self
        }
    }

    /// The same, seen in this file.
    #[must_use]
    pub fn in_file(mut self, path: &str) -> Self {
        self.files.push(path.to_owned());
        self
    }
}
