//! Lines of a dotenv text, as the npm package dotenv 16 reads them.
//!
//! It knows no escape that holds everywhere, only three kinds of quotes: a value is put between quotes that it doesn't hold.

/// A line `NAME=value`; none for a value that no line can hold: one with all three quotes, with a carriage return, or with a backslash that would be read as an escape.
#[must_use]
pub fn line(name: &str, value: &str) -> Option<String> {
    if is_bare(value) || is_bare_by_its_end(value) {
        return Some(format!("{name}={value}"));
    }
    // The reader makes a line feed of every carriage return before it reads.
    // A backslash before the closing quote takes it for a part of the value.
    if value.contains('\r') || value.ends_with('\\') {
        return None;
    }
    let plain = ['\'', '`']
        .into_iter()
        .find(|quote| !value.contains(*quote));
    let quote = plain.or_else(|| {
        let escapes = value.contains("\\n") || value.contains("\\r");
        (!value.contains('"') && !escapes).then_some('"')
    })?;
    Some(format!("{name}={quote}{value}{quote}"))
}

/// Whether a value is the same without quotes.
fn is_bare(value: &str) -> bool {
    value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._/:@%+,=-?&$()[]{}~^!*;|<>\\".contains(&b))
}

/// Whether a value that can't be quoted, since it ends with a backslash, is the same without quotes.
fn is_bare_by_its_end(value: &str) -> bool {
    let opens = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '\u{feff}');
    value.ends_with('\\') && !value.starts_with(opens) && !value.contains(['#', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::line;
    use proptest::prelude::*;

    /// What dotenv's expression makes of one line: quotes reach to their next like that is followed by blanks or a comment.
    fn read(line: &str) -> (String, String) {
        let (name, value) = line.split_once('=').expect("a line");
        let quote = value.chars().next().filter(|c| "'\"`".contains(*c));
        let text = match quote {
            None => value.split('#').next().expect("a value").trim().to_owned(),
            Some(quote) => {
                let inside = value.strip_prefix(quote).expect("an opening quote");
                let inside = inside.strip_suffix(quote).expect("a closing quote");
                assert!(!inside.contains(quote), "{line}");
                let inside = inside.to_owned();
                if quote == '"' {
                    inside.replace("\\n", "\n").replace("\\r", "\r")
                } else {
                    inside
                }
            }
        };
        (name.to_owned(), text)
    }

    #[test]
    fn values() {
        for (value, written) in [
            ("", "A="),
            ("x=1", "A=x=1"),
            ("a#b", "A='a#b'"),
            (" a ", "A=' a '"),
            ("it's", "A=`it's`"),
            ("'`", "A=\"'`\""),
            ("a b\\", "A=a b\\"),
            ("it's\\", "A=it's\\"),
        ] {
            assert_eq!(line("A", value).as_deref(), Some(written));
        }
        for none in ["'`\"", "a\rb", "'`\\n", "a#b\\", " a\\", "'a\\"] {
            assert_eq!(line("A", none), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(value in "[^\r]{0,40}") {
            if let Some(line) = line("NAME", &value) {
                prop_assert_eq!(read(&line), ("NAME".to_owned(), value));
            }
        }

        #[test]
        fn treacherous_values_survive(value in "['\"`#\\\\n \n$={}a]{0,20}") {
            if let Some(line) = line("NAME", &value) {
                prop_assert_eq!(read(&line), ("NAME".to_owned(), value));
            }
        }
    }
}
