//! Secrets: the compiler knows a secret's name, its rules and where it may go, never its value.

use crate::{
    atoms::{AnyText, Bool, Count, Identifier, Line, Name},
    diag::Diagnostic,
    reader::{Placed, Reader, Slot, node},
    schema::{Key, ValueSchema},
    source::Span,
    syntax::Scalar,
    template::{Fixed, Part, SecretText, Value},
};

node! {
    /// A secret that the deployer supplies.
    ///
    /// For a service it is a file where the stack mounts it (`secret NAME`, `${secret-file.NAME}`), else a variable: its name in upper case with `-` as `_`.
    Secret "secret" key Key::First; slots [["hex", "base64", "base64url"]]; {
        /// Its name, used as `(secret)NAME` or `${secret.NAME}`.
        arg name: Fixed<Name>,
        /// The name of its variable, if it is another.
        prop env = "env": Fixed<Identifier>,
        /// The file that holds it, if it isn't `secrets/NAME` beside the output.
        prop file = "file": Value<Line>,
        /// Whether it exists already in the engine (Swarm) and is not made from a file.
        prop external = "external": Value<Bool>,
        /// Its name in the engine, if it is another.
        prop host_name = "name": Value<Name>,
        /// Whether it may be left out; then its variable is empty.
        prop optional = "optional": Fixed<Bool>,
        /// The driver that keeps it.
        prop driver = "driver": Value<AnyText>,
        /// The driver that fills in its template.
        prop template_driver = "template-driver": Value<AnyText>,
        /// How to make one: that many random bytes in hexadecimal, so twice as many characters.
        prop hex = "hex": Fixed<Count>,
        /// How to make one: that many random bytes in base64; not for URLs.
        prop base64 = "base64": Fixed<Count>,
        /// How to make one: that many random bytes in the base64 that is safe in URLs.
        prop base64url = "base64url": Fixed<Count>,
        /// The fewest characters that it may have.
        prop min_length = "min-length": Fixed<Count>,
        /// What is said when it is missing.
        prop message = "message": Fixed<Line>,
        /// A label.
        pairs labels = "label": Value<AnyText>,
        /// An option of the driver.
        pairs driver_opts = "driver-opt": Value<AnyText>,
    }
}

impl Secret {
    /// The variable that supplies it: `db-password` is `DB_PASSWORD`.
    #[must_use]
    pub fn variable(&self) -> String {
        match &self.env {
            Some(env) => env.value.0.clone(),
            None => variable_of(&self.name.value.0),
        }
    }
}

/// A secret by its name: `(secret)NAME`, and nothing beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretName {
    /// The name.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

impl Placed for SecretName {
    fn place(&self) -> Span {
        self.span
    }
}

impl Slot for SecretName {
    const SCHEMA: ValueSchema = ValueSchema {
        ty: "secret",
        example: "(secret)db-password",
        ..<SecretText as Slot>::SCHEMA
    };

    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Self> {
        let template = reader.template(scalar, &Self::SCHEMA)?;
        match template.parts.as_slice() {
            [Part::Secret(name)] => Some(Self {
                name: name.value.clone(),
                span: scalar.span,
            }),
            _ => {
                let found = Diagnostic::error(
                    "wrong-type",
                    scalar.span,
                    "here stands a secret, and nothing else",
                );
                reader.report(if reader.names_a_secret(scalar) {
                    found.help(format!("write (secret){}", scalar.text))
                } else {
                    found.redact(scalar.span).help("write (secret)NAME here, and declare it: secret NAME; whoever deploys gives its value")
                });
                None
            }
        }
    }
}

/// The variable of a secret that names none.
#[must_use]
pub fn variable_of(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect()
}
