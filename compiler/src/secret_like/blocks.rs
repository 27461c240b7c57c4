//! Values of many lines in texts that were made: block scalars of YAML below the name of a secret, and private keys.

use super::is_secret_name;

/// Their places: whole lines, without the last line's end.
pub(super) fn blocks(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let shown = line.trim_end();
        let goes_on = open.as_ref().is_some_and(|open| open.has(shown));
        if goes_on {
            if let (Some((_, to)), false) = (found.last_mut(), shown.is_empty()) {
                *to = end;
            }
            if shown.contains("-----END ") {
                open = open.filter(|open| *open != Open::Key);
            }
            continue;
        }
        open = opens(shown);
        if open.is_some() {
            found.push((at, at));
        }
    }
    found.retain(|(start, end)| start < end);
    found
}

/// What is open at a line.
#[derive(Debug, PartialEq, Eq)]
enum Open {
    /// A block scalar whose key is indented by this many columns.
    Scalar(usize),
    /// A private key.
    Key,
}

impl Open {
    /// Whether a line belongs to it.
    fn has(&self, line: &str) -> bool {
        match self {
            Self::Scalar(indent) => line.is_empty() || indentation(line) > *indent,
            Self::Key => true,
        }
    }
}

/// What a line opens.
fn opens(line: &str) -> Option<Open> {
    if line.contains("-----BEGIN ") && line.ends_with("PRIVATE KEY-----") {
        return Some(Open::Key);
    }
    let (key, value) = line.trim_start().split_once(':')?;
    let indicator = value.trim_start().strip_prefix(['|', '>'])?;
    let is_header = indicator
        .chars()
        .all(|c| matches!(c, '+' | '-' | '0'..='9'));
    let key = key
        .trim_start_matches("- ")
        .trim()
        .trim_matches(['"', '\'']);
    (is_header && is_secret_name(key)).then(|| Open::Scalar(indentation(line)))
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
}
