//! What a backend makes: files by path, each with the span that caused it.

mod origins;

use std::{collections::BTreeMap, fmt::Write as _};

use sha2::{Digest as _, Sha256};

pub use origins::{Found, Origin, Origins, Traced, line};

use crate::source::Span;

/// One file of an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is run.
    pub executable: bool,
    /// The node of the stack that asks for it, if one does.
    pub origin: Option<Span>,
    /// Where its parts come from, as far as its writer says.
    pub origins: Origins,
}

impl Artifact {
    /// A file with text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            bytes: text.into().into_bytes(),
            executable: false,
            origin: None,
            origins: Origins::default(),
        }
    }

    /// A file with text whose parts know where they come from.
    #[must_use]
    pub fn traced(traced: Traced) -> Self {
        Self {
            origins: traced.origins,
            ..Self::text(traced.text)
        }
    }

    /// A script.
    pub fn script(text: impl Into<String>) -> Self {
        Self {
            executable: true,
            ..Self::text(text)
        }
    }

    /// The octal mode of the file, as the lock names it.
    #[must_use]
    pub fn mode(&self) -> &'static str {
        if self.executable { "0755" } else { "0644" }
    }

    /// Its digest.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }
}

/// Files by path, relative to the target's folder, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifacts {
    files: BTreeMap<String, Artifact>,
}

impl Artifacts {
    /// Adds a file.
    ///
    /// # Errors
    /// If there is one at that path already, or the path leaves the folder.
    pub fn add(&mut self, path: impl Into<String>, artifact: Artifact) -> Result<(), Bug> {
        let path = path.into();
        let inside = !path.is_empty()
            && !path.starts_with('/')
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !inside {
            return Err(Bug(format!("an artifact has the path {path:?}")));
        }
        match self.files.insert(path.clone(), artifact) {
            None => Ok(()),
            Some(_) => Err(Bug(format!("two artifacts have the path {path:?}"))),
        }
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Artifact)> {
        self.files
            .iter()
            .map(|(path, artifact)| (path.as_str(), artifact))
    }

    /// Every file itself, by path.
    pub fn into_files(self) -> impl Iterator<Item = (String, Artifact)> {
        self.files.into_iter()
    }

    /// The file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        self.files.get(path)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A fault of the compiler itself: no input causes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bug(pub String);

impl std::fmt::Display for Bug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Bug {}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let mut artifacts = Artifacts::default();
        assert!(
            artifacts
                .add("nginx/nginx.conf", Artifact::text(""))
                .is_ok()
        );
        for wrong in [
            "",
            "/a",
            "a//b",
            "../a",
            "a/../b",
            "./a",
            "nginx/nginx.conf",
        ] {
            assert!(artifacts.add(wrong, Artifact::text("")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn digests_are_sha_256() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
