//! How names and values are spelled.

use super::super::chars::is_newline;
use super::super::multiline;
use super::super::token::{Token, TokenKind};
use super::super::word::{Word, classify, is_bare_name, is_plain_word};

/// The spelling of the name of a node, a property, or an annotation: without quotes where that is the same.
pub(super) fn name(text: &str, token: Token) -> String {
    let written = token.at.of(text);
    let plain = match token.kind {
        TokenKind::Quoted => written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"')),
        _ => None,
    };
    match plain {
        Some(plain) if is_bare_name(plain) => plain.to_owned(),
        _ => string(text, token, ""),
    }
}

/// The spelling of a value: in quotes unless it is a plain word.
pub(super) fn value(text: &str, token: Token, indent: &str) -> String {
    let written = token.at.of(text);
    if token.kind == TokenKind::Word && classify(written) == Word::Name && !is_plain_word(written) {
        return format!("\"{written}\"");
    }
    string(text, token, indent)
}

fn string(text: &str, token: Token, indent: &str) -> String {
    let written = token.at.of(text);
    match token.kind {
        TokenKind::Multiline | TokenKind::RawMultiline => multi_line(written, indent),
        _ => written.to_owned(),
    }
}

/// A string in triple quotes with its lines and closing quotes behind this indentation.
fn multi_line(written: &str, indent: &str) -> String {
    let hashes = written.len() - written.trim_start_matches('#').len();
    let Ok(content) = multiline::lines(written, hashes) else {
        return written.to_owned();
    };
    if content.carried {
        return normal_newlines(written);
    }
    let marks = "#".repeat(hashes);
    let mut out = format!("{marks}\"\"\"\n");
    for (_, line) in &content.lines {
        let stripped = line.strip_prefix(content.prefix).unwrap_or("");
        if !stripped
            .trim_matches(super::super::chars::is_space)
            .is_empty()
        {
            out.push_str(indent);
            out.push_str(stripped);
        }
        out.push('\n');
    }
    out.push_str(indent);
    out.push_str("\"\"\"");
    out.push_str(&marks);
    out
}

/// A text whose lines end in `\n`.
pub(super) fn normal_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace(is_newline, "\n")
}
