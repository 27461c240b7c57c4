//! Nodes that need no judge: ASCII words, decimals, keywords, and strings with the usual escapes mean the same to every reader of KDL.
//!
//! Most nodes of a stack are of this kind, and the kdl crate takes half a millisecond for what a service says.

use super::chars::{is_forbidden, is_newline, is_space};
use super::judge::{EntryTexts, Texts, written};
use super::multiline;
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

/// A string that is read the same way everywhere.
fn string(text: &str, token: Token) -> Option<String> {
    if token.broken {
        return None;
    }
    let written = token.at.of(text);
    match token.kind {
        TokenKind::Word => is_word(written).then(|| written.to_owned()),
        TokenKind::Quoted => unescaped(line(written)?),
        TokenKind::Raw => line(written.trim_matches('#')).map(str::to_owned),
        TokenKind::Multiline => unescaped(&block(written, 0)?),
        TokenKind::RawMultiline => block(written, hashes(written)),
        _ => None,
    }
}

fn hashes(written: &str) -> usize {
    written.len() - written.trim_start_matches('#').len()
}

/// What stands between the quotes of one line.
fn line(written: &str) -> Option<&str> {
    written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|content| !content.contains(|c| is_newline(c) || is_forbidden(c)))
}

/// The lines of a string in triple quotes, without the blanks that stand before each.
fn block(written: &str, hashes: usize) -> Option<String> {
    let is_odd = |c: char| c != '\n' && is_newline(c) || is_forbidden(c);
    if written.contains(is_odd) || multiline::check(written, hashes).is_err() {
        return None;
    }
    let content = multiline::lines(written, hashes).ok()?;
    if content.carried {
        return None;
    }
    let mut out = String::with_capacity(written.len());
    for (number, (_, line)) in content.lines.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if !line.chars().all(is_space) {
            out.push_str(line.strip_prefix(content.prefix)?);
        }
    }
    Some(out)
}

/// Text with its escapes read; none where one is unusual.
fn unescaped(written: &str) -> Option<String> {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = behind.chars();
        out.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            's' => ' ',
            'b' => '\u{8}',
            'f' => '\u{c}',
            c @ ('"' | '\\') => c,
            _ => return None,
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
    Some(out)
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
