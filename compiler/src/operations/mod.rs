//! What someone at a host's shell does with what a target made: the commands of which a runbook is made.

mod command;
mod deploy;

pub use command::{Command, Part, Word, at_home, before, kept};
pub use deploy::Deploy;

/// How the containers of a service are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Containers {
    /// Docker, by the label of the Compose project.
    Project,
    /// Docker, by the label of a Compose project to whose name the platform adds an ending.
    ProjectWithEnding,
    /// podman, by the name that Compose would give them.
    Name,
    /// There are none: data, passwords and secrets are the business of the target that runs them.
    None,
}

impl Containers {
    /// The program that runs them.
    #[must_use]
    pub fn engine(self) -> &'static str {
        match self {
            Self::Project | Self::ProjectWithEnding | Self::None => "docker",
            Self::Name => "podman",
        }
    }
}

/// What a target's host is told by hand.
#[derive(Clone, Debug)]
pub struct Operations {
    /// Where it is done, and what has to be there: sentences.
    pub needs: Vec<String>,
    /// How containers are found.
    pub containers: Containers,
    /// The folder in which the commands of the target's facts run.
    pub folder: Word,
    /// Whether the units are a user's: `systemctl` is that of the user then.
    pub is_users: bool,
    /// Services that run beside those of the stack, such as the edge's.
    pub beside: Vec<&'static str>,
    /// Where each secret is put.
    pub secrets: Vec<SecretPlace>,
    /// Facts of changes that the switch itself makes take effect.
    pub settled: &'static [&'static str],
    /// Whether someone does by hand what does not take effect by itself, after the switch.
    pub forced_by_hand: bool,
    /// Where the target deploys containers and runs none of them itself: what someone does first who changes data, passwords or secrets with it.
    pub data_first: Option<&'static str>,
    /// Keeps what the way back needs; the files of the version before are in the variable `before`.
    pub keep: Vec<Command>,
    /// Fetches or builds what the switch needs, and changes nothing that runs.
    pub prepare: Vec<Command>,
    /// Lets the new version run.
    pub switch: Vec<Command>,
    /// Lets the version before run again.
    pub back: Vec<Command>,
}

/// Where a secret is put.
#[derive(Clone, Debug)]
pub struct SecretPlace {
    /// Its name in the stack.
    pub secret: String,
    /// In words: `secrets/db-password, encrypted by age`.
    pub place: String,
    /// Puts what is in the runbook's file of the secret's name there.
    pub put: Vec<Command>,
    /// Takes it away again.
    pub take_back: Vec<Command>,
    /// What has to come right before the switch, in the same shell.
    pub with_switch: Vec<Command>,
}

impl Operations {
    /// The place of a secret.
    #[must_use]
    pub fn place(&self, secret: &str) -> Option<&SecretPlace> {
        self.secrets.iter().find(|place| place.secret == secret)
    }
}
