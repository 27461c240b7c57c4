//! Values as they stand in Dokploy's Environment tab, which is read with dotenv.

use super::value::{Part, Value};

/// Whether this names a variable.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// What is left of a value: without the quotes around it, or up to a `#` and the end of its line.
pub(super) fn read(value: Value) -> Value {
    let value = trimmed(value);
    let quote = match value.parts.first() {
        Some(Part::Text(text)) => text
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`')),
        _ => None,
    };
    match quote {
        Some(quote) => quoted(&value, quote).unwrap_or_else(|| bare(value)),
        None => bare(value),
    }
}

fn trimmed(mut value: Value) -> Value {
    if let Some(Part::Text(first)) = value.parts.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Part::Text(last)) = value.parts.last_mut() {
        *last = last.trim_end().to_owned();
    }
    value
        .parts
        .retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    value
}

/// What stands between the first quote and the next one; none if something else follows on its line.
fn quoted(value: &Value, quote: char) -> Option<Value> {
    let mut inside = Value::default();
    for (number, part) in value.parts.iter().enumerate() {
        let Part::Text(text) = part else {
            inside.parts.push(part.clone());
            continue;
        };
        let text = match number {
            0 => text.get(1..).unwrap_or_default(),
            _ => text,
        };
        let Some(end) = closing(text, quote) else {
            inside.push_text(&unescaped(text, quote));
            continue;
        };
        inside.push_text(&unescaped(text.get(..end).unwrap_or_default(), quote));
        let rest = text.get(end + 1..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() && !is_break(c));
        let is_last = number + 1 == value.parts.len();
        let is_end = match rest.chars().next() {
            Some(next) => next == '#' || is_break(next),
            None => is_last,
        };
        return is_end.then_some(inside);
    }
    None
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Line breaks are written as `\n` between double quotes, and nowhere else.
fn unescaped(text: &str, quote: char) -> String {
    match quote {
        '"' => text.replace("\\n", "\n").replace("\\r", "\r"),
        _ => text.to_owned(),
    }
}

/// Whether lines follow the value: dotenv reads them for themselves.
pub(super) fn is_cut(text: &str) -> bool {
    let text = text.trim();
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'));
    let inside = text.get(1..).unwrap_or_default();
    let end = quote.and_then(|quote| closing(inside, quote));
    let behind = end.and_then(|end| inside.get(end + 1..)).unwrap_or(text);
    let is_said = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    behind.split(is_break).skip(1).any(is_said)
}

/// The first quote that no backslash stands before.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return Some(at);
        }
        escaped = c == '\\';
    }
    None
}

fn bare(value: Value) -> Value {
    let mut kept = Value::default();
    for part in value.parts {
        let Part::Text(text) = &part else {
            kept.parts.push(part);
            continue;
        };
        match text.find(['#', '\n', '\r']) {
            Some(end) => {
                kept.push_text(text.get(..end).unwrap_or_default());
                break;
            }
            None => kept.push_text(text),
        }
    }
    without_quotes(trimmed(kept))
}

/// Takes off what is quoted as a whole although quotes stand within it as well.
fn without_quotes(mut value: Value) -> Value {
    let quote = match value.parts.first() {
        Some(Part::Text(text)) => text.chars().next(),
        _ => None,
    };
    let Some(quote @ ('"' | '\'' | '`')) = quote else {
        return value;
    };
    let is_closed = match value.parts.as_slice() {
        [Part::Text(only)] => only.len() > 1 && only.ends_with(quote),
        [.., Part::Text(last)] => last.ends_with(quote),
        _ => false,
    };
    if is_closed {
        if let Some(Part::Text(first)) = value.parts.first_mut() {
            first.remove(0);
        }
        if let Some(Part::Text(last)) = value.parts.last_mut() {
            last.pop();
        }
        value
            .parts
            .retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    }
    for part in &mut value.parts {
        if let Part::Text(text) = part {
            *text = unescaped(text, quote);
        }
    }
    value
}
