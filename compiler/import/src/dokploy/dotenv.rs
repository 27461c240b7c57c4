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

/// What stands between the first quote and the next one.
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
        let (before, is_last) = match closing(text, quote) {
            Some(end) => (text.get(..end).unwrap_or_default(), true),
            None => (text, false),
        };
        let before = match quote {
            '"' => before.replace("\\n", "\n").replace("\\r", "\r"),
            _ => before.to_owned(),
        };
        inside.push_text(&before);
        if is_last {
            return Some(inside);
        }
    }
    None
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
    trimmed(kept)
}
