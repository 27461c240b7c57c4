//! Tokens that are known by their form, whatever they stand under.

/// How tokens of services begin, and how many characters follow at least.
const STARTS: [(&str, usize); 18] = [
    ("dckr_pat_", 20),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghu_", 36),
    ("ghs_", 36),
    ("ghr_", 36),
    ("github_pat_", 22),
    ("glpat-", 20),
    ("hf_", 30),
    ("npm_", 36),
    ("rk_live_", 16),
    ("sk_live_", 16),
    ("sk-ant-", 20),
    ("sk-proj-", 20),
    ("whsec_", 24),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("SG.", 40),
];

/// Shorter than this no token is.
const SHORTEST: usize = 24;

/// Whether a text is a token: one of a known service, or a JSON Web Token with its signature.
#[must_use]
pub fn is_token(text: &str) -> bool {
    if text.len() < SHORTEST || !text.bytes().all(is_of_token) {
        return false;
    }
    let known = STARTS.iter().any(|(start, least)| {
        let rest = text.strip_prefix(start);
        rest.is_some_and(|rest| rest.len() >= *least && rest.bytes().any(|b| b.is_ascii_digit()))
    });
    known || is_web_token(text)
}

/// A header and a claim set, each an object of JSON in base64, and a signature.
fn is_web_token(text: &str) -> bool {
    let mut parts = text.split('.');
    let mut object = || {
        parts
            .next()
            .is_some_and(|part| part.len() >= 10 && part.starts_with("eyJ"))
    };
    object()
        && object()
        && parts.next().is_some_and(|part| part.len() >= 10)
        && parts.next().is_none()
}

fn is_of_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// Where tokens stand in a text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let words = text.as_bytes().split(|byte| !is_of_token(*byte));
    let mut at = 0;
    words.filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        let word = text.get(start..start + word.len())?;
        // A sentence may end behind it.
        let token = word.trim_end_matches('.');
        is_token(token).then_some((start, start + token.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No whole token stands in this file: those who look for some would find it.
    fn token(start: &str) -> String {
        format!("{start}{}", "a1B2c3D4e5".repeat(4))
    }

    #[test]
    fn forms_of_tokens() {
        for (start, _) in STARTS {
            assert!(is_token(&token(start)), "{start}");
            assert!(!is_token(start), "{start}");
        }
        let web = format!("eyJ{0}.eyJ{0}.{0}", "abcdefghij");
        assert!(is_token(&web));
        for fine in [
            "eyJabcdefghij.eyJabcdefghij",
            "eyJabcdefghij.eyJabcdefghij.x",
            "npm_config_registry_of_the_whole_company_and_more",
            "ghp_short1",
            "sha256-a1B2c3D4e5a1B2c3D4e5a1B2c3D4e5a1B2c3D4e5",
            "registry.example.com",
        ] {
            assert!(!is_token(fine), "{fine}");
        }
    }

    #[test]
    fn places_of_tokens() {
        let token = token("ghp_");
        let text = format!("é: \"{token}\", see {token}.\n");
        let found: Vec<&str> = tokens(&text)
            .filter_map(|(start, end)| text.get(start..end))
            .collect();
        assert_eq!(found, [&token, &token]);
        assert_eq!(super::super::redactions(&text).len(), 2);
    }
}
