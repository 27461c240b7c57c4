//! What can be wrong with YAML, in words.

use granit_parser::ScanError;
use stackc_compiler::{
    diag::Diagnostic,
    source::{Span, Spanned},
};

use super::{Node, read::DEEPEST};

pub(super) fn too_long(span: Span, len: usize) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        span,
        format!(
            "the file has {len} bytes; {} are the most that is read",
            super::LONGEST
        ),
    )
}

pub(super) fn syntax(error: &ScanError, text: &str, span: Span) -> Diagnostic {
    let found = Diagnostic::error("yaml-syntax", span, lowered(&error.info()));
    let found = guarded(found, text, span);
    if error.info().contains("recursion limit") {
        let mut found = found;
        found.message = format!("values nest more than {DEEPEST} deep");
        return found
            .help("a Compose file needs fewer than 10: look for a bracket that is not closed");
    }
    let line = line_of(text, span.start as usize);
    if line.trim_start_matches(' ').starts_with('\t') {
        return found.help("YAML is indented with blanks, never with tabs");
    }
    if line.contains("${") && line.contains(['[', '{']) && !line.trim_start().starts_with("- ${") {
        return found.help(
            "put a value with `${…}` into quotes where it stands between braces or brackets",
        );
    }
    if line.contains(": ") && line.matches(": ").count() > 1 {
        return found.help("put a value that holds `: ` into quotes");
    }
    found
}

/// A message as ours are written: lower case, no full stop.
fn lowered(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if chars.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn line_of(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..).unwrap_or("");
    rest.lines().next().unwrap_or("")
}

/// A finding on a line whose key is that of a credential shows nothing of the value.
fn guarded(found: Diagnostic, text: &str, span: Span) -> Diagnostic {
    let at = span.start as usize;
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = line_of(text, at);
    let Some((key, value)) = line.split_once(':') else {
        return found;
    };
    let key = key.trim_matches([' ', '-', '"', '\'', '#']);
    if !stackc_compiler::secret_like::is_secret_name(key) {
        return found;
    }
    let start = start + line.len() - value.len();
    found.redact(Span {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(start + value.len()).unwrap_or(u32::MAX),
        ..span
    })
}

pub(super) fn binary(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(
        "yaml-syntax",
        span,
        format!("the value of this `!!binary` is not {what}"),
    )
    .redact(span)
    .help("write the value as text, without `!!binary`")
}

pub(super) fn too_many(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        "yaml-too-large",
        span,
        format!("with its aliases filled in the file has more than {most} values"),
    )
}

pub(super) fn too_many_documents(span: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        "yaml-too-large",
        span,
        format!("the file has more than {most} documents"),
    )
}

pub(super) fn too_deep(span: Span, deepest: usize) -> Diagnostic {
    Diagnostic::error(
        "yaml-too-large",
        span,
        format!("with this alias filled in, values nest more than {deepest} deep"),
    )
}

pub(super) fn no_anchor(span: Span, text: &str) -> Diagnostic {
    guarded(alias_without_anchor(span), text, span)
}

fn alias_without_anchor(span: Span) -> Diagnostic {
    Diagnostic::error(
        "yaml-alias",
        span,
        "there is no anchor of this name before this alias",
    )
    .help("a value that starts with `*` stands in quotes")
}

pub(super) fn cycle(span: Span) -> Diagnostic {
    Diagnostic::error(
        "yaml-alias",
        span,
        "this alias stands inside of its own anchor",
    )
}

pub(super) fn twice(key: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error(
        "yaml-duplicate-key",
        key.span,
        format!("the key `{}` stands here a second time", key.value),
    )
    .label("the second one")
    .other(first, "the first one")
    .help("keep one of them: Compose refuses the file as it is")
}

pub(super) fn key(node: &Node) -> Diagnostic {
    let found = Diagnostic::error(
        "yaml-key",
        node.span,
        format!("a key is text, this one is {}", node.what()),
    );
    match node.scalar() {
        Some(scalar) => found.help(format!("write it as \"{}\":", scalar.text)),
        None => found,
    }
}

pub(super) fn merges_no_map(span: Span, source: &Node) -> Diagnostic {
    Diagnostic::error(
        "yaml-alias",
        span,
        format!("`<<` merges mappings, this is {}", source.what()),
    )
}
