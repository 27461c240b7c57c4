//! What a value says of its own, beside references and keywords.

use super::is_harmless;
use crate::reference::NAMESPACES;

/// Words before a credential in the value of an `Authorization` header.
const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// Literal pieces of a value, as byte ranges: what is no reference, the words after the operators of references, and what stands in braces that hold no reference.
pub(super) fn pieces(value: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut piece = 0;
    let mut at = 0;
    let mut depth = 0usize;
    let mut end_piece = |start: usize, end: usize| {
        if start < end {
            found.push((start, end));
        }
    };
    while let Some(c) = value.get(at..).and_then(|rest| rest.chars().next()) {
        if c == '$' {
            let rest = value.get(at..).unwrap_or("");
            let dollars = rest.bytes().take_while(|b| *b == b'$').count();
            if rest.as_bytes().get(dollars) == Some(&b'{') && dollars % 2 == 1 {
                end_piece(piece, at + dollars - 1);
                at += dollars + 1;
                at += reference(value.get(at..).unwrap_or(""));
                depth += 1;
                piece = at;
            } else {
                at += dollars;
            }
        } else if c == '}' && depth > 0 {
            end_piece(piece, at);
            depth -= 1;
            at += 1;
            piece = at;
        } else {
            at += c.len_utf8();
        }
    }
    end_piece(piece, value.len());
    found
}

/// The length of the name of a reference, and of the operator after it.
fn reference(body: &str) -> usize {
    let head = body
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .unwrap_or(body.len());
    let head = body.get(..head).unwrap_or("");
    let namespace = head.split('.').next().unwrap_or("");
    let name = if !NAMESPACES.contains(&namespace) || namespace.len() == head.len() {
        variable(head)
    } else if namespace == "input" {
        let path = head.get(namespace.len() + 1..).unwrap_or("");
        let path = path
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'))
            .unwrap_or(path.len());
        namespace.len() + 1 + path
    } else {
        head.len()
    };
    let operator = body.get(name..).unwrap_or("");
    let symbol = operator.strip_prefix(':').unwrap_or(operator);
    let symbol = symbol.strip_prefix(['-', '+', '?']).unwrap_or(symbol);
    name + operator.len() - symbol.len()
}

/// The length of the name of an environment variable, as shells and Compose write it.
fn variable(head: &str) -> usize {
    let length = head
        .find(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_')
        .unwrap_or(head.len());
    let ends = head
        .get(length..)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if ends { length } else { 0 }
}

/// Whether a value says something of its own: not a reference alone, a keyword, or nothing worth hiding.
pub(super) fn is_literal(value: &str) -> bool {
    let own: String = pieces(value)
        .into_iter()
        .filter_map(|(start, end)| value.get(start..end))
        .collect();
    let own = own.trim();
    let is_keyword = matches!(
        own,
        "#true" | "#false" | "#null" | "#inf" | "#-inf" | "#nan"
    );
    !is_keyword && !is_harmless(own) && !is_scheme(own) && own.chars().any(char::is_alphanumeric)
}

/// Whether a word says how what follows is to be read, as in `Bearer …`.
pub(super) fn is_scheme(word: &str) -> bool {
    SCHEMES
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// What follows the scheme in `Bearer …`.
pub(super) fn after_scheme(value: &str) -> Option<&str> {
    let (scheme, rest) = value.trim_start().split_once(' ')?;
    is_scheme(scheme).then(|| rest.trim())
}
