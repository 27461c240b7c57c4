//! Kinds of keys.

/// A kind of key that browsers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rsa2048,
    Rsa3072,
    Rsa4096,
    EcdsaP256,
    EcdsaP384,
}

impl Algorithm {
    const ALL: [Self; 5] = [
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::EcdsaP256,
        Self::EcdsaP384,
    ];

    /// The names of all, as a stack writes them.
    pub(super) const NAMES: [&str; 5] = [
        "rsa:2048",
        "rsa:3072",
        "rsa:4096",
        "ecdsa:p256",
        "ecdsa:p384",
    ];

    /// Reads a name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut pairs = Self::NAMES.into_iter().zip(Self::ALL);
        pairs.find_map(|(known, algorithm)| (known == name).then_some(algorithm))
    }

    /// The options of `openssl req` that make a key of this kind.
    pub(super) fn options(self) -> &'static str {
        match self {
            Self::Rsa2048 => "-newkey rsa:2048",
            Self::Rsa3072 => "-newkey rsa:3072",
            Self::Rsa4096 => "-newkey rsa:4096",
            Self::EcdsaP256 => "-newkey ec -pkeyopt ec_paramgen_curve:P-256",
            Self::EcdsaP384 => "-newkey ec -pkeyopt ec_paramgen_curve:P-384",
        }
    }
}
