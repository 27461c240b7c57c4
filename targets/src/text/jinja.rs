//! Texts in what Ansible templates: YAML whose values are templates of Jinja.
//!
//! Ansible takes a backslash in a string of a template as it stands, so that nothing in a string can be escaped.

/// What a template begins with.
const STARTS: [&str; 3] = ["{{", "{%", "{#"];

/// A value that Ansible templates and that comes out as `text`.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    if let Some(behind) = rest.strip_prefix("#jinja2:") {
        // What Ansible reads as settings at the start of a template.
        written.push_str("{{ '#jinja2:' }}");
        rest = behind;
    }
    while let Some(c) = rest.chars().next() {
        let start = STARTS.iter().find(|start| rest.starts_with(**start));
        let length = match start {
            Some(start) => {
                written.push_str(&format!("{{{{ '{start}' }}}}"));
                start.len()
            }
            None => {
                written.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or("");
    }
    written
}

/// One backslash, which can't stand before the end of a string.
const BACKSLASH: &str = r" ~ '\\'[0]";

/// A string of Jinja for an expression that Ansible reads. What one string can't hold becomes several.
#[must_use]
pub fn quoted(text: &str) -> String {
    if text.contains('\'') && !text.contains('"') && !text.ends_with('\\') {
        return format!("\"{text}\"");
    }
    let part = |part: &str| {
        let kept = part.trim_end_matches('\\');
        let backslashes = BACKSLASH.repeat(part.len() - kept.len());
        format!("'{kept}'{backslashes}")
    };
    let parts: Vec<String> = text.split('\'').map(part).collect();
    let joined = parts.join(" ~ \"'\" ~ ");
    if joined.contains(" ~ ") {
        format!("({joined})")
    } else {
        joined
    }
}

/// A regular expression of Python that matches `text`.
#[must_use]
pub fn pattern(text: &str) -> String {
    let mut written = String::new();
    for c in text.chars() {
        match c {
            '^' | '\\' => written.extend(['\\', c]),
            c if c.is_ascii_punctuation() && !matches!(c, '_' | '/' | '-') => {
                written.extend(['[', c, ']']);
            }
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{STARTS, literal, quoted};
    use proptest::prelude::*;

    /// What Ansible makes of strings that are joined.
    fn read(written: &str) -> Option<String> {
        let inner = written
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        let mut rest = inner.unwrap_or(written);
        let mut text = String::new();
        loop {
            let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
            let (part, behind) = match rest.strip_prefix(r"'\\'[0]") {
                Some(behind) => (r"\", behind),
                None => rest.get(1..)?.split_once(quote)?,
            };
            if part.len() > 1 && part.ends_with('\\') {
                return None;
            }
            text.push_str(part);
            match behind.strip_prefix(" ~ ") {
                Some(next) => rest = next,
                None => return behind.is_empty().then_some(text),
            }
        }
    }

    /// What Ansible makes of a value whose expressions are strings.
    fn filled(value: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = value;
        while let Some((before, behind)) = rest.split_once("{{ '") {
            let (string, behind) = behind.split_once("' }}")?;
            if STARTS.iter().any(|start| before.contains(start)) {
                return None;
            }
            text.push_str(before);
            text.push_str(string);
            rest = behind;
        }
        if STARTS.iter().any(|start| rest.contains(start)) {
            return None;
        }
        text.push_str(rest);
        Some(text)
    }

    #[test]
    fn texts() {
        assert_eq!(literal("/opt/shop"), "/opt/shop");
        assert_eq!(literal("a {b} }}"), "a {b} }}");
        assert_eq!(literal("{{ evil }}"), "{{ '{{' }} evil }}");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("\"it's\""), "('\"it' ~ \"'\" ~ 's\"')");
        assert_eq!(quoted("C:\\"), r"('C:' ~ '\\'[0])");
        assert_eq!(super::pattern(r"a.b (c)^\"), r"a[.]b [(]c[)]\^\\");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[{}%#'\"\\\\\n\t$a-c \u{85}\u{2028}é😀]{0,40}") {
            prop_assert_eq!(read(&quoted(&text)), Some(text.clone()));
            prop_assert_eq!(filled(&literal(&text)), Some(text));
        }
    }
}
