//! What params say of other params, filled in.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diag::{Diagnostic, Diagnostics},
    reader::{ParamValue, undefined_param},
    reference::{self, Piece},
    source::Span,
};

/// How many params may stand in one another.
const DEEPEST: usize = 32;
/// The longest value.
const LONGEST: usize = 65_536;

/// A value whose references are filled in.
#[derive(Clone)]
struct Filled {
    text: String,
    depth: usize,
}

/// Fills in what params say of other params; each once.
pub(super) struct Filler<'a> {
    /// What is written for those that have a value.
    values: &'a BTreeMap<String, ParamValue>,
    /// Those that are declared.
    declared: BTreeSet<&'a String>,
    done: BTreeMap<String, Option<Filled>>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        values: &'a BTreeMap<String, ParamValue>,
        declared: BTreeSet<&'a String>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            values,
            declared,
            done: BTreeMap::new(),
            diagnostics,
        }
    }

    /// The text of a param, or nothing if it has a fault, which is reported.
    pub(super) fn fill(&mut self, name: &str, value: &ParamValue) -> Option<String> {
        self.filled(name, value, &mut Vec::new())
            .map(|filled| filled.text)
    }

    fn filled(&mut self, name: &str, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        open.push(name.to_owned());
        let filled = if open.len() > DEEPEST {
            self.refuse(value, "too many params stand in one another")
        } else {
            self.pieces(value, open)
        };
        open.pop();
        self.done.insert(name.to_owned(), filled.clone());
        filled
    }

    fn refuse(&mut self, value: &ParamValue, why: &str) -> Option<Filled> {
        self.diagnostics
            .push(Diagnostic::error("param-cycle", value.span, why));
        None
    }

    /// A param may speak of other params, of nothing else.
    fn pieces(&mut self, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        let (pieces, _) = reference::parse(&value.text);
        let mut filled = Filled {
            text: String::new(),
            depth: 1,
        };
        for piece in pieces {
            match piece {
                Piece::Text(literal) => filled.text.push_str(&literal),
                Piece::Reference(reference) if reference.namespace == "param" => {
                    let inner = self.inner(&reference.path, value, open)?;
                    filled.text.push_str(&inner.text);
                    filled.depth = filled.depth.max(inner.depth + 1);
                }
                Piece::Reference(reference) => {
                    self.deploy_time(value, &reference.namespace);
                    return None;
                }
            }
            if filled.text.len() > LONGEST {
                return self.refuse(value, "this value grows beyond 64 KiB");
            }
        }
        if filled.depth > DEEPEST {
            return self.refuse(value, "too many params stand in one another");
        }
        Some(filled)
    }

    fn inner(&mut self, name: &str, value: &ParamValue, open: &mut Vec<String>) -> Option<Filled> {
        let values = self.values;
        if let Some(first) = open.iter().position(|other| other == name) {
            let mut found = Diagnostic::error(
                "param-cycle",
                value.span,
                format!("param `{name}` needs its own value"),
            )
            .help(format!("the way it took: {} → {name}", open.join(" → ")));
            let circle = open.get(first..).unwrap_or_default();
            for (one, next) in circle.iter().zip(circle.iter().skip(1)) {
                if let Some(step) = values.get(one) {
                    found = found.other(step.span, format!("`{one}` needs `{next}`"));
                }
            }
            self.diagnostics.push(found);
            return None;
        }
        let Some(inner) = values.get(name) else {
            // Why it has no value is said at its declaration.
            if !self.declared.contains(&name.to_owned()) {
                let names = values.keys().map(String::as_str);
                self.diagnostics
                    .push(undefined_param(name, value.span, names));
            }
            return None;
        };
        self.filled(name, inner, open)
    }

    fn deploy_time(&mut self, value: &ParamValue, namespace: &str) {
        self.diagnostics.push(deploy_time(value.span, namespace));
    }
}

/// The finding about a param's value that only the deployment knows.
pub(super) fn deploy_time(span: Span, namespace: &str) -> Diagnostic {
    Diagnostic::error(
        "deploy-time-value",
        span,
        format!("a param is known when the stack is compiled, `${{{namespace}.…}}` is not"),
    )
    .help("a value that the deployer supplies is an input: input NAME default=\"…\"")
}
