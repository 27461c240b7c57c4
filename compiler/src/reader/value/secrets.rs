//! Secrets in values: the names of secrets, and values that are secrets and stand in the open.

use super::Reader;
use crate::{
    atoms::{Atom as _, Identifier},
    diag::Diagnostic,
    reference::{self, Piece},
    secret_like::{
        InUrl, is_harmless, is_secret_name, is_token, is_well_known_default, url_credential,
    },
    source::{Span, Spanned},
    syntax::Scalar,
    template::{Part, Template},
};

impl Reader<'_> {
    /// A URL with a literal password or token, wherever it stands.
    pub(super) fn credential_in_url(&mut self, template: &Template, scalar: &Scalar) {
        if scalar.is_annotated("plain") {
            return;
        }
        let Some(place) = url_credential(template) else {
            return;
        };
        if place == InUrl::Path {
            self.report(
                Diagnostic::error("plain-secret", scalar.span, "who knows the path of this URL may send messages to it; it would be in git and in the output")
                    .redact(scalar.span)
                    .help("declare it and put it in place: secret chat-hook, then \"https://hooks.slack.com/services/${secret.chat-hook}\"\nif it is meant to be plain: (plain)\"…\""),
            );
            return;
        }
        if place == InUrl::Query {
            self.report(
                Diagnostic::error("plain-secret", scalar.span, "the query of this URL holds a secret, which would be in git and in the output")
                    .redact(scalar.span)
                    .help("declare it and put it in place: secret hook-token hex=32, then \"https://example.com/hook?token=${secret.hook-token}\"\nif it is meant to be plain: (plain)\"…\""),
            );
            return;
        }
        self.report(
            Diagnostic::error("plain-secret", scalar.span, "this URL holds a password, which would be in git and in the output")
                .redact(scalar.span)
                .help("declare the password and put it in place: secret db-password hex=32, then \"postgres://user:${secret.db-password}@db/app\"\nif it is meant to be plain: (plain)\"…\""),
        );
    }

    /// A variable that is passed through by its name alone: it is an input.
    pub(crate) fn pass_through(&mut self, name: &str, span: Span) {
        let names = self.scope.names(span.file);
        if names.inputs.contains_key(name) {
            self.uses.mark("input", name);
            return;
        }
        if Identifier::parse(name).is_err() {
            // Docker passes such a name through too, and no input can declare it.
            return;
        }
        let help =
            format!("declare it: input {name} optional=#true; or give it a value: {name} \"…\"");
        let inputs = names.inputs.keys().map(String::as_str);
        self.undefined("input", name, span, inputs, &help);
    }

    /// Reports the literal that was read last if it looks like a secret: by the name it stands under, or by what it is.
    pub(crate) fn refuse_plain_secret(&mut self, key: &str, scalar: &Scalar) {
        if scalar.is_annotated("plain") || names_secret_file(scalar) {
            return;
        }
        let Some(template) = self.last.take() else {
            return;
        };
        let literal = template.literal();
        let named =
            is_secret_name(key) && literal.as_deref().is_some_and(|text| !is_harmless(text));
        let known = literal
            .as_deref()
            .is_some_and(|text| is_well_known_default(text) || is_token(text));
        if !named && !known {
            return;
        }
        let name = key.to_ascii_lowercase().replace('_', "-");
        let found = Diagnostic::error(
            "plain-secret",
            scalar.span,
            format!("the value of `{key}` looks like a secret"),
        )
        .label("it would be in git and in the output")
        .redact(scalar.span);
        self.report(if self.word == "default" {
            found.help(format!("declare it as a secret: secret {name} hex=32\nif it is meant to be plain: default=(plain)\"…\""))
        } else {
            found.help(format!("secret {name} hex=32    // at the top of the file\n{key} (secret){name}    // here\nif it is meant to be plain: {key} (plain)\"…\""))
        });
    }

    pub(crate) fn refuse_secret(&mut self, template: &Template, scalar: &Scalar) {
        let word = self.word.clone();
        for secret in template.secrets() {
            let mut found = Diagnostic::error(
                "secret-not-allowed",
                secret.span,
                format!("secret `{}` can't go into `{word}`", secret.value),
            )
            .label("a secret would be readable here")
            .help(format!(
                "a secret may go into env, or be mounted as a file: secret {}",
                secret.value
            ));
            if let Some(way) = self.ways.get(&secret.span) {
                found = found.other(*way, "the export holds the secret");
            }
            self.diagnostics.push(found);
        }
        let _ = scalar;
    }

    /// Whether the literal is the name of a secret, as it stands there.
    pub(crate) fn names_a_secret(&self, scalar: &Scalar) -> bool {
        let names = self.scope.names(scalar.span.file);
        names.full("secret", &scalar.text).is_some()
    }

    pub(super) fn whole_secret(&mut self, scalar: &Scalar) -> Option<Template> {
        let name = scalar.text.clone();
        self.secret(&name, scalar.span)
            .map(|part| Template { parts: vec![part] })
    }

    pub(super) fn secret(&mut self, name: &str, span: Span) -> Option<Part> {
        let names = self.scope.names(span.file);
        if let Some(full) = names.full("secret", name) {
            self.uses.mark("secret", full);
            let place = self.at.unwrap_or(span);
            return Some(Part::Secret(Spanned::new(full.to_owned(), place)));
        }
        self.undefined(
            "secret",
            name,
            span,
            names.of_kind("secret"),
            &format!("declare it: secret {name}"),
        );
        None
    }

    /// The path of a secret as a file; asking for it mounts it.
    pub(super) fn secret_file(&mut self, name: &str, span: Span) -> Option<Template> {
        let Some(Part::Secret(secret)) = self.secret(name, span) else {
            return None;
        };
        let name = secret.value.as_str();
        let Some(service) = self.service.clone() else {
            self.report(
                Diagnostic::error(
                    "unknown-reference",
                    span,
                    "`${secret-file.…}` has a meaning inside a service only",
                )
                .help("a secret's path is one in a container"),
            );
            return None;
        };
        let mounted = self
            .scope
            .services
            .get(&service)
            .and_then(|service| service.secret_paths.get(name));
        match mounted {
            Some(path) => Some(Template::text(path.clone())),
            None => {
                self.implied_secrets
                    .push(Spanned::new(name.to_owned(), secret.span));
                Some(Template::text(format!("/run/secrets/{name}")))
            }
        }
    }
}

/// Whether a text says where a secret's file is, as in `file://${secret-file.key}`: then it is no secret itself.
fn names_secret_file(scalar: &Scalar) -> bool {
    let (pieces, _) = reference::parse(&scalar.text);
    pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Reference(found) if found.namespace == "secret-file"))
}
