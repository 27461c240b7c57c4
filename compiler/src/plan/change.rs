//! The parts of a plan.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    difference::Said,
    effect::{Address, Axes, Fact, Sign, Step},
    secret_like::Hidden,
    source::Span,
};

/// What becomes of one environment.
#[derive(Debug, Default)]
pub struct Plan {
    /// The environment's name, if the stack has environments.
    pub environment: Option<String>,
    /// Whether the environment itself, or all of the stack, is new or gone.
    pub whole: Option<Sign>,
    /// What changes, the worst first.
    pub changes: Vec<Change>,
    /// The files that are not the same, by target and path.
    pub files: Vec<FileChange>,
    /// How many things of each kind stay as they are.
    pub unchanged: BTreeMap<String, usize>,
    /// What the stack names, and what nobody looked into.
    pub not_compared: Vec<NotCompared>,
    /// Whose behaviour the plan tells.
    pub assumes: Vec<Assumed>,
    /// What no rendering shows, of texts that the plan has not: those of the files.
    pub hidden: Arc<Hidden>,
}

/// A file or folder that the stack names and that is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCompared {
    /// Its path, from the stack's folder.
    pub path: String,
    /// Why: it is too large, or can't be read.
    pub why: String,
}

/// A tool whose behaviour a plan tells.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// Its name.
    pub tool: &'static str,
    /// The version that the stack is for.
    pub version: String,
    /// The version of which the facts are known, if it is another.
    pub known_of: Option<&'static str>,
}

/// A thing of the stack that is not the same.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it is.
    pub address: Address,
    /// Whether it is new, gone, or another.
    pub sign: Sign,
    /// What it says otherwise, part by part; none where only files that are made of other things change.
    pub details: Vec<Detail>,
    /// What that does.
    pub effects: Vec<Effect>,
    /// The line that says it; none where no line does.
    pub place: Option<Place>,
}

/// A part of a thing that is said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// The way to it from the thing: `env › LOG_LEVEL`; empty for the thing itself.
    pub path: String,
    /// What was said; literals that may be secrets are left out.
    pub before: Option<Said>,
    /// What is said now.
    pub after: Option<Said>,
}

/// What a change does.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What is known of such changes.
    pub fact: &'static Fact,
    /// The target on which it happens; none if it is the same on every target.
    pub target: Option<&'static str>,
    /// What of the thing it is about: `image, env`, `15.8 → 16.4`; may be empty.
    pub what: String,
    /// The inputs whose defaults it goes by: it holds unless the environment file sets them.
    pub unless: Vec<String>,
    /// What has to be done.
    pub step: Option<Step>,
    /// The line that causes it, if it is a more exact one than the change's.
    pub place: Option<Place>,
}

/// A place in the stack before or now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of the two.
    pub version: Version,
    /// The place in its files.
    pub span: Span,
}

/// One of the two stacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The baseline.
    Before,
    /// The stack that is planned for.
    After,
}

/// A file that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The target that makes it.
    pub target: &'static str,
    /// Its path, relative to the folder that everything is written below.
    pub path: String,
    /// Whether it is new, gone, or another.
    pub sign: Sign,
    /// The changes that explain it.
    pub explained_by: Vec<Address>,
}

impl Change {
    /// The worst of its effects on every axis.
    #[must_use]
    pub fn axes(&self) -> Axes {
        let effects = self.effects.iter();
        effects.fold(Axes::NONE, |all, effect| all.and(effect.fact.axes))
    }
}

impl Plan {
    /// The worst of all its effects on every axis.
    #[must_use]
    pub fn axes(&self) -> Axes {
        let changes = self.changes.iter();
        changes.fold(Axes::NONE, |all, change| all.and(change.axes()))
    }

    /// Whether nothing changes: no thing of the stack, and no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.changes.is_empty() && self.files.is_empty()
    }
}
