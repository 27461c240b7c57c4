//! The stack is compiled before anyone sees it: what the compiler says is led back to the Compose file.

use std::collections::BTreeSet;

use stackc_compiler::{
    check::can_be_allowed,
    compile::compile,
    diag::{Diagnostic, Diagnostics, Severity},
    resolve,
    source::{Library, Span},
    target::Target,
};

use crate::{
    compose::Project,
    declare::secret_name,
    kdl::{self, Printed},
    yaml::{Node, Value},
};

/// What the compiler makes of a stack.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Its errors, at their places in the Compose files, and a finding for each credential that is kept.
    pub diagnostics: Diagnostics,
    /// The bytes of the text at which a credential is written, and what it was made of.
    pub plain: Vec<(usize, Span)>,
    /// Whether a word needs a newer version than the target names.
    pub is_too_old: bool,
    /// What Compose takes and the compiler refuses unless it is allowed: the number of the node, and the code.
    pub allowances: Vec<(usize, &'static str)>,
}

/// Compiles the stack in its environment.
pub(crate) fn verify(
    printed: &Printed,
    library: &dyn Library,
    targets: &[&'static dyn Target],
) -> Verdict {
    let request = resolve::Request {
        path: "stack.kdl".to_owned(),
        text: printed.text.clone(),
        set: Vec::new(),
        targets: Vec::new(),
    };
    let compilation = compile(&request, library, targets);
    let mut verdict = Verdict::default();
    for item in compilation.diagnostics.items() {
        if item.severity != Severity::Error || item.allowed.is_some() {
            continue;
        }
        let at = item.primary.span.start as usize;
        verdict.is_too_old |= LADDERS.iter().any(|(code, ..)| *code == item.code);
        let Some(origin) = printed.origin(at) else {
            verdict.diagnostics.push(item.clone());
            continue;
        };
        if item.code == "plain-secret" {
            verdict.plain.push((at, origin));
            verdict.diagnostics.push(kept(origin));
            continue;
        }
        let mut found = led_back(item, origin, printed);
        let top = printed.top(at).filter(|_| can_be_allowed(item.code));
        if let Some(top) = top {
            found.severity = Severity::Warning;
            if !verdict.allowances.contains(&(top, item.code)) {
                verdict.allowances.push((top, item.code));
            }
        }
        verdict.diagnostics.push(found);
    }
    verdict
}

/// A code, the word of the target that answers it, and the versions to try.
type Ladder = (&'static str, &'static str, &'static [&'static str]);

/// Versions that brought words.
const LADDERS: [Ladder; 2] = [
    ("engine-too-old", "engine", &["26.0", "28.0"]),
    (
        "compose-too-old",
        "version",
        &["2.30", "2.36", "2.38", "2.40"],
    ),
];

/// Names the next newer versions where the files need them; false if there are none.
pub(crate) fn raise(versions: &mut Vec<(&'static str, &'static str)>, verdict: &Verdict) -> bool {
    let mut raised = false;
    for (code, word, ladder) in LADDERS {
        if !verdict
            .diagnostics
            .items()
            .iter()
            .any(|item| item.code == code)
        {
            continue;
        }
        let place = versions.iter().position(|(other, _)| *other == word);
        let current = place
            .and_then(|at| versions.get(at))
            .map(|(_, version)| *version);
        let step = match current {
            None => 0,
            Some(current) => ladder
                .iter()
                .position(|step| *step == current)
                .map_or(0, |at| at + 1),
        };
        let Some(next) = ladder.get(step) else {
            continue;
        };
        versions.retain(|(other, _)| *other != word);
        versions.push((word, next));
        raised = true;
    }
    raised
}

/// A credential that stays where it is.
fn kept(origin: Span) -> Diagnostic {
    Diagnostic::warning(
        "credential-kept",
        origin,
        "this credential stands in the file; it is kept, and marked (plain)",
    )
    .redact(origin)
    .help("--extract-secrets makes a secret of it, whose value stays out of git")
}

/// A credential that became a secret.
pub(crate) fn extracted(origin: Span, secret: &str) -> Diagnostic {
    Diagnostic::warning(
        "secret-extracted",
        origin,
        format!("this credential became the secret `{secret}`; its value is not in the stack"),
    )
    .redact(origin)
    .help("put the value into .env, under the name that .env.example has for it")
}

/// An error of the compiler at the place that its node was made of.
fn led_back(item: &Diagnostic, origin: Span, printed: &Printed) -> Diagnostic {
    let mut found = Diagnostic::error(item.code, origin, item.message.clone());
    found.primary.text.clone_from(&item.primary.text);
    for other in &item.others {
        if let Some(place) = printed.origin(other.span.start as usize) {
            found = found.other(place, other.text.clone());
        }
    }
    if !item.redact.is_empty() {
        found = found.redact(origin);
    }
    found.help.clone_from(&item.help);
    found
}

/// Allows what Compose takes, in the nodes that it is found in.
pub(crate) fn allow(nodes: &mut [kdl::Node], verdict: &Verdict) {
    for (top, code) in &verdict.allowances {
        if let Some(node) = nodes.get_mut(*top) {
            let allow = kdl::Node::derived("allow", node.origin)
                .arg(kdl::Value::Word((*code).to_owned()))
                .prop("reason", kdl::Value::Text("imported as it was".to_owned()));
            node.children.push(allow);
        }
    }
}

/// The text with its credentials marked as meant.
pub(crate) fn marked(printed: &Printed, verdict: &Verdict) -> String {
    let mut text = printed.text.clone();
    let mut places: Vec<usize> = verdict.plain.iter().map(|(at, _)| *at).collect();
    places.sort_unstable();
    places.dedup();
    for at in places.into_iter().rev() {
        text.insert_str(at, "(plain)");
    }
    text
}

/// The values of `environment` that are credentials, with the secret that each becomes; equal values of one key share one.
pub(crate) fn extractable(
    verdict: &Verdict,
    project: &Project,
    taken: &BTreeSet<String>,
) -> Vec<(Span, String)> {
    let mut taken = taken.clone();
    let mut known: Vec<(String, String, String)> = Vec::new();
    let mut found = Vec::new();
    for (service, key, value, span, whole) in environment_values(&project.root) {
        if !verdict.plain.iter().any(|(_, origin)| *origin == whole) {
            continue;
        }
        let same = known
            .iter()
            .find(|(other, text, _)| *other == key && *text == value);
        let name = match same {
            Some((_, _, name)) => name.clone(),
            None => {
                let name = free(&secret_name(&key), &service, &taken);
                taken.insert(name.clone());
                known.push((key, value, name.clone()));
                name
            }
        };
        found.push((span, name));
    }
    found
}

fn free(name: &str, service: &str, taken: &BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while taken.contains(&free) {
        free = match number {
            1 => format!("{}-{name}", secret_name(service)),
            _ => format!("{}-{name}-{number}", secret_name(service)),
        };
        number += 1;
    }
    free
}

/// Service, key, value, the value's place and the place of both, for every value of every `environment`.
fn environment_values(root: &Node) -> Vec<(String, String, String, Span, Span)> {
    let mut found = Vec::new();
    let services = root.get("services").and_then(Node::entries);
    for service in services.unwrap_or_default() {
        let name = &service.key.value;
        let Some(environment) = service.value.get("environment") else {
            continue;
        };
        match &environment.value {
            Value::Map(entries) => {
                for entry in entries {
                    if let Some(scalar) = entry.value.scalar() {
                        let key = entry.key.value.clone();
                        let value = scalar.composed();
                        found.push((name.clone(), key, value, entry.value.span, entry.span()));
                    }
                }
            }
            Value::List(items) => {
                for item in items {
                    let pair = item.scalar().and_then(|scalar| scalar.text.split_once('='));
                    if let Some((key, value)) = pair {
                        found.push((
                            name.clone(),
                            key.to_owned(),
                            value.to_owned(),
                            item.span,
                            item.span,
                        ));
                    }
                }
            }
            Value::Scalar(_) => {}
        }
    }
    found
}
