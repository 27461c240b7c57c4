//! Credentials that no extraction reaches: those that became secrets and stand elsewhere as well, and those in command lines.

use stackc_compiler::{
    command_line,
    diag::Diagnostic,
    model::variable_of,
    secret_like::{is_harmless, is_secret_name},
    source::Span,
};

use crate::{
    verify::{COMMAND_LINE, Credential},
    yaml::{Entry, Node, Value},
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

/// A finding for each command line with an option whose name is a credential's.
pub(crate) fn in_command_lines(root: &Node) -> Vec<Diagnostic> {
    let services = root.get("services").and_then(Node::entries);
    let lines = services.unwrap_or_default().iter().flat_map(command_lines);
    lines
        .flat_map(|node| options(&words(node)))
        .map(|(option, span)| {
            Diagnostic::warning(
                "credential-kept",
                span,
                format!("the credential of `{option}` stands in a command line, and is kept"),
            )
            .redact(span)
            .help(COMMAND_LINE)
        })
        .collect()
}

fn command_lines(service: &Entry) -> Vec<&Node> {
    let value = &service.value;
    let test = value.get("healthcheck").and_then(|check| check.get("test"));
    let keys = ["command", "entrypoint"];
    let lines = keys.into_iter().filter_map(|key| value.get(key));
    lines.chain(test).collect()
}

/// The words of a command line, each with its place.
fn words(node: &Node) -> Vec<(String, Span)> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Scalar(_) => std::slice::from_ref(node),
        Value::Map(_) => &[],
    };
    let mut words = Vec::new();
    for item in items {
        let Some(scalar) = item.scalar() else {
            continue;
        };
        // What is one item may be a line for a shell.
        match command_line::split(&scalar.text) {
            Ok(split) => words.extend(split.words.into_iter().map(|word| (word, item.span))),
            Err(_) => words.push((scalar.text.clone(), item.span)),
        }
    }
    words
}

/// The options that are a credential's name, with the place of their value: `--password=x`, `--password x`.
fn options(words: &[(String, Span)]) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    for (number, (word, span)) in words.iter().enumerate() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some((value, *span))),
            None => {
                let next = words.get(number + 1);
                (
                    word.as_str(),
                    next.map(|(next, span)| (next.as_str(), *span)),
                )
            }
        };
        let Some(option) = name.strip_prefix('-') else {
            continue;
        };
        let option = option.trim_start_matches('-');
        let Some((value, span)) = value else { continue };
        let is_credential = is_secret_name(option) || option.ends_with("pass");
        let is_literal = !value.starts_with(['-', '/', '.']) && !value.contains('$');
        let known = found.iter().any(|(_, other)| *other == span);
        if is_credential && is_literal && !is_harmless(value) && !known {
            found.push((name.to_owned(), span));
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
