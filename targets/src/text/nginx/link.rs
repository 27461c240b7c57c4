use super::path::{encode, escaped};
use super::quote::{Dollar, quote, refuse_controls};
use super::{Path, Reason, written};

/// The pattern of a whole request, as the client wrote it, that captures what follows a prefix: the rest of the path and the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPattern(String);

impl RequestPattern {
    /// Captures what follows `prefix`. Slashes and backslashes at its start are left out, for behind the slash that a link ends in they would make the rest another host's name.
    pub fn after(prefix: &Path) -> Result<Self, Reason> {
        let literal: String = encode(prefix.trimmed()).chars().map(escaped).collect();
        quote(&format!(r"^{literal}[/\\]*(.*)$"), Dollar::Literal).map(Self)
    }
}

/// A link that goes on with what a pattern has captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continued(String);

impl Continued {
    /// Puts `base` before what was captured. It ends in a slash, so that nothing captured becomes part of its host.
    pub fn new(base: &str) -> Result<Self, Reason> {
        refuse_controls(base)?;
        if !base.ends_with('/') {
            return Err(Reason::Shape("what is kept follows a slash: `/…`"));
        }
        let written = quote(base, Dollar::Expanded)?;
        Ok(Self(match written.strip_suffix('"') {
            Some(open) => format!("{open}$1\""),
            None => format!("{written}$1"),
        }))
    }
}

written!(RequestPattern, Continued);

#[cfg(test)]
mod tests {
    use super::super::lexer::words;
    use super::*;

    fn pattern(path: &str) -> Vec<String> {
        words(&RequestPattern::after(&Path::new(path).unwrap()).unwrap().0)
    }

    #[test]
    fn patterns_match_what_clients_write() {
        assert_eq!(pattern("/"), [r"^[/\\]*(.*)$"]);
        assert_eq!(pattern("/v1.0/"), [r"^/v1[.]0[/\\]*(.*)$"]);
        assert_eq!(pattern("/a b"), [r"^/a%20b[/\\]*(.*)$"]);
    }

    #[test]
    fn links_go_on_behind_a_slash() {
        let link = |base| Continued::new(base).map(|link| link.0);
        assert_eq!(link("https://x.example/").unwrap(), "https://x.example/$1");
        assert_eq!(link("/a$b/").unwrap(), "\"/a${dollar}b/$1\"");
        assert!(link("https://x.example").is_err());
        assert!(link("/a\n/").is_err());
    }
}
