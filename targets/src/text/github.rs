//! Texts in a workflow of GitHub, in whose values `${{ … }}` is an expression.

/// A value of a workflow that comes out as `text`.
#[must_use]
pub fn literal(text: &str) -> String {
    text.replace("${{", "${{ '${{' }}")
}

/// A string in an expression: a quote in it is doubled.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::{literal, quoted};
    use proptest::prelude::*;

    /// What GitHub makes of a value whose expressions are strings: one begins with `${{` and ends with the first `}}` outside of quotes.
    fn read(value: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = value;
        while let Some((before, after)) = rest.split_once("${{") {
            text.push_str(before);
            let mut inside = false;
            let end = after.char_indices().find(|(at, c)| {
                inside ^= *c == '\'';
                !inside && after.get(*at..).is_some_and(|here| here.starts_with("}}"))
            })?;
            let string = after.get(..end.0)?.trim();
            let string = string.strip_prefix('\'')?.strip_suffix('\'')?;
            text.push_str(&string.replace("''", "'"));
            rest = after.get(end.0 + 2..)?;
        }
        text.push_str(rest);
        Some(text)
    }

    #[test]
    fn texts() {
        assert_eq!(literal("ghcr.io/example"), "ghcr.io/example");
        assert_eq!(literal("${{ x }}"), "${{ '${{' }} x }}");
        assert_eq!(quoted("it's"), "'it''s'");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[${}'\\\\\n a]{0,40}") {
            prop_assert_eq!(read(&literal(&text)), Some(text.clone()));
            let whole = format!("${{{{ {} }}}}", quoted(&text));
            prop_assert_eq!(read(&whole), Some(text));
        }
    }
}
