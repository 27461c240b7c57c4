//! Findings inside a module show both places: the module's line, and where the stack uses it.

use std::collections::BTreeMap;

use super::Place;
use crate::{
    diag::{Diagnostic, Diagnostics, Label},
    reference::{self, Piece},
    source::{FileId, Sources, Span},
};

/// Where every use of a module is written.
pub(crate) type Places = BTreeMap<FileId, Place>;

/// The places that use the module which a place stands in, the innermost first.
pub(crate) fn uses_of(span: Span, places: &Places) -> Vec<Span> {
    let mut uses = Vec::new();
    let mut file = span.file;
    while let Some(place) = places.get(&file) {
        uses.push(place.used);
        file = place.used.file;
    }
    uses
}

/// Every place that a node around it covers a place by: its own, and those of the uses that it comes by.
pub(crate) fn covered_by(span: Span, places: &Places) -> Vec<Span> {
    let mut spans = vec![span];
    let mut file = span.file;
    while let Some(place) = places.get(&file) {
        spans.extend([place.used, place.name]);
        file = place.used.file;
    }
    spans
}

/// Adds to every finding in a module where it is used, and where the params in it are given.
pub(crate) fn show(places: &Places, sources: &Sources, diagnostics: &mut Diagnostics) {
    if places.is_empty() {
        return;
    }
    for item in diagnostics.items_mut() {
        let uses = uses_of(item.primary.span, places);
        for span in given(item, places, sources) {
            add(item, span, "its value is given here");
        }
        for span in uses {
            add(item, span, "the module is used here");
        }
    }
}

fn add(item: &mut Diagnostic, span: Span, text: &str) {
    if item.others.iter().all(|label| label.span != span) {
        item.others.push(Label {
            span,
            text: text.to_owned(),
        });
    }
}

/// Where the params in the text of a finding's place are given.
fn given(item: &Diagnostic, places: &Places, sources: &Sources) -> Vec<Span> {
    let span = item.primary.span;
    let Some(place) = places.get(&span.file) else {
        return Vec::new();
    };
    let text = sources.slice(span);
    if text.contains('\n') {
        return Vec::new();
    }
    let (pieces, _) = reference::parse(text);
    let params = pieces.iter().filter_map(|piece| match piece {
        Piece::Reference(found) if found.namespace == "param" => place.given.get(&found.path),
        _ => None,
    });
    params.copied().collect()
}
