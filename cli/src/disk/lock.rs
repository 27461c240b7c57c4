//! `stack.lock`: what was read and what was made of it, by hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of the file's form.
const FORMAT: u32 = 1;

/// The largest lock that is read.
pub(crate) const LOCK_LIMIT: u64 = 64 << 20;

/// A lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Lock {
    format_version: u32,
    /// The version of the compiler that wrote it.
    stackc: String,
    /// The hash of everything that was read, by path.
    pub sources: BTreeMap<String, String>,
    /// What was made, by path.
    pub artifacts: BTreeMap<String, Entry>,
}

/// What the lock knows of an artifact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The hash of its bytes.
    pub sha256: String,
    /// Its mode in octal.
    pub mode: String,
    /// The environment that it belongs to, if the stack has environments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// The target that makes it.
    pub target: String,
}

impl Lock {
    pub(crate) fn new(
        sources: BTreeMap<String, String>,
        artifacts: BTreeMap<String, Entry>,
    ) -> Self {
        Self {
            format_version: FORMAT,
            stackc: env!("CARGO_PKG_VERSION").to_owned(),
            sources,
            artifacts,
        }
    }

    /// Reads a lock, or says why it is none.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let lock: Self = serde_json::from_slice(bytes)
            .map_err(|error| format!("it is not a lock of stackc ({error})"))?;
        if lock.format_version > FORMAT {
            return Err(format!(
                "stackc {} wrote it, which is newer than this one",
                lock.stackc
            ));
        }
        Ok(lock)
    }

    /// Whether two locks say the same, whichever compiler wrote them.
    pub(crate) fn says_what(&self, other: &Self) -> bool {
        self.sources == other.sources && self.artifacts == other.artifacts
    }

    /// The lock as text: one file per line, sorted.
    pub(crate) fn render(&self) -> Result<String, serde_json::Error> {
        let mut text = format!(
            "{{\n  \"format_version\": {},\n  \"stackc\": {},\n",
            self.format_version,
            serde_json::to_string(&self.stackc)?
        );
        section(&mut text, "sources", &self.sources)?;
        text.push_str(",\n");
        section(&mut text, "artifacts", &self.artifacts)?;
        text.push_str("\n}\n");
        Ok(text)
    }
}

fn section<T: Serialize>(
    text: &mut String,
    name: &str,
    entries: &BTreeMap<String, T>,
) -> Result<(), serde_json::Error> {
    let lines = entries
        .iter()
        .map(|(path, entry)| {
            Ok(format!(
                "    {}: {}",
                serde_json::to_string(path)?,
                serde_json::to_string(entry)?
            ))
        })
        .collect::<Result<Vec<String>, serde_json::Error>>()?;
    if lines.is_empty() {
        text.push_str(&format!("  \"{name}\": {{}}"));
    } else {
        text.push_str(&format!("  \"{name}\": {{\n{}\n  }}", lines.join(",\n")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let entry = Entry {
            sha256: "ab".to_owned(),
            mode: "0644".to_owned(),
            environment: Some("dev".to_owned()),
            target: "compose".to_owned(),
        };
        Lock::new(
            BTreeMap::from([("stack.kdl".to_owned(), "cd".to_owned())]),
            BTreeMap::from([
                ("out/b".to_owned(), entry.clone()),
                ("out/a \"x\"".to_owned(), entry),
            ]),
        )
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let text = lock().render().unwrap();
        assert_eq!(Lock::parse(text.as_bytes()), Ok(lock()));
        assert_eq!(
            text.lines().filter(|line| line.contains("sha256")).count(),
            2
        );
        assert!(text.find("out/a").unwrap() < text.find("out/b").unwrap());
        let empty = Lock::new(BTreeMap::new(), BTreeMap::new());
        assert_eq!(Lock::parse(empty.render().unwrap().as_bytes()), Ok(empty));
    }

    #[test]
    fn the_compiler_may_differ() {
        let mut other = lock();
        other.stackc = "9.9.9".to_owned();
        assert_ne!(lock(), other);
        assert!(lock().says_what(&other));
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        assert!(Lock::parse(b"# Cargo.lock").is_err());
        assert!(Lock::parse(b"{}").is_err());
        let newer = lock()
            .render()
            .unwrap()
            .replace("\"format_version\": 1", "\"format_version\": 2");
        assert!(Lock::parse(newer.as_bytes()).unwrap_err().contains("newer"));
    }
}
