//! The faults of one file: as many as a reader can use, and the number of those beyond.

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// How many faults of one file are shown.
pub(super) const MOST: usize = 100;

/// Collects the faults of one file.
#[derive(Debug, Default)]
pub(super) struct Report {
    items: Vec<Diagnostic>,
    beyond: usize,
}

impl Report {
    /// Takes a fault, or counts it if there are enough.
    pub(super) fn push(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.items.len() < MOST {
            self.items.push(make());
        } else {
            self.beyond += 1;
        }
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether more faults than are shown were found already.
    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= MOST
    }

    /// Takes the faults of another stage.
    pub(super) fn append(&mut self, other: Self) {
        self.items.extend(other.items);
        self.beyond += other.beyond;
    }

    /// Hands the faults over by place, at most [`MOST`] and one that counts the rest.
    pub(super) fn finish(mut self, end: Span, diagnostics: &mut Diagnostics) {
        self.items
            .sort_by_key(|item| (item.primary.span, item.code));
        self.items
            .dedup_by_key(|item| (item.primary.span, item.code));
        let cut = self.items.len().saturating_sub(MOST) + self.beyond;
        for item in self.items.into_iter().take(MOST) {
            diagnostics.push(item);
        }
        if cut > 0 {
            diagnostics.push(
                Diagnostic::error(
                    "too-many-errors",
                    end,
                    format!("{cut} more syntax errors in this file are not shown"),
                )
                .label("up to here")
                .help(
                    "mend the first ones and check again: many of the others may follow from them",
                ),
            );
        }
    }
}
