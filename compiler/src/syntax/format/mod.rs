//! The one layout of a stack file.

mod layout;
mod literal;

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::FileId;

use super::chars::Bytes;
use super::node::{Node, Prop, Scalar};
use super::parse::{parse, values, written};
use super::report::Report;

/// Lays a text out: its comments and values kept, its blanks and line breaks made regular.
///
/// # Errors
/// If the text can't be read; the findings say why. Then it should stay as it is.
pub fn format(file: FileId, text: &str) -> Result<String, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut report = Report::default();
    let block = written(file, text, &mut report);
    let nodes = match &block {
        Some((block, _)) if report.is_empty() => values(file, text, block, &mut report).0,
        _ => Vec::new(),
    };
    let end = Bytes::new(text.len(), text.len()).span(file);
    report.finish(end, &mut diagnostics);
    let Some((block, _)) = block else {
        return Err(diagnostics);
    };
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let formatted = layout::lay_out(text, &block);
    let again = parse(file, &formatted, &mut Diagnostics::default());
    if again.complete && same_nodes(&nodes, &again.nodes) {
        return Ok(formatted);
    }
    let start = Bytes::new(0, 0).span(file);
    diagnostics.push(
        Diagnostic::error(
            "format-failed",
            start,
            "the layout would change what this file means, so nothing was changed",
        )
        .help("this is a fault of the compiler: please report it with the file"),
    );
    Err(diagnostics)
}

/// Whether two trees say the same, wherever it is written.
fn same_nodes(a: &[Node], b: &[Node]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_node(a, b))
}

fn same_node(a: &Node, b: &Node) -> bool {
    a.kind.value == b.kind.value
        && word(a.annotation.as_ref()) == word(b.annotation.as_ref())
        && a.args.len() == b.args.len()
        && a.args.iter().zip(&b.args).all(|(a, b)| same_scalar(a, b))
        && a.props.len() == b.props.len()
        && a.props.iter().zip(&b.props).all(|(a, b)| same_prop(a, b))
        && a.children.is_some() == b.children.is_some()
        && same_nodes(a.nodes(), b.nodes())
}

fn same_prop(a: &Prop, b: &Prop) -> bool {
    a.name.value == b.name.value && same_scalar(&a.value, &b.value)
}

fn same_scalar(a: &Scalar, b: &Scalar) -> bool {
    a.kind == b.kind
        && a.text == b.text
        && word(a.annotation.as_ref()) == word(b.annotation.as_ref())
}

fn word(annotation: Option<&crate::source::Spanned<String>>) -> Option<&str> {
    annotation.map(|annotation| annotation.value.as_str())
}
