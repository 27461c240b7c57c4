//! Secrets that Dokploy makes when a template is installed.

/// How a secret is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// That many random bytes in hexadecimal.
    Hex(u32),
    /// That many random bytes in base64.
    Base64(u32),
}

/// More bytes than this no secret has.
const MOST: u32 = 1024;

impl Made {
    pub(crate) fn hex(bytes: u32) -> Self {
        Self::Hex(bytes.clamp(1, MOST))
    }

    pub(crate) fn base64(bytes: u32) -> Self {
        Self::Base64(bytes.clamp(1, MOST))
    }

    /// The property that says it, and how many bytes.
    pub(crate) fn hint(self) -> (&'static str, u32) {
        match self {
            Self::Hex(bytes) => ("hex", bytes),
            Self::Base64(bytes) => ("base64", bytes),
        }
    }
}

/// What a template says of the secret that a variable becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// How it is made.
    Made(Made),
    /// It has the value of this variable.
    SameAs(String),
}
