//! What every code means: the text of `stackc explain`.

use crate::diag::Severity;

/// A code and its explanation.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its stable kebab-case name.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whether `allow` may silence it although it is an error.
    pub allowable: bool,
    /// One line, lower case, without a full stop.
    pub summary: &'static str,
    /// Why it is a fault and what to do, in a few sentences.
    pub text: &'static str,
    /// A stack, or a part of one, that has the fault.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// Every code, by name.
pub static CODES: &[Code] = &[];

/// The code of this name.
#[must_use]
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}
