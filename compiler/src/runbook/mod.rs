//! The steps that a plan needs of people: to apply it, to verify it and to go back, in order, for one target. A runbook is data: how it is shown, as a page or
//! as a script, is the business of whoever shows it. No value of a secret is in it: what is needed at run time is read from what runs.

mod build;
mod databases;
mod passwords;
mod secrets;
mod site;
mod steps;
mod volumes;

use crate::operations::{Command, Containers};

pub use build::runbook;

/// What is done, in order.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// The environment's name, if the stack has environments.
    pub environment: Option<String>,
    /// The Compose project after the change.
    pub project: String,
    /// The target whose files are deployed.
    pub target: &'static str,
    /// How the containers of a service are found.
    pub containers: Containers,
    /// Whether the units are a user's.
    pub is_users: bool,
    /// What runs now, where the way back needs its files.
    pub baseline: Baseline,
    /// What has to be there before: sentences.
    pub needs: Vec<String>,
    /// The address at which the site's health is asked for, with its path.
    pub site: Option<Site>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The way back, in order; what was not begun is left out.
    pub back: Vec<Back>,
    /// What is done when all has gone well for long enough: sentences.
    pub later: Vec<String>,
}

/// Where the version before is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// A commit of the repository.
    Commit {
        /// Its hash.
        commit: String,
        /// The stack's folder, as the top of the repository sees it; empty for the top itself.
        folder: String,
    },
    /// A folder.
    Folder(String),
}

/// Where a site's health is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// `https://crm.example.com`
    pub origin: String,
    /// `/healthz`, or `/` where no route tells the health.
    pub path: String,
    /// Whether the path tells the health, so that only success is an answer.
    pub tells_health: bool,
    /// Whether the host may trust its certificate: a self-signed one is trusted by none.
    pub is_trusted: bool,
}

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It changes something.
    Apply,
    /// It looks whether all is as it should be.
    Verify,
    /// Someone does it, and says so.
    ByHand,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub title: String,
    /// What kind of step it is.
    pub kind: Kind,
    /// Why, and what there is to know.
    pub why: String,
    /// The commands; none where words say what is done.
    pub commands: Vec<Command>,
    /// In which state everything is if it fails.
    pub if_it_fails: &'static str,
}

/// A part of the way back.
#[derive(Clone, Debug)]
pub struct Back {
    /// The step, from 1, since whose beginning it is needed.
    pub since: usize,
    /// What it does.
    pub title: String,
    /// The commands.
    pub commands: Vec<Command>,
}
