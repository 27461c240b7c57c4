//! What every code means: the text of `stackc explain`.
//!
//! One file for each group of codes. A code says why what it names is a fault and what to do about it, and shows both
//! in whole stacks, or in Compose files where it is about these; where there are several files, `// in NAME:` stands before the
//! text of each but the first.

mod calendar;
mod compose;
mod edge;
mod files;
mod import;
mod modules;
mod names;
mod outputs;
mod secrets;
mod services;
mod syntax;
mod undefined;
mod unused;
mod values;
mod vocabulary;

use std::sync::LazyLock;

use crate::diag::Severity;

/// A code and its explanation.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its stable kebab-case name.
    pub name: &'static str,
    /// How bad it is; the worst, if it depends.
    pub severity: Severity,
    /// Whether `allow` may silence it although it is an error.
    pub allowable: bool,
    /// One line, lower case, without a full stop.
    pub summary: &'static str,
    /// Why it is a fault and what to do, in a few sentences.
    pub text: &'static str,
    /// A stack that has the fault; empty if no stack alone can have it.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
    /// What the two are written in.
    pub language: Language,
}

/// What an example is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// It is a stack, which is compiled.
    Stack,
    /// It is a Compose file, which is imported.
    Compose,
}

/// Every code, by name.
pub static CODES: LazyLock<Vec<Code>> = LazyLock::new(|| {
    let groups = [
        calendar::CODES,
        compose::CODES,
        edge::CODES,
        files::CODES,
        import::CODES,
        modules::CODES,
        names::CODES,
        undefined::CODES,
        unused::CODES,
        outputs::CODES,
        secrets::CODES,
        services::CODES,
        syntax::CODES,
        values::CODES,
        vocabulary::CODES,
    ];
    let mut codes = groups.concat();
    codes.sort_unstable_by_key(|code| code.name);
    codes
});

/// The code of this name.
#[must_use]
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}

/// The two stacks of a code: with the fault, and without it.
#[derive(Clone, Copy)]
struct Examples {
    bad: &'static str,
    good: &'static str,
}

/// No stack alone can have the fault.
const NONE: Examples = Examples { bad: "", good: "" };

const fn new(
    severity: Severity,
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    examples: Examples,
) -> Code {
    Code {
        name,
        severity,
        allowable: false,
        summary,
        text,
        bad: examples.bad,
        good: examples.good,
        language: Language::Stack,
    }
}

/// An error.
const fn error(
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    examples: Examples,
) -> Code {
    new(Severity::Error, name, summary, text, examples)
}

/// An error that is a matter of judgement.
const fn judgement(
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    examples: Examples,
) -> Code {
    Code {
        allowable: true,
        ..new(Severity::Error, name, summary, text, examples)
    }
}

/// A warning.
const fn warning(
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    examples: Examples,
) -> Code {
    new(Severity::Warning, name, summary, text, examples)
}

/// A note.
const fn note(
    name: &'static str,
    summary: &'static str,
    text: &'static str,
    examples: Examples,
) -> Code {
    new(Severity::Note, name, summary, text, examples)
}
