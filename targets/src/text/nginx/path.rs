use super::quote::{Dollar, quote, refuse_controls};
use super::{Reason, Word, written};

/// The path of a URL as nginx compares it: decoded, with single slashes, without dot segments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// Reads the path of a URL; a slash at its end is kept only in `/` itself and by [`Path::exact`].
    pub fn new(path: &str) -> Result<Self, Reason> {
        let decoded = decode(path)?;
        refuse_controls(&decoded)?;
        if !decoded.starts_with('/') {
            return Err(Reason::Shape("a path starts with `/`"));
        }
        if decoded.contains("//")
            || decoded
                .split('/')
                .any(|segment| matches!(segment, "." | ".."))
        {
            return Err(Reason::Shape(
                "nginx never sees `//`, `/.` or `/..` in a path: it resolves them first",
            ));
        }
        quote(&format!("{decoded}/"), Dollar::Literal)?;
        Ok(Self(decoded))
    }

    /// The location of this path alone.
    pub fn exact(&self) -> Location {
        Location(format!("= {}", located(&self.0)))
    }

    /// The locations of this path and of everything below it, and of nothing that merely starts
    /// with the same letters.
    pub fn segments(&self) -> Vec<Location> {
        match self.trimmed() {
            "" => vec![Location("/".to_owned())],
            path => vec![
                Location(format!("= {}", located(path))),
                Location(format!("^~ {}", located(&format!("{path}/")))),
            ],
        }
    }

    /// The locations of what is below this path.
    pub fn below(&self) -> Location {
        match self.trimmed() {
            "" => Location("/".to_owned()),
            path => Location(format!("^~ {}", located(&format!("{path}/")))),
        }
    }

    /// A link to this path as a folder, for a redirect.
    pub fn as_folder(&self) -> Result<Word, Reason> {
        Word::new(&format!("{}/", encode(self.trimmed())))
    }

    /// Whether this is the root of the site.
    pub fn is_root(&self) -> bool {
        self.0 == "/"
    }

    /// The path without the slash at its end: what two routes must not have in common.
    pub fn trimmed(&self) -> &str {
        self.0.strip_suffix('/').unwrap_or(&self.0)
    }
}

/// Percent-decodes a URL's path into the text that nginx matches.
fn decode(path: &str) -> Result<String, Reason> {
    const HEX: Reason = Reason::Shape("`%` in a path is followed by two hexadecimal digits");
    if path.contains(['?', '#']) {
        return Err(Reason::Shape("a path has no query and no fragment"));
    }
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || {
                bytes
                    .next()
                    .and_then(|b| char::from(b).to_digit(16))
                    .ok_or(HEX)
            };
            let value = digit()? * 16 + digit()?;
            decoded.push(u8::try_from(value).map_err(|_| HEX)?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).map_err(|_| Reason::Shape("a path is UTF-8"))
}

/// Percent-encodes a decoded path, as it stands in a link.
pub(super) fn encode(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&b);
    path.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// `Path::new` has shown that the path can be written.
fn located(path: &str) -> String {
    quote(path, Dollar::Literal).unwrap_or_default()
}

/// What stands between `location` and its brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location(String);

/// The pattern of a `rewrite` that takes a prefix off a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefixPattern(String);

impl PrefixPattern {
    /// Captures a whole path, without its first slash.
    pub fn none() -> Self {
        Self("\"(?s)^/(.*)$\"".to_owned())
    }

    /// Captures what follows `prefix`, without the slash between them.
    pub fn after(prefix: &Path) -> Result<Self, Reason> {
        let literal: String = prefix.trimmed().chars().map(escaped).collect();
        let slash = if literal.is_empty() { "/" } else { "/?" };
        quote(&format!("(?s)^{literal}{slash}(.*)$"), Dollar::Literal).map(Self)
    }
}

/// A character as a pattern that matches it alone.
pub(super) fn escaped(c: char) -> String {
    match c {
        '\\' | '^' | '[' | ']' => format!("\\{c}"),
        '.' | '*' | '+' | '?' | '(' | ')' | '{' | '}' | '|' | '$' => format!("[{c}]"),
        c => c.to_string(),
    }
}

/// What a `rewrite` puts before the captured rest of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Nothing but the slash that every path starts with.
    pub fn none() -> Self {
        Self("/$1".to_owned())
    }

    /// Puts `path` before the rest.
    pub fn new(path: &Path) -> Result<Self, Reason> {
        if path.0.contains('?') {
            return Err(Reason::Shape(
                "nginx would read `?` in an added prefix as the start of a query",
            ));
        }
        let written = quote(&format!("{}/", path.trimmed()), Dollar::Expanded)?;
        Ok(Self(match written.strip_suffix('"') {
            Some(open) => format!("{open}$1\""),
            None => format!("{written}$1"),
        }))
    }
}

/// An absolute path of a file or folder on the machine or in the container.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePath {
    path: String,
    written: String,
}

impl FilePath {
    /// Takes an absolute path. `$` is refused, for by directive and version nginx expands it or not.
    pub fn new(path: &str) -> Result<Self, Reason> {
        refuse_controls(path)?;
        if !path.starts_with('/') {
            return Err(Reason::Shape("the path of a file is absolute here"));
        }
        if path.contains('$') {
            return Err(Reason::Shape(
                "nginx may read `$` in the path of a file as a variable",
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            written: quote(path, Dollar::Literal)?,
        })
    }

    /// The same path as a folder: with a slash at its end.
    pub fn folder(&self) -> Result<Self, Reason> {
        Self::new(&format!("{}/", self.path.trim_end_matches('/')))
    }
}

impl super::sealed::Sealed for FilePath {}

impl super::Written for FilePath {
    fn as_str(&self) -> &str {
        &self.written
    }
}

written!(Location, PrefixPattern, Prefix);

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::super::lexer::words;
    use super::*;
    use proptest::prelude::*;

    fn locations(path: &str) -> Vec<String> {
        Path::new(path)
            .unwrap()
            .segments()
            .iter()
            .map(|l| l.as_str().to_owned())
            .collect()
    }

    #[test]
    fn whole_segments() {
        assert_eq!(locations("/"), ["/"]);
        assert_eq!(locations("/api"), ["= /api", "^~ /api/"]);
        assert_eq!(locations("/api/"), ["= /api", "^~ /api/"]);
        assert_eq!(locations("/a b"), ["= \"/a b\"", "^~ \"/a b/\""]);
    }

    #[test]
    fn a_location_is_compared_decoded() {
        assert_eq!(
            Path::new("/sp%20ace").unwrap().exact().as_str(),
            "= \"/sp ace\""
        );
        assert_eq!(Path::new("/b%C3%BC").unwrap().exact().as_str(), "= \"/bü\"");
    }

    #[test]
    fn paths_that_never_match() {
        for path in [
            "", "api", "/a//b", "/a/../b", "/.", "/a?b", "/a#b", "/%zz", "/%2", "/a%00", "/%ff",
            "/a%2F/b",
        ] {
            assert!(Path::new(path).is_err(), "{path}");
        }
        assert!(Path::new("/.well-known").is_ok());
    }

    #[test]
    fn prefixes() {
        let pattern = |path: &str| PrefixPattern::after(&Path::new(path).unwrap()).unwrap().0;
        assert_eq!(pattern("/"), "\"(?s)^/(.*)$\"");
        assert_eq!(pattern("/v1.0"), "\"(?s)^/v1[.]0/?(.*)$\"");
        let prefix = |path: &str| Prefix::new(&Path::new(path).unwrap()).unwrap().0;
        assert_eq!(prefix("/"), "/$1");
        assert_eq!(prefix("/v2/"), "/v2/$1");
        assert_eq!(prefix("/a $b"), "\"/a ${dollar}b/$1\"");
        assert!(Prefix::new(&Path::new("/a%3Fb").unwrap()).is_err());
    }

    #[test]
    fn a_link_is_encoded() {
        assert_eq!(
            Path::new("/a%20b").unwrap().as_folder().unwrap().as_str(),
            "/a%20b/"
        );
    }

    #[test]
    fn files() {
        assert_eq!(
            FilePath::new("/srv/site")
                .unwrap()
                .folder()
                .unwrap()
                .as_str(),
            "/srv/site/"
        );
        for path in ["", "a", "/a$b", "/a\nb"] {
            assert!(FilePath::new(path).is_err(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn every_path_is_one_word(text in "[a-c${}\"'\\\\; ~^=()*.+]{0,30}") {
            if let Ok(path) = Path::new(&format!("/{text}")) {
                let expected = vec!["=".to_owned(), format!("/{text}")];
                prop_assert_eq!(words(path.exact().as_str()), expected);
                prop_assert_eq!(words(&PrefixPattern::after(&path).unwrap().0).len(), 1);
            }
        }
    }
}
