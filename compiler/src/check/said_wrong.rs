//! What is missing because it is said in a way that is wrong, which is reported where it stands.

use crate::{
    diag::{Diagnostics, Severity},
    source::Span,
};

/// Whether an error was found within a node.
pub(super) fn is_wrong(node: Span, diagnostics: &Diagnostics) -> bool {
    diagnostics.items().iter().any(|found| {
        let at = found.primary.span;
        found.severity == Severity::Error
            && at.file == node.file
            && node.start <= at.start
            && at.end <= node.end
    })
}
