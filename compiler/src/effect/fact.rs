//! What is known of a kind of change: the rows of the table that the plan and its documentation share.

use super::axes::Axes;

/// A row of the table: what a kind of change does, on a target or wherever the stack runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name, stable, in kebab case.
    pub name: &'static str,
    /// The change, in words.
    pub change: &'static str,
    /// What it does.
    pub axes: Axes,
    /// Why.
    pub why: &'static str,
    /// What someone has to do, if anything.
    pub step: Option<Step<&'static str>>,
    /// Whose behaviour this is, in which version, and how it is known.
    pub known: &'static str,
}

/// What someone does so that a change takes effect, or does no harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<T = String> {
    /// A command, run in the folder of the target's files.
    Run(T),
    /// Something that no single command does.
    ByHand(T),
}

impl<T: Clone> Copy for Step<T> where T: Copy {}

impl Step<&'static str> {
    /// The step with the names of one change filled in: `{service}`, `{name}` and the like.
    #[must_use]
    pub fn filled(&self, names: &[(&str, &str)]) -> Step {
        let fill = |text: &str| {
            names.iter().fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
        };
        match self {
            Self::Run(text) => Step::Run(fill(text)),
            Self::ByHand(text) => Step::ByHand(fill(text)),
        }
    }
}

impl Step {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Run(text) | Self::ByHand(text) => text,
        }
    }
}
