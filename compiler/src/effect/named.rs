//! Files that the stack names and does not make, where their content is another than before.

use crate::source::Span;

/// How a service uses such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedAs {
    /// It has variables of the service.
    EnvFile,
    /// It is mounted from the host.
    Mount,
}

/// A file or folder beside the stack that a service uses, with another content than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedChange {
    /// The service, by the name that it has now.
    pub service: String,
    /// How it uses it.
    pub named_as: NamedAs,
    /// The path, from the stack's folder.
    pub path: String,
    /// The files that are not the same, from the stack's folder.
    pub files: Vec<String>,
    /// Where the stack before says so.
    pub before: Span,
    /// Where the stack now says so.
    pub after: Span,
}

impl NamedChange {
    /// The files in a few words.
    #[must_use]
    pub fn shown(&self) -> String {
        const MOST: usize = 3;
        let shown: Vec<&str> = self.files.iter().take(MOST).map(String::as_str).collect();
        match self.files.len().saturating_sub(MOST) {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    }
}
