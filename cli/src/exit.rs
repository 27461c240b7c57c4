//! How a run ends.

use stackc_compiler::artifact::Bug;

/// The exit code of a fault of our own.
pub const FAULT: u8 = 70;

/// The exit code of wrong usage.
pub(crate) const USAGE: u8 = 64;

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what it was asked for.
    Done,
    /// The input has errors.
    Errors,
    /// Something changes, and that was asked for.
    Changes,
    /// A gate was not met: something differs, or there are warnings.
    Gate,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Errors => 1,
            Self::Changes => 2,
            Self::Gate => 3,
        }
    }
}

/// Why a run could not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The command line asks for what there is not.
    Usage(String),
    /// The run met an obstacle, such as a file that can't be written.
    Run(String),
    /// The compiler is wrong.
    Fault(String),
}

impl Failure {
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Run(_) => Exit::Errors.code(),
            Self::Fault(_) => FAULT,
        }
    }
}

impl From<Bug> for Failure {
    fn from(bug: Bug) -> Self {
        Self::Fault(bug.0)
    }
}
