//! Texts that survive Dokploy, which reads the file as YAML 1.2 and writes it anew without the quotes that only YAML 1.1 needs.
//!
//! docker compose then reads a number or a date where a text was. Lists of `KEY=value` have no such text, and what stands elsewhere is
//! written as the default of a variable that nobody sets: it is a text again when docker compose has filled it in.

use crate::text::yaml::{Map, Yaml};

/// The variable that nobody sets.
const UNSET: &str = "STACKC_TEXT";

/// The value with every treacherous text in it made safe.
pub(super) fn safe(value: &Yaml) -> Yaml {
    match value {
        Yaml::Text(text) => Yaml::Text(safe_text(text)),
        Yaml::Quoted(text) => Yaml::Quoted(safe_text(text)),
        Yaml::Words(words) => Yaml::Words(words.iter().map(|word| safe_text(word)).collect()),
        Yaml::List(items) => items.iter().map(safe).collect(),
        Yaml::Map(map) => Yaml::from(safe_map(map)),
        Yaml::Commented(value, comment) => safe(value).with_comment(comment.clone()),
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) => value.clone(),
    }
}

fn safe_map(map: &Map) -> Map {
    let mut safe_map = if map.is_spaced() {
        Map::spaced()
    } else {
        Map::new()
    };
    for entry in map.entries() {
        safe_map.put(entry.with(safe(&entry.value)));
    }
    safe_map
}

fn safe_text(text: &str) -> String {
    if is_treacherous(text) {
        format!("${{{UNSET}:-{text}}}")
    } else {
        text.to_owned()
    }
}

/// Whether a text without quotes is something else for docker compose, but not for a reader of YAML 1.2, which would keep the quotes.
fn is_treacherous(text: &str) -> bool {
    text == "<<" || is_date(text) || (is_go_number(text) && !is_core_number(text))
}

/// `2001-01-01`, also with a time.
fn is_date(text: &str) -> bool {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2)
}

/// What yaml.v3 takes for a number: underscores and the prefixes of Go.
fn is_go_number(text: &str) -> bool {
    let plain = text.replace('_', "");
    let digits = plain.strip_prefix(['+', '-']).unwrap_or(&plain);
    let prefixed = |prefix: &str, is: fn(char) -> bool| {
        let lower = digits.to_ascii_lowercase();
        lower
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(is))
    };
    prefixed("0b", |c| matches!(c, '0' | '1'))
        || prefixed("0o", |c| matches!(c, '0'..='7'))
        || prefixed("0x", |c| c.is_ascii_hexdigit())
        || is_float(digits)
}

fn is_float(digits: &str) -> bool {
    let lower = digits.to_ascii_lowercase();
    let (number, exponent) = match lower.split_once('e') {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (lower.as_str(), None),
    };
    let all = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all(digits)
    });
    all(whole) && all(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent
}

/// What YAML 1.2 takes for a number.
fn is_core_number(text: &str) -> bool {
    let hex = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_hexdigit());
    let octal = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| matches!(b, b'0'..=b'7'));
    text.strip_prefix("0x").is_some_and(hex)
        || text.strip_prefix("0o").is_some_and(octal)
        || is_float(text.strip_prefix(['+', '-']).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::is_treacherous;

    #[test]
    fn what_loses_its_quotes() {
        for text in [
            "1_000",
            "0b11",
            "2001-01-01",
            "2001-01-01T10:00:00Z",
            "-0x1f",
            "0X1F",
            "1_0.5",
            "_1",
            "<<",
        ] {
            assert!(is_treacherous(text), "{text}");
        }
        for text in [
            "1000",
            "0444",
            "0x1f",
            "0o17",
            "1.5",
            "1e3",
            "127.0.0.1",
            "16.4-alpine",
            "a_1",
            "KEY=1_000",
            "",
            "-",
            "_",
            "yes",
            "2001-01",
            "12:30:45",
            "0b12",
            "10.0.0.0/8",
        ] {
            assert!(!is_treacherous(text), "{text}");
        }
    }
}
