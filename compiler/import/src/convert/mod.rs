//! A project in Compose's words → a stack in its own.
//!
//! One file per part of a service; [`fields`] is the table of the keys that are one value. The order of the file is kept.

mod build;
mod command;
mod content;
mod depends;
mod deploy;
mod devices;
mod env;
mod fields;
mod health;
mod hooks;
mod long_mount;
mod mountable;
mod mounts;
mod named;
mod network;
mod networks;
mod ports;
mod raw;
mod service;
mod top;
mod value;

pub(crate) use ports::port_name;
pub(crate) use top::stack;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics, nearest},
    secret_like::is_secret_name,
    source::{Sources, Span},
};

use crate::{
    declare::Declarations,
    kdl,
    variables::{Template, place},
    yaml::{Entry, Node},
};

/// Why something is left out, and what to do about it.
type Gap = (&'static str, &'static str);

/// What every part of the conversion needs.
pub(crate) struct Convert<'a> {
    /// What the variables become.
    pub declarations: &'a Declarations,
    /// The texts, for places within them.
    pub sources: &'a Sources,
    /// What was found.
    pub diagnostics: &'a mut Diagnostics,
    /// The way from the stack's folder to the project's; empty if they are one.
    pub way: &'a str,
    /// The values that become secrets, by their place, with the secret's name.
    pub extracted: &'a [(Span, String)],
    /// The versions that the target names, where the files need newer ones than the usual.
    pub versions: &'a [(&'static str, &'static str)],
    /// Whether `x-…` that nothing refers to is kept.
    pub keep_extensions: bool,
}

impl Convert<'_> {
    /// Says that something has no word in the stack and is left out.
    pub(crate) fn gap(&mut self, span: Span, message: impl Into<String>, help: &str) {
        self.diagnostics
            .push(Diagnostic::warning("not-imported", span, message).help(help));
    }

    /// Adds a node, unless one of its kind is there that has the same first argument: the stack can't tell the two apart.
    pub(crate) fn add(&mut self, nodes: &mut Vec<kdl::Node>, node: Option<kdl::Node>, gap: Gap) {
        let Some(node) = node else { return };
        let is_there = |other: &kdl::Node| {
            other.kind == node.kind
                && !node.args.is_empty()
                && other.args.first() == node.args.first()
        };
        if nodes.iter().any(is_there) {
            let (why, help) = gap;
            self.gap(node.origin, why, help);
        } else {
            nodes.push(node);
        }
    }

    /// Says that a part of something is missing.
    pub(crate) fn lacks(&mut self, span: Span, what: impl Into<String>, help: &str) {
        self.diagnostics
            .push(Diagnostic::error("wrong-type", span, what).help(help));
    }

    /// Says that a value is of the wrong type.
    pub(crate) fn wrong(&mut self, node: &Node, key: &str, wanted: &str) {
        let found = Diagnostic::error(
            "wrong-type",
            node.span,
            format!("`{key}` is {wanted}, this is {}", node.what()),
        );
        self.diagnostics.push(if is_secret_name(key) {
            found.redact(node.span)
        } else {
            found
        });
    }

    /// Says that a key is none that Compose knows; what starts with `x-` is an extension.
    pub(crate) fn unknown(&mut self, entry: &Entry, known: &[&str], of: &str) {
        let key = &entry.key.value;
        if key.starts_with("x-") {
            self.extension(entry);
            return;
        }
        let found = Diagnostic::error(
            "unknown-key",
            entry.key.span,
            format!("Compose knows no key `{key}` in {of}"),
        );
        let found = match nearest(key, known.iter().copied()) {
            Some(word) => found
                .help(format!("did you mean `{word}`?"))
                .fix(entry.key.span, word),
            None => found.help("take it out, or start it with `x-`: Compose refuses the file"),
        };
        self.diagnostics.push(found);
    }

    /// An `x-…` that is left out.
    pub(crate) fn extension(&mut self, entry: &Entry) {
        self.gap(
            entry.key.span,
            format!("`{}` is an extension that Compose ignores", entry.key.value),
            "it is left out; --keep-extensions keeps it in `compose { … }`",
        );
    }

    /// Text with its variables; a variable that is not well formed is reported.
    pub(crate) fn parse(&mut self, text: &str, span: Span) -> Option<Template> {
        match crate::variables::parse(text) {
            Ok(template) => Some(template),
            Err(fault) => {
                let at = place(span, self.sources.slice(span), text, fault.at);
                self.diagnostics.push(
                    Diagnostic::error("bad-variable", at, fault.why)
                        .help("write `$$` for a dollar that is meant as one"),
                );
                None
            }
        }
    }

    /// A path that is relative to the project's folder, as the stack writes it.
    pub(crate) fn path(&self, template: &Template) -> String {
        let written = self.declarations.written(template);
        let is_relative = !template.starts_with_variable()
            && !written.starts_with(['/', '~', '\\'])
            && !is_drive(&written);
        if self.way.is_empty() || !is_relative {
            return written;
        }
        let kept = if written.ends_with('/') { "/" } else { "" };
        format!(
            "{}{kept}",
            stackc_compiler::resolve::relative("", &format!("{}/{written}", self.way))
        )
    }
}

/// `C:\…` or `C:/…`.
pub(crate) fn is_drive(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && matches!(bytes.get(2), Some(b'\\' | b'/'))
}
