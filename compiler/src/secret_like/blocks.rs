//! Values of many lines in texts that were made: scalars of YAML below the name of a secret, and private keys.

use super::{is_secret_name, own::is_literal};

/// Their places: whole lines, or the end of one, without the last line's end.
pub(super) fn blocks(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    let has_keys = text.contains(KEY);
    for line in text.split_inclusive('\n') {
        let start = at;
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let shown = line.trim_end();
        if let Some(Open::Named(indent)) = open
            && let Some(value) = explicit_value(shown, indent)
        {
            let is_below = value == shown.len();
            let from = if is_below { at } else { start + value };
            found.push((from, end.max(from)));
            open = Some(if is_below {
                Open::Below(indent)
            } else {
                Open::Scalar(indent)
            });
            continue;
        }
        open = open.and_then(|open| open.judged(shown));
        if let (Some(Open::Below(_)), Some(place)) = (open, found.last_mut()) {
            *place = (at, at);
            continue;
        }
        if open.as_ref().is_some_and(|open| open.has(shown)) {
            if let (Some((_, to)), false) = (found.last_mut(), shown.is_empty()) {
                *to = end;
            }
            if shown.contains("-----END ") {
                open = open.filter(|open| *open != Open::Key);
            }
            continue;
        }
        let key = has_keys.then(|| key_in_line(shown)).flatten();
        open = match key {
            Some((from, to)) => {
                found.push((start + from, start + to));
                (to == shown.len()).then_some(Open::Key)
            }
            None => opens(shown),
        };
        if open.is_some() {
            found.push((at, at));
        }
    }
    found.retain(|(start, end)| start < end && text.get(*start..*end).is_some_and(is_literal));
    found
}

/// What is open at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// A scalar whose key stands in this column.
    Scalar(usize),
    /// What is below such a key, as long as no line of it was seen: a scalar, unless it turns out to be a mapping.
    Below(usize),
    /// The value of a key behind `?` in this column.
    Named(usize),
    /// A private key.
    Key,
}

impl Open {
    /// Whether a line belongs to it.
    fn has(&self, line: &str) -> bool {
        match self {
            Self::Scalar(indent) | Self::Below(indent) => {
                line.is_empty() || indentation(line) > *indent
            }
            Self::Named(_) => false,
            Self::Key => true,
        }
    }

    /// What it turns out to be at a line.
    fn judged(self, line: &str) -> Option<Self> {
        let words = line.trim_start();
        match self {
            Self::Below(_) if words.is_empty() || words.starts_with('#') => Some(self),
            Self::Below(_) if is_entry(words) => None,
            Self::Below(indent) => Some(Self::Scalar(indent)),
            _ => Some(self),
        }
    }
}

/// Whether a line is an entry of a mapping, also as an item of a list.
fn is_entry(words: &str) -> bool {
    let words = words.trim_start_matches("- ").trim_start();
    let is_quoted = words.starts_with(['"', '\'']);
    let mut keys = words.match_indices(':').map(|(at, _)| words.split_at(at));
    keys.any(|(key, rest)| {
        let ends = rest.len() == 1 || rest.starts_with(": ");
        ends && (!is_quoted || key.ends_with(['"', '\'']))
    })
}

/// Where the value begins in the line `: value` that follows a key behind `?`.
fn explicit_value(line: &str, indent: usize) -> Option<usize> {
    let value = line.trim_start().strip_prefix(':')?;
    let is_key = !value.is_empty() && !value.starts_with(' ');
    if is_key {
        return None;
    }
    let value = value.trim_start();
    (indentation(line) == indent).then(|| line.len() - value.len())
}

/// What follows the head of a private key in the same line, as far as its end or the end of its string.
fn key_in_line(line: &str) -> Option<(usize, usize)> {
    let from = key_head(line)?;
    let rest = line.get(from..)?;
    let length = rest.find("-----END ");
    let length = length
        .or_else(|| rest.find(['"', '\'']))
        .unwrap_or(rest.len());
    Some((from, from + length))
}

/// How the head of a private key begins, and that of a certificate.
const KEY: &str = "-----BEGIN ";

/// Where the head of a private key ends.
fn key_head(line: &str) -> Option<usize> {
    const END: &str = "PRIVATE KEY-----";
    let begin = line.find(KEY)?;
    let head = line.get(begin..)?.find(END)?;
    Some(begin + head + END.len())
}

/// What a line opens that holds no private key.
fn opens(line: &str) -> Option<Open> {
    let words = line.trim_start_matches(' ').trim_start_matches("- ");
    let column = line.len() - words.len();
    if let Some(key) = words.strip_prefix("? ") {
        return is_secret_name(bare(key)).then_some(Open::Named(column));
    }
    let (key, value) = match words.strip_suffix(':') {
        // The last key of a flow mapping, whose value is in the next line.
        Some(keys) => (keys.rsplit(['{', ',', ' ']).next().unwrap_or(keys), ""),
        None => words.split_once(':')?,
    };
    if !is_secret_name(bare(key)) || !(value.is_empty() || value.starts_with(' ')) {
        return None;
    }
    // Tags and anchors say nothing about where the value stands.
    let mut words = value.split(' ').filter(|word| !word.is_empty());
    let first = words.find(|word| !word.starts_with(['!', '&']));
    let first = first.unwrap_or_default();
    let is_scalar = match first.strip_prefix(['|', '>']) {
        Some(header) => header.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')),
        None => {
            let quote = first.chars().next().filter(|c| matches!(c, '"' | '\''));
            quote.is_some_and(|quote| value.matches(quote).count() == 1)
        }
    };
    Some(if is_scalar {
        Open::Scalar(column)
    } else {
        Open::Below(column)
    })
}

/// A key without its quotes.
fn bare(key: &str) -> &str {
    key.trim().trim_matches(['"', '\''])
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        let places = blocks(text).into_iter();
        places
            .map(|(start, end)| text.get(start..end).unwrap_or("?"))
            .collect()
    }

    #[test]
    fn block_scalars_of_secrets() {
        let text = "env:\n  APP_PASSWORD: |\n    one\n\n    two\n  MODE: |\n    three\n  TOKEN: >-\n    four\n";
        assert_eq!(hidden(text), ["    one\n\n    two", "    four"]);
        assert_eq!(hidden("  PASSWORD: |2+\n\n"), Vec::<&str>::new());
        assert_eq!(hidden("PASSWORD: |x\n  no\n"), Vec::<&str>::new());
    }

    #[test]
    fn private_keys() {
        let text =
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nvQIB\n-----END RSA PRIVATE KEY-----\nb\n";
        assert_eq!(hidden(text), ["MIIE\nvQIB\n-----END RSA PRIVATE KEY-----"]);
        let cut = "-----BEGIN PRIVATE KEY-----\r\nMIIE\r\n";
        assert_eq!(hidden(cut), ["MIIE"]);
        assert_eq!(
            hidden("-----BEGIN CERTIFICATE-----\nMIID\n"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn scalars_below_the_names_of_secrets() {
        for (text, value) in [
            ("a:\n  DB_PASSWORD:\n    hunter2\n  b: 1\n", "    hunter2"),
            (
                "DB_PASSWORD: # why\n  # and\n  hunter2\nb: 1\n",
                "  hunter2",
            ),
            ("DB_PASSWORD: !!str\n  hunter2\n", "  hunter2"),
            (
                "DB_PASSWORD: abc\n  hunter2\n  more\nb: 1\n",
                "  hunter2\n  more",
            ),
            ("DB_PASSWORD: \"abc\n  d: hunter2\"\n", "  d: hunter2\""),
            ("DB_PASSWORD:\n  \"a: hunter2\"\n", "  \"a: hunter2\""),
            ("- API_KEY:\n    hunter2\n  b: 1\n", "    hunter2"),
            ("TOKEN: !!str | # why\n  a: hunter2\n", "  a: hunter2"),
            ("? DB_PASSWORD\n: hunter2\n", "hunter2"),
            ("x: {DB_PASSWORD:\n  hunter2}\n", "  hunter2}"),
            ("  ? \"DB_PASSWORD\"\n  :\n    hunter2\n", "    hunter2"),
            (
                "  ? DB_PASSWORD\n  : abc\n    hunter2\n  b: 1\n",
                "abc\n    hunter2",
            ),
        ] {
            assert_eq!(hidden(text), [value], "{text}");
        }
    }

    #[test]
    fn mappings_below_the_names_of_secrets_are_shown() {
        for text in [
            "secrets:\n  db_password:\n    file: ./x\n    name: abcdef\n",
            "api-token:\n  # the service\n  image: shop\n",
            "api-token:\n  - name: shop\n",
            "DB_PASSWORD:\nb: abcdef\n",
            "DB_PASSWORD:\n  ${DB_PASSWORD}\n",
            "- TOKEN: abc\n  image: shop\n",
            "? image\n: abcdef\n",
        ] {
            assert_eq!(hidden(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn private_keys_in_one_line() {
        let text = r#"X: "-----BEGIN PRIVATE KEY-----\nhunter2"
Y: abcdef
"#;
        assert_eq!(hidden(text), [r"\nhunter2"]);
        let text = r#"X: "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----" # y"#;
        assert_eq!(hidden(text), [r"\nhunter2\n"]);
        let text = "X: \"-----BEGIN PRIVATE KEY-----\\n\\\n  hunter2\\n\\\n  -----END PRIVATE KEY-----\"\n";
        assert!(hidden(text).concat().contains("hunter2"), "{text}");
    }
}
