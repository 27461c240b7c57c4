//! Rules: one rule, one file, named for its fault.

mod codes;

pub use codes::{CODES, Code, code};

use crate::{
    diag::{Diagnostics, Severity},
    resolve::Stack,
};

/// A rule over a stack in one environment.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The code of what it finds.
    pub code: &'static str,
    /// Looks for the fault.
    pub check: fn(&Stack, &mut Diagnostics),
}

/// Every rule, in the order in which they run.
pub static RULES: &[Rule] = &[];

/// Whether `allow` may silence a finding: warnings and notes, and those errors that are a matter of judgement.
#[must_use]
pub fn can_be_allowed(name: &str) -> bool {
    code(name).is_some_and(|code| code.severity != Severity::Error || code.allowable)
}
