//! Image references and tags.

use super::Atom;

/// The reference of an image, as the distribution specification has it: `ghcr.io/a/b:tag@sha256:…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Image(pub String);

impl Image {
    /// The tag, if one is written.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        let name = self.0.split('@').next().unwrap_or("");
        let last = name.rsplit('/').next().unwrap_or(name);
        last.split_once(':').map(|(_, tag)| tag)
    }

    /// Whether a digest pins it.
    #[must_use]
    pub fn has_digest(&self) -> bool {
        self.0.contains('@')
    }
}

impl Atom for Image {
    const TYPE: &'static str = "image";
    const EXAMPLE: &'static str = "\"postgres:16.4-alpine\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("{c:?} can't stand in an image"));
        }
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err("what follows `@` is `sha256:` and 64 hexadecimal digits".to_owned());
        }
        let (path, last) = match name.rsplit_once('/') {
            Some((path, last)) => (Some(path), last),
            None => (None, name),
        };
        let (last, tag) = match last.split_once(':') {
            Some((last, tag)) => (last, Some(tag)),
            None => (last, None),
        };
        if let Some(tag) = tag {
            Tag::parse(tag)?;
        }
        let parts = path.into_iter().flat_map(|path| path.split('/'));
        for (index, part) in parts.chain([last]).enumerate() {
            let registry =
                index == 0 && part != last && (part.contains(['.', ':']) || part == "localhost");
            check_part(part, registry)?;
        }
        Ok(Self(text.to_owned()))
    }
}

/// Where a registry keeps images: its host, and the path below which they lie: `ghcr.io/example`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegistryPath(pub String);

impl RegistryPath {
    /// The host of the registry, with its port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }
}

impl Atom for RegistryPath {
    const TYPE: &'static str = "registry";
    const EXAMPLE: &'static str = "\"ghcr.io/example\"";

    fn parse(text: &str) -> Result<Self, String> {
        let host = text.split('/').next().unwrap_or(text);
        if !host.contains(['.', ':']) && host != "localhost" {
            return Err("it starts with the host of the registry, such as \"ghcr.io\"".to_owned());
        }
        // As an image below it, since the host alone may have a port.
        match Image::parse(&format!("{text}/image")) {
            Ok(_) if !text.contains('@') => Ok(Self(text.to_owned())),
            Ok(_) => Err("a digest belongs to one image".to_owned()),
            Err(why) => Err(why),
        }
    }
}

fn check_part(part: &str, registry: bool) -> Result<(), String> {
    if part.is_empty() {
        return Err("a part between its slashes is empty".to_owned());
    }
    for c in part.chars() {
        let fine = c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || matches!(c, '.' | '_' | '-')
            || (registry && (c == ':' || c.is_ascii_uppercase() || matches!(c, '[' | ']')));
        if !fine {
            return Err(if c.is_ascii_uppercase() {
                "the name of an image is in lower case".to_owned()
            } else {
                format!("{c:?} can't stand in the name of an image")
            });
        }
    }
    Ok(())
}

fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty()
            && algorithm
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+._-".contains(&b))
            && hex.len() >= 32
            && hex.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// The tag of an image: `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag(pub String);

impl Atom for Tag {
    const TYPE: &'static str = "tag";
    const EXAMPLE: &'static str = "\"16.4-alpine\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("its tag is empty".to_owned());
        }
        if text.len() > 128 {
            return Err("its tag has more than 128 characters".to_owned());
        }
        let fine = |(index, c): (usize, char)| {
            c.is_ascii_alphanumeric() || c == '_' || (index > 0 && matches!(c, '.' | '-'))
        };
        match text.chars().enumerate().find(|place| !fine(*place)) {
            Some((_, c)) => Err(format!("{c:?} can't stand there in a tag")),
            None => Ok(Self(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images() {
        let digest = format!("redis:7@sha256:{}", "0".repeat(64));
        for fine in [
            "postgres",
            "postgres:16.4-alpine",
            "ghcr.io/a/b:v1",
            "localhost:5000/a",
            "twentycrm/twenty:v1.8.0",
            digest.as_str(),
            "a.b/c__d",
        ] {
            assert!(Image::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "Postgres",
            "a b",
            "a:",
            "a//b",
            "a@sha256:1",
            "a:x y",
            "/a",
        ] {
            assert!(Image::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            Image::parse("localhost:5000/a").expect("an image").tag(),
            None
        );
        assert_eq!(
            Image::parse("localhost:5000/a:1").expect("an image").tag(),
            Some("1")
        );
    }
}
