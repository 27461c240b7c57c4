//! Which literals look like secrets: by the name that they stand under, or by what they are.

use crate::template::{Part, Template};

/// Whether a value under this name is a secret: its last word is PASSWORD, PASSWD, PASS, SECRET, TOKEN or KEY, or it ends in `_KEY_BASE` or `_SALT`.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let upper: String = name
        .chars()
        .map(|c| {
            if c == '-' || c == '.' {
                '_'
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect();
    if upper.contains("PUBLIC_KEY") || upper.ends_with("_FILE") || upper.ends_with("_PATH") {
        return false;
    }
    let last = upper.rsplit('_').next().unwrap_or("");
    matches!(
        last,
        "PASSWORD" | "PASSWD" | "PASS" | "SECRET" | "TOKEN" | "KEY"
    ) || upper.ends_with("_KEY_BASE")
        || upper.ends_with("_SALT")
        || last.ends_with("PASSWORD")
}

/// Whether a value is too plain to be a secret: empty, a boolean, or a short number.
#[must_use]
pub fn is_harmless(value: &str) -> bool {
    let short_number = value.len() < 6
        && value
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    value.is_empty()
        || short_number
        || matches!(
            value,
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "none"
        )
}

/// Whether a value is what every tutorial has in place of a secret.
#[must_use]
pub fn is_well_known_default(value: &str) -> bool {
    let plain: String = value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    matches!(
        plain.as_str(),
        "changeme"
            | "changethis"
            | "replaceme"
            | "changemeplease"
            | "supersecret"
            | "mysecretpassword"
    )
}

/// Whether a text holds a URL whose password is literal.
#[must_use]
pub fn has_url_password(template: &Template) -> bool {
    const DEFERRED: char = '\u{1}';
    let text: String = template
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Input(_) | Part::Secret(_) => DEFERRED.to_string(),
        })
        .collect();
    url_passwords(&text).any(|(start, end)| {
        text.get(start..end).is_some_and(|password| {
            !password.is_empty() && !password.contains(DEFERRED) && !password.starts_with("${")
        })
    })
}

/// Places of the passwords in `scheme://user:password@host`.
fn url_passwords(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices("://").filter_map(|(at, _)| {
        let start = at + 3;
        let rest = text.get(start..)?;
        let end = rest
            .find(|c: char| c == '/' || c == '"' || c == '?' || c == '#' || c.is_whitespace())
            .unwrap_or(rest.len());
        let authority = rest.get(..end)?;
        let user_end = authority.rfind('@')?;
        let colon = authority.get(..user_end)?.find(':')?;
        Some((start + colon + 1, start + user_end))
    })
}

/// Places of a source text that a report must not show: values that stand beside a secret's name, also where the text is no valid stack, and passwords in URLs.
#[must_use]
pub fn redactions(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = url_passwords(text)
        .filter(|(start, end)| {
            text.get(*start..*end)
                .is_some_and(|password| !password.is_empty() && !password.contains("${"))
        })
        .collect();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        found.extend(
            in_line(line)
                .into_iter()
                .map(|(start, end)| (at + start, at + end)),
        );
        at += line.len();
    }
    found.sort_unstable();
    found
}

/// A secret's name and what follows it: `NAME value`, `NAME=value`, `NAME: value`.
fn in_line(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut at = 0;
    let mut starts_node = true;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        if !is_name(c) {
            starts_node |= matches!(c, '{' | ';' | '"');
            at += c.len_utf8();
            continue;
        }
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let glued =
            after.trim_start_matches('"').starts_with(['=', ':']) && !after.starts_with("://");
        if is_secret_name(name) && (glued || (starts_node && name != "secret")) {
            let gap = after
                .find(|c: char| !matches!(c, ' ' | '\t' | '=' | ':' | '"'))
                .unwrap_or(after.len());
            let value = after.get(gap..).unwrap_or("");
            let quoted = after.get(..gap).is_some_and(|gap| gap.ends_with('"'));
            let end = value
                .find(|c: char| {
                    if quoted {
                        c == '"' || c == '\n'
                    } else {
                        c.is_whitespace() || matches!(c, ';' | '}' | '"')
                    }
                })
                .unwrap_or(value.len());
            let literal = value.get(..end).unwrap_or("");
            let is_value = gap > 0
                && !literal.starts_with('(')
                && !literal.starts_with('#')
                && !literal.starts_with('{')
                && !literal.contains("${");
            if is_value && !is_harmless(literal) {
                let start = at + length + gap;
                found.push((start, start + end));
                at = start + end;
                starts_node = false;
                continue;
            }
        }
        starts_node = false;
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "DB_PASSWORD",
            "POSTGRES_PASSWORD",
            "API_KEY",
            "JWT_SECRET",
            "GITHUB_TOKEN",
            "SECRET_KEY_BASE",
            "PASSWORD_SALT",
            "PGPASSWORD",
            "smtp-pass",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "DB_PASSWORD_FILE",
            "JWT_PUBLIC_KEY",
            "KEY_PATH",
            "TOKEN_EXPIRY",
            "MONKEY",
            "PASSWORD_MIN_LENGTH",
            "COMPASS",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn passwords_in_urls() {
        assert!(has_url_password(&Template::text(
            "postgres://u:hunter2@db/x"
        )));
        assert!(!has_url_password(&Template::text("postgres://u@db/x")));
        assert!(!has_url_password(&Template::text(
            "https://a.example/x:y@z"
        )));
        assert!(!has_url_password(&Template::text("postgres://u:@db/x")));
    }

    fn hidden(text: &str) -> Vec<&str> {
        redactions(text)
            .into_iter()
            .filter_map(|(start, end)| text.get(start..end))
            .collect()
    }

    #[test]
    fn values_beside_the_names_of_secrets_are_hidden() {
        assert_eq!(hidden("env { DB_PASSWORD \"hunter2 x\" }"), ["hunter2 x"]);
        assert_eq!(hidden("    API_KEY=abc123def"), ["abc123def"]);
        assert_eq!(hidden("DB_PASSWORD: hunter22"), ["hunter22"]);
        assert_eq!(hidden("URL \"postgres://u:hunter2@db/x\""), ["hunter2"]);
        assert_eq!(hidden("command \"--token=abcdefgh\""), ["abcdefgh"]);
        assert_eq!(hidden("command \"TOKEN=abcdefgh\""), ["abcdefgh"]);
    }

    #[test]
    fn what_is_no_value_is_shown() {
        for text in [
            "secret db-password hex=32",
            "DB_PASSWORD (secret)db-password",
            "TOKEN \"${input.TOKEN}\"",
            "PASSWORD #true",
            "PASSWORD {",
        ] {
            assert_eq!(hidden(text), Vec::<&str>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,80}") {
            for (start, end) in redactions(&text) {
                prop_assert!(text.get(start..end).is_some());
            }
        }
    }
}
