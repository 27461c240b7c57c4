//! A runbook while it is put together.

use super::{Back, Kind, Step};
use crate::operations::Command;

/// In which state everything is if a step fails.
pub(super) mod state {
    pub(in crate::runbook) const NOTHING: &str =
        "Nothing that runs has been touched. Mend the cause, and repeat the step.";
    pub(in crate::runbook) const PLACED: &str = "The old version runs as before; what lies ready for the new one does not disturb it. Mend the cause and repeat the step, or go back.";
    pub(in crate::runbook) const STOPPED: &str = "The data is as it was, and what writes to it is stopped. Mend the cause and repeat the step, or go back: the old version starts again.";
    pub(in crate::runbook) const HALF: &str = "The database may know the new password already, and what runs uses the old one: new connections may fail. Repeat the step, or go back at once.";
    pub(in crate::runbook) const DATA: &str = "The old data is kept whole in its volume. Mend the cause and repeat the step, or go back to it.";
    pub(in crate::runbook) const SWITCHED: &str = "The new version may run in part. Look at its logs; mend the cause and repeat the step, or go back.";
    pub(in crate::runbook) const RUNNING: &str = "The new version runs, but not as it should. Go back, or mend it where it stands if you know the cause.";
}

/// The steps so far.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub steps: Vec<Step>,
    pub back: Vec<Back>,
    pub later: Vec<String>,
}

impl Steps {
    pub(super) fn apply(
        &mut self,
        title: impl Into<String>,
        why: impl Into<String>,
        commands: Vec<Command>,
        if_it_fails: &'static str,
    ) {
        self.add(Kind::Apply, title, why, commands, if_it_fails);
    }

    pub(super) fn verify(
        &mut self,
        title: impl Into<String>,
        why: impl Into<String>,
        commands: Vec<Command>,
        if_it_fails: &'static str,
    ) {
        self.add(Kind::Verify, title, why, commands, if_it_fails);
    }

    pub(super) fn by_hand(
        &mut self,
        title: impl Into<String>,
        why: impl Into<String>,
        if_it_fails: &'static str,
    ) {
        self.add(Kind::ByHand, title, why, Vec::new(), if_it_fails);
    }

    fn add(
        &mut self,
        kind: Kind,
        title: impl Into<String>,
        why: impl Into<String>,
        commands: Vec<Command>,
        if_it_fails: &'static str,
    ) {
        if kind != Kind::ByHand && commands.is_empty() {
            return;
        }
        self.steps.push(Step {
            title: title.into(),
            kind,
            why: why.into(),
            commands,
            if_it_fails,
        });
    }

    /// The number of the step that comes next.
    pub(super) fn next(&self) -> usize {
        self.steps.len() + 1
    }

    /// A part of the way back, needed since a step.
    pub(super) fn back(&mut self, since: usize, title: impl Into<String>, commands: Vec<Command>) {
        if !commands.is_empty() {
            self.back.push(Back {
                since,
                title: title.into(),
                commands,
            });
        }
    }

    /// A part of the way back that comes before those so far.
    pub(super) fn back_first(&mut self, since: usize, title: String, commands: Vec<Command>) {
        self.back.insert(
            0,
            Back {
                since,
                title,
                commands,
            },
        );
    }
}
