//! Nodes that need no judge: ASCII words, decimals, keywords, and strings in `"` without a backslash mean the same to every reader of KDL.
//!
//! Most nodes of a stack are of this kind, and the kdl crate takes half a millisecond for what a service says.

use super::chars::is_forbidden;
use super::judge::{EntryTexts, Texts, written};
use super::token::{Token, TokenKind};
use super::tree::{Statement, Value};

/// The texts of a node in which everything is plain.
pub(super) fn texts(text: &str, node: &Statement) -> Option<Texts> {
    let optional = |token: Option<Token>| match token {
        Some(token) => string(text, token).map(Some),
        None => Some(None),
    };
    let mut texts = Texts {
        annotation: optional(node.annotation)?,
        name: match &node.name {
            Value::Literal(token) => Some(string(text, *token)?),
            Value::Meant { .. } => None,
        },
        entries: Vec::new(),
    };
    for entry in written(node) {
        let Value::Literal(token) = &entry.value else {
            return None;
        };
        texts.entries.push(EntryTexts {
            name: optional(entry.name)?,
            annotation: optional(entry.annotation)?,
            text: if is_number_or_keyword(token.at.of(text)) {
                None
            } else {
                Some(string(text, *token)?)
            },
        });
    }
    Some(texts)
}

/// A string that stands byte for byte in the text.
fn string(text: &str, token: Token) -> Option<String> {
    let written = token.at.of(text);
    let content = match token.kind {
        TokenKind::Word => Some(written).filter(|word| is_word(word)),
        TokenKind::Quoted => written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|content| {
                !content.contains(|c| {
                    c == '\\' || c == '"' || c == '\n' || c == '\r' || is_forbidden(c)
                })
            }),
        _ => None,
    };
    content.filter(|_| !token.broken).map(str::to_owned)
}

/// A letter or `_`, then letters, digits, `_`, `-` and `.`; not a keyword without its `#`.
fn is_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        && !matches!(word, "true" | "false" | "null" | "inf" | "nan")
}

fn is_number_or_keyword(word: &str) -> bool {
    let digits = |part: &str| {
        !part.is_empty() && part.len() < 16 && part.bytes().all(|b| b.is_ascii_digit())
    };
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let number = match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    };
    number || matches!(word, "#true" | "#false" | "#null")
}
