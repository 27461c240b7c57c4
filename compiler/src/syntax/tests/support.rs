//! What the tests share.

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Document, parse};

/// A file of its own for a text.
pub(super) fn file_of(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add("stack.kdl", text);
    (sources, file)
}

/// The nodes and findings of a text.
pub(super) fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    let (_, file) = file_of(text);
    let mut diagnostics = Diagnostics::default();
    let document = parse(file, text, &mut diagnostics);
    (document, diagnostics.items().to_vec())
}

/// The text at a span.
pub(super) fn at(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .expect("a place in the text")
}

/// Each finding as `code: message «place»`.
pub(super) fn faults(text: &str) -> Vec<String> {
    let (_, items) = read(text);
    items
        .iter()
        .map(|item| {
            format!(
                "{}: {} «{}»",
                item.code,
                item.message,
                at(text, item.primary.span)
            )
        })
        .collect()
}

/// The only finding of a text.
pub(super) fn fault(text: &str) -> Diagnostic {
    let (_, mut items) = read(text);
    assert_eq!(items.len(), 1, "{text:?}: {items:?}");
    items.remove(0)
}

/// The text with the fix of its only finding.
pub(super) fn fixed(text: &str) -> String {
    let fix = fault(text).fix.expect("a fix");
    let mut fixed = text.to_owned();
    fixed.replace_range(
        fix.span.start as usize..fix.span.end as usize,
        &fix.replacement,
    );
    fixed
}
