//! Reads values: fills in what is known at compile time and keeps what is not.

mod references;
mod secrets;
mod services;

use std::collections::{BTreeMap, BTreeSet};

use super::{Scope, ServiceReference, Slot, Uses};
use crate::{
    atoms::Atom,
    diag::{Diagnostic, Diagnostics, nearest},
    reference,
    schema::{ValueSchema, wrong_value},
    source::{Span, Spanned},
    syntax::{Node, Scalar, ScalarKind},
    template::{SecretText, Template},
};

/// References of one value that are followed to other values.
const MOST_FOLLOWED: usize = 256;
/// How many references stand behind one another: an export may speak of another module's.
const DEEPEST: usize = 24;
/// Bytes that the params of an environment may become in all its values.
const MOST_GROWN: usize = 16 << 20;

/// What a reader knows of the place that it reads, and where it puts what it finds.
pub struct Reader<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) uses: &'a mut Uses,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// The service that is being read.
    pub(crate) service: Option<String>,
    /// Secrets whose path the service asked for without mounting them.
    pub(crate) implied_secrets: Vec<Spanned<String>>,
    /// Secrets whose value stands in a text.
    pub(crate) value_secrets: BTreeSet<String>,
    /// References from services to services.
    pub(crate) references: Vec<ServiceReference>,
    /// Where an export of a module is referred to: what it holds is used there.
    at: Option<Span>,
    /// Where exports are referred to that hold a secret, and where the module says so.
    ways: BTreeMap<Span, Span>,
    /// The last value that was read, with its references filled in.
    last: Option<Template>,
    word: String,
    depth: usize,
    /// Whether what is read stands behind an operator.
    in_word: bool,
    /// How many references of the value that is being read were followed.
    followed: usize,
    /// Bytes that references of this environment became.
    grown: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        scope: &'a Scope,
        uses: &'a mut Uses,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            scope,
            uses,
            diagnostics,
            service: None,
            implied_secrets: Vec::new(),
            references: Vec::new(),
            value_secrets: BTreeSet::new(),
            at: None,
            ways: BTreeMap::new(),
            last: None,
            word: String::new(),
            depth: 0,
            in_word: false,
            followed: 0,
            grown: 0,
        }
    }

    /// Reads what modules export, so that a fault in it is found although nobody refers to it.
    pub(crate) fn exports<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) {
        let values = self.value_secrets.clone();
        for node in nodes {
            if let [owner, _, value] = node.args.as_slice() {
                self.service = Some(owner.text.clone());
                let _: Option<SecretText> = self.slot(value, "export");
            }
        }
        // What is not referred to is in no service, and no text.
        self.service = None;
        self.value_secrets = values;
        self.implied_secrets.clear();
        self.references.clear();
    }

    /// Takes a finding.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads a value of the property, child or argument `word`.
    pub(crate) fn slot<T: Slot>(&mut self, scalar: &Scalar, word: &str) -> Option<T> {
        self.word.clear();
        self.word.push_str(word);
        T::read(scalar, self)
    }

    /// The text of a value, with its compile-time references filled in.
    pub(crate) fn template(&mut self, scalar: &Scalar, schema: &ValueSchema) -> Option<Template> {
        self.followed = 0;
        let template = self.fill(scalar, schema);
        self.last.clone_from(&template);
        self.doubled_dollar(scalar);
        if let Some(template) = &template {
            self.credential_in_url(template, scalar);
        }
        if scalar.text.contains('\0') {
            self.report(Diagnostic::error(
                "not-carriable",
                scalar.span,
                "a text with the character U+0000 can't be written into any output",
            ));
            return None;
        }
        template
    }

    /// `$$NAME` and `$$(…)` are what Compose's users write for one dollar; here they are two.
    fn doubled_dollar(&mut self, scalar: &Scalar) {
        if !scalar.text.contains('$') {
            return;
        }
        let doubled = scalar.text.match_indices("$$").find(|(at, _)| {
            let next = scalar
                .text
                .get(at + 2..)
                .and_then(|rest| rest.chars().next());
            next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '('))
        });
        if let Some((at, _)) = doubled {
            self.report(
                Diagnostic::warning(
                    "doubled-dollar",
                    scalar.part(at, at + 2),
                    "these are two dollars: a `$` needs no second one here",
                )
                .help("write one `$`; only a literal `${` is written `$${`"),
            );
        }
    }

    fn fill(&mut self, scalar: &Scalar, schema: &ValueSchema) -> Option<Template> {
        match scalar
            .annotation
            .as_ref()
            .map(|annotation| annotation.value.as_str())
        {
            Some("secret") => return self.whole_secret(scalar),
            None | Some("plain") => {}
            Some(other) => {
                let span = scalar
                    .annotation
                    .as_ref()
                    .map_or(scalar.span, |annotation| annotation.span);
                self.report(
                    Diagnostic::error(
                        "unknown-annotation",
                        span,
                        format!("`({other})` is unknown"),
                    )
                    .help("there are `(secret)NAME` and `(plain)\"…\"`"),
                );
                return None;
            }
        }
        if scalar.kind != ScalarKind::Text || !scalar.text.contains("${") {
            if let Some(found) = wrong_value(scalar, &self.word, schema) {
                self.report(found);
                return None;
            }
            return Some(Template::text(scalar.text.clone()));
        }
        let (pieces, faults) = reference::parse(&scalar.text);
        for fault in &faults {
            self.reference_fault(fault, scalar);
        }
        let template = self.expand(&pieces, scalar)?;
        faults.is_empty().then_some(template)
    }

    /// Text that is known, read as a type.
    pub(crate) fn atom<A: Atom>(&mut self, text: &str, scalar: &Scalar) -> Option<A> {
        match A::parse(text) {
            Ok(value) => Some(value),
            Err(reason) => {
                let word = &self.word;
                let mut found = Diagnostic::error(
                    "wrong-type",
                    scalar.span,
                    format!("`{word}` takes a value of type {}", A::TYPE),
                )
                .label(reason);
                if text != scalar.text {
                    found = found.help(format!("with its references filled in it is {text:?}"));
                } else if let Some(near) = nearest(text, A::choices().iter().copied()) {
                    found = found.help(format!("did you mean `{near}`?"));
                }
                self.report(found);
                None
            }
        }
    }
}
