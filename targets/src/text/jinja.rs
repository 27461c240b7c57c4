//! Texts in what Ansible templates: YAML whose values are templates of Jinja.

use std::fmt::Write as _;

/// A value that Ansible templates and that comes out as `text`: as it stands, or as an expression where a template could begin in it.
#[must_use]
pub fn literal(text: &str) -> String {
    let begins = ["{{", "{%", "{#"].iter().any(|start| text.contains(start));
    if begins || text.starts_with("#jinja2:") {
        format!("{{{{ {} }}}}", quoted(text))
    } else {
        text.to_owned()
    }
}

/// A string of Jinja, on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut written = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => written.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(written, "\\u{:04x}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written.push('\'');
    written
}

/// A regular expression of Python that matches `text`.
#[must_use]
pub fn pattern(text: &str) -> String {
    let mut written = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && !matches!(c, '_' | '/' | '-' | ' ') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{literal, quoted};
    use proptest::prelude::*;

    /// What Jinja makes of a string, by the escapes of Python.
    fn read(written: &str) -> Option<String> {
        let inner = written.strip_prefix('\'')?.strip_suffix('\'')?;
        let mut text = String::new();
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match c {
                '\'' | '\n' => return None,
                '\\' => match chars.next()? {
                    'u' => {
                        let digits: String = chars.by_ref().take(4).collect();
                        text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                    }
                    c => text.push(c),
                },
                c => text.push(c),
            }
        }
        Some(text)
    }

    #[test]
    fn texts() {
        assert_eq!(literal("/opt/shop"), "/opt/shop");
        assert_eq!(literal("a {b} }}"), "a {b} }}");
        assert_eq!(literal("{{ evil }}"), "{{ '{{ evil }}' }}");
        assert_eq!(literal("it's {% x %}\n"), r"{{ 'it\'s {% x %}\u000a' }}");
        assert_eq!(super::pattern("a.b (c)"), r"a\.b \(c\)");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[{}%#'\"\\\\\n\t$a-c \u{85}\u{2028}é😀]{0,40}") {
            prop_assert_eq!(read(&quoted(&text)), Some(text.clone()));
            let value = literal(&text);
            match value.strip_prefix("{{ ").and_then(|rest| rest.strip_suffix(" }}")) {
                Some(inner) if value != text => prop_assert_eq!(read(inner), Some(text)),
                _ => {
                    prop_assert!(!value.contains("{{") && !value.contains("{%") && !value.contains("{#"));
                    prop_assert_eq!(value, text);
                }
            }
        }
    }
}
