//! Credentials that became secrets, where they stand in other places of the project as well.

use stackc_compiler::{diag::Diagnostic, model::variable_of};

use crate::{
    verify::Credential,
    yaml::{Node, Value},
};

/// A shorter text stands in many others by chance.
const SHORTEST: usize = 6;

/// A finding for each value that holds the text of a credential although it did not become a secret itself: such text stays in the stack.
pub(crate) fn still_there(root: &Node, extracted: &[(Credential, String)]) -> Vec<Diagnostic> {
    let long: Vec<&(Credential, String)> = extracted
        .iter()
        .filter(|(value, _)| value.text.len() >= SHORTEST)
        .collect();
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match &node.value {
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => waiting.extend(entries.iter().map(|entry| &entry.value)),
            Value::Scalar(scalar) => {
                let is_one = extracted.iter().any(|(value, _)| value.node == node.span);
                let held = long
                    .iter()
                    .find(|(value, _)| scalar.text.contains(&value.text));
                if let Some((_, secret)) = held.filter(|_| !is_one) {
                    found.push(kept(node, secret));
                }
            }
        }
    }
    found
}

fn kept(node: &Node, secret: &str) -> Diagnostic {
    Diagnostic::warning(
        "credential-kept",
        node.span,
        format!("the value that became the secret `{secret}` stands here as well, and is kept"),
    )
    .redact(node.span)
    .help(format!(
        "put a variable in its place: `${{{}}}` takes its value from .env",
        variable_of(secret)
    ))
}
