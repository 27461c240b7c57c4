//! Diagnostics as plain data: what is wrong, where, and what to do.

mod suggest;

pub use suggest::nearest;

use std::collections::BTreeSet;

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be built.
    Error,
    /// It can be built, and is probably not what is meant.
    Warning,
    /// Something worth knowing; shown on request.
    Note,
}

impl Severity {
    /// Its name in JSON and in text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty for the primary label.
    pub text: String,
}

/// A replacement of text that mends the fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// With what.
    pub replacement: String,
}

/// One finding. Its message is lower case, without a full stop, and states the fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable kebab-case name; `stackc explain CODE` says more.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The fact.
    pub message: String,
    /// The exact place.
    pub primary: Label,
    /// Other places that are involved.
    pub others: Vec<Label>,
    /// What to do, to be pasted where possible.
    pub help: Option<String>,
    /// The change that mends it, where one is certain.
    pub fix: Option<Fix>,
    /// The literals at these spans may be secrets: an excerpt shows them as `"…"`.
    pub redact: Vec<Span>,
    /// The reason given by an `allow` that covers it.
    pub allowed: Option<String>,
}

impl Diagnostic {
    /// A finding with a code, a severity, a place and a message.
    pub fn new(
        severity: Severity,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            others: Vec::new(),
            help: None,
            fix: None,
            redact: Vec::new(),
            allowed: None,
        }
    }

    /// An error.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// A note.
    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Gives the change that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Hides the literal at a span in every excerpt.
    #[must_use]
    pub fn redact(mut self, span: Span) -> Self {
        self.redact.push(span);
        self
    }
}

/// The most findings of a run; a stack with more of them is no stack.
const MOST: usize = 2000;

/// The sink of a run: every finding once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
    seen: BTreeSet<(&'static str, Span, String)>,
}

impl Diagnostics {
    /// Takes a finding, unless the same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.items.len() >= MOST {
            self.overflow(&diagnostic);
            return;
        }
        let key = (
            diagnostic.code,
            diagnostic.primary.span,
            diagnostic.message.clone(),
        );
        if self.seen.insert(key) {
            self.items.push(diagnostic);
        }
    }

    /// What comes after the last finding that is kept: one that says so.
    fn overflow(&mut self, diagnostic: &Diagnostic) {
        if self.items.len() == MOST {
            let span = diagnostic.primary.span;
            self.items.push(Diagnostic::error(
                "too-many-errors",
                span,
                format!("more than {MOST} findings; the others are not listed"),
            ));
        }
    }

    /// Whether no further finding is kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.items.len() > MOST
    }

    /// Takes several findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Whether any finding is an error that is not allowed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity and are not allowed.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items
            .iter()
            .filter(|item| item.severity == severity && item.allowed.is_none())
            .count()
    }

    /// The findings, in the order in which they came.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// The findings, to be changed in place (by `allow`).
    pub fn items_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.items
    }

    /// The findings, taken out.
    #[must_use]
    pub fn into_items(self) -> Vec<Diagnostic> {
        self.items
    }

    /// Keeps the findings for which `keep` says so.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.items.retain(keep);
    }

    /// Sorts by place, errors before warnings at the same one.
    pub fn sort(&mut self) {
        self.items.sort_by(|a, b| {
            (a.primary.span, a.severity, a.code).cmp(&(b.primary.span, b.severity, b.code))
        });
    }
}
