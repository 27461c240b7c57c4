//! The stack is compiled before anyone sees it: what the compiler says is led back to the Compose file.

use std::collections::BTreeSet;

use stackc_compiler::{
    check::can_be_allowed,
    compile::compile_openly,
    diag::{Diagnostic, Diagnostics, Severity},
    model::variable_of,
    resolve, secret_like,
    source::{Library, Sources, Span},
    target::Target,
};

use crate::{
    compose::Project,
    declare::secret_name,
    kdl::{self, Printed},
    yaml::{Comment, Node, Value},
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

/// Compiles the stack in its environments, for the targets that it names; `for_compose` says that all of them are to compile for Compose as
/// well, which someone may ask for.
pub(crate) fn verify(
    printed: &Printed,
    values: &[Credential],
    library: &dyn Library,
    targets: &[&'static dyn Target],
    for_compose: bool,
) -> Verdict {
    let mut request = resolve::Request {
        path: "stack.kdl".to_owned(),
        text: printed.text.clone(),
        ..resolve::Request::default()
    };
    let mut verdict = Verdict::default();
    let mut errors_found = errors(&request, library, targets);
    if for_compose && !errors_found.items().iter().any(is_refusal) {
        request.targets = vec!["compose".to_owned()];
        errors_found = errors(&request, library, targets);
    }
    for item in errors_found.items() {
        let at = item.primary.span.start as usize;
        verdict.is_too_old |= LADDERS.iter().any(|(code, ..)| *code == item.code);
        if item.code == "file-too-large" && printed.text.len() > LARGEST {
            verdict.diagnostics.extend(printed.first().map(too_large));
            continue;
        }
        let Some(origin) = printed.origin(at) else {
            verdict.diagnostics.push(item.clone());
            continue;
        };
        if item.code == "plain-secret" {
            verdict.plain.push((at, origin));
            let value = values.iter().find(|value| value.whole == origin);
            let line = printed.before(at);
            verdict.diagnostics.push(kept(origin, value, line));
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

/// What is said where the Compose files are no larger than they may be, and the stack would be.
fn too_large(project: Span) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        project,
        "the stack would be larger than 1 MiB, which is the most that a stack may be",
    )
    .help("import a part of the services at a time, each part into a stack of its own")
}

/// What the compiler refuses in the stack. Most stacks have nothing or credentials alone, and then nothing has to be hidden: those findings
/// are worded anew.
fn errors(
    request: &resolve::Request,
    library: &dyn Library,
    targets: &[&'static dyn Target],
) -> Diagnostics {
    let compilation = compile_openly(request, library, targets);
    let mut errors = compilation.diagnostics;
    errors.retain(|item| {
        // That there are too many warnings to list is nothing that Compose refuses.
        item.severity == Severity::Error && item.allowed.is_none() && item.code != "too-many-errors"
    });
    if errors.items().iter().any(is_refusal) {
        secret_like::hide(&compilation.sources, &mut errors);
    }
    errors
}

/// Whether an error is more than a credential that stands in the stack.
fn is_refusal(item: &Diagnostic) -> bool {
    item.code != "plain-secret"
}

/// The size of the largest stack.
const LARGEST: usize = 1 << 20;

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
fn kept(origin: Span, value: Option<&Credential>, line: &str) -> Diagnostic {
    let message = |what: &str| format!("{what} stands in the file; it is kept, and marked (plain)");
    match value {
        Some(value) => Diagnostic::warning(
            "credential-kept",
            value.written,
            message(&format!("the credential of `{}`", value.key)),
        )
        .redact(value.written)
        .help("--extract-secrets makes a secret of it, whose value stays out of git"),
        None if line.starts_with("input ") => Diagnostic::warning(
            "credential-kept",
            origin,
            message("the default of this variable looks like a credential and"),
        )
        .redact(origin)
        .help("`${NAME:?}` has no default: its value stands in .env alone"),
        None => {
            let (what, help) = elsewhere(line);
            Diagnostic::warning("credential-kept", origin, message(what))
                .redact(origin)
                .help(help)
        }
    }
}

/// What a credential is that no `environment` holds, and what to do about it, by the line of the stack that it is on.
fn elsewhere(line: &str) -> (&'static str, &'static str) {
    match line.split(' ').next().unwrap_or_default() {
        "arg" => (
            "a credential in a build argument",
            "the image's history shows it to whoever has the image: give it as a build secret, `build: secrets:`",
        ),
        "label" | "annotation" => (
            "a credential in a label",
            "`docker inspect` shows labels: name a file in it if its reader can take one, else `${NAME:?}`, whose value stands in .env",
        ),
        "command" | "entrypoint" | "healthcheck" | "shell" | "post-start" | "pre-stop" => {
            ("a credential in a command line", COMMAND_LINE)
        }
        _ => (
            "a credential",
            "put a variable in its place: `${NAME:?}` takes its value from .env",
        ),
    }
}

/// What to do about a credential in a command line.
pub(crate) const COMMAND_LINE: &str = "`docker inspect` and `ps` show command lines: use the program's variable or file for it, else `${NAME:?}`, whose value stands in .env";

/// A credential that became a secret.
pub(crate) fn extracted(value: &Credential, secret: &str) -> Diagnostic {
    Diagnostic::warning(
        "secret-extracted",
        value.written,
        format!(
            "the credential of `{}` became the secret `{secret}`; its value is not in the stack",
            value.key
        ),
    )
    .redact(value.written)
    .help(format!(
        "put the value into .env: {}=…",
        variable_of(secret)
    ))
}

/// A credential that was the default of a variable, and is no more.
pub(crate) fn default_extracted(origin: Span, variable: &str, secret: &str) -> Diagnostic {
    Diagnostic::warning(
        "secret-extracted",
        origin,
        format!("the default of `{variable}` is a credential: it became the secret `{secret}`, which has no default"),
    )
    .redact(origin)
    .help(format!("put the value into .env: {variable}=…"))
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
    match item.code {
        "undefined-file" => found.message = found.message.replacen("no file", "no config", 1),
        "wrong-type" => {
            found.message = key_of_compose(&found.message);
            let label = &mut found.primary.text;
            *label = label.replace("#true or #false, without quotes", "true or false");
        }
        "deploy-time-value" => {
            found.message = found.message.replacen(", input `", ", the variable `", 1);
        }
        _ => {}
    }
    found.help = item
        .help
        .as_deref()
        .map(|help| in_words_of_compose(item, help));
    found
}

/// A message that opens with a word of the stack, with the key that Compose has for it: `stop_grace_period`.
fn key_of_compose(message: &str) -> String {
    let word = message
        .strip_prefix('`')
        .and_then(|rest| rest.split('`').next());
    match word {
        Some("gateway-priority") => message.replacen("gateway-priority", "gw_priority", 1),
        Some(word) => message.replacen(word, &word.replace('-', "_"), 1),
        None => message.to_owned(),
    }
}

/// A help that speaks of the stack's words, for someone who looks at a Compose file.
fn in_words_of_compose(item: &Diagnostic, help: &str) -> String {
    if help.starts_with("did you mean") {
        return help.to_owned();
    }
    let name = item.message.split('`').nth(1).unwrap_or("name");
    match item.code {
        "undefined-volume" => format!("volumes:\n  {name}:"),
        "undefined-network" => format!("networks:\n  {name}:"),
        "undefined-secret" => format!("secrets:\n  {name}:\n    file: ./{name}.txt"),
        "undefined-file" => format!("configs:\n  {name}:\n    file: ./{name}"),
        "undefined-service" => format!("services:\n  {name}:\n    image: …"),
        "deploy-time-value" => {
            "the stack has to know it when it is compiled: write the value in place of the variable"
                .to_owned()
        }
        "missing-image" => "image: name:tag, or build: .".to_owned(),
        "port-clash" => help.replacen(
            "publish=",
            "publish it at another port of the host, such as ",
            1,
        ),
        "profile-dependency" => match help.split_once(", or: depends-on") {
            Some((profile, _)) => {
                format!("{profile}, or say `required: false` in its `depends_on`")
            }
            None => help.to_owned(),
        },
        _ => help.to_owned(),
    }
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

/// What stands before a credential that stays as it is.
const PLAIN: &str = "(plain)";

/// The text with its credentials marked as meant.
pub(crate) fn marked(printed: &Printed, verdict: &Verdict) -> String {
    let places: BTreeSet<usize> = verdict.plain.iter().map(|(at, _)| *at).collect();
    let mut text = String::with_capacity(printed.text.len() + places.len() * PLAIN.len());
    let mut copied = 0;
    for at in places {
        text.push_str(printed.text.get(copied..at).unwrap_or(""));
        text.push_str(PLAIN);
        copied = at;
    }
    text.push_str(printed.text.get(copied..).unwrap_or(""));
    text
}

/// The values of `environment` that are credentials, with the secret that each becomes; equal values of one key share one.
pub(crate) fn extractable(
    verdict: &Verdict,
    values: &[Credential],
    taken: &BTreeSet<String>,
) -> Vec<(Credential, String)> {
    let mut taken = taken.clone();
    let mut known: Vec<(&str, &str, String)> = Vec::new();
    let mut found = Vec::new();
    for value in values {
        if !verdict
            .plain
            .iter()
            .any(|(_, origin)| *origin == value.whole)
        {
            continue;
        }
        let same = known
            .iter()
            .find(|(key, text, _)| *key == value.key && *text == value.text);
        let name = match same {
            Some((_, _, name)) => name.clone(),
            None => {
                let name = free(&secret_name(&value.key), &value.service, &taken);
                taken.insert(name.clone());
                known.push((&value.key, &value.text, name.clone()));
                name
            }
        };
        found.push((value.clone(), name));
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

/// A value of an `environment`, which may be a credential.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    service: String,
    key: String,
    /// The value.
    pub text: String,
    /// The node of the value, or of the whole item of a list.
    pub node: Span,
    /// Where the value itself is written.
    written: Span,
    /// Key and value.
    whole: Span,
}

/// The comments without the credentials that became secrets.
pub(crate) fn without_values(
    comments: &[Comment],
    extracted: &[(Credential, String)],
) -> Vec<Comment> {
    let mut comments = comments.to_vec();
    for comment in &mut comments {
        for (value, _) in extracted {
            if comment.text.contains(&value.text) {
                comment.text = comment.text.replace(&value.text, "…");
            }
        }
    }
    comments
}

/// Every value of every `environment`.
pub(crate) fn values(project: &Project, sources: &Sources) -> Vec<Credential> {
    let mut found = Vec::new();
    let services = project.root.get("services").and_then(Node::entries);
    for service in services.unwrap_or_default() {
        let Some(environment) = service.value.get("environment") else {
            continue;
        };
        let credential = |key: &str, text: String, node, written, whole| Credential {
            service: service.key.value.clone(),
            key: key.to_owned(),
            text,
            node,
            written,
            whole,
        };
        match &environment.value {
            Value::Map(entries) => {
                for entry in entries {
                    if let Some(scalar) = entry.value.scalar() {
                        let span = entry.value.span;
                        let key = &entry.key.value;
                        let text = scalar.composed();
                        found.push(credential(key, text, span, span, entry.span()));
                    }
                }
            }
            Value::List(items) => {
                for item in items {
                    let pair = item.scalar().and_then(|scalar| scalar.text.split_once('='));
                    if let Some((key, value)) = pair {
                        let written = behind_equals(item.span, sources.slice(item.span));
                        let text = value.to_owned();
                        found.push(credential(key, text, item.span, written, item.span));
                    }
                }
            }
            Value::Scalar(_) => {}
        }
    }
    found
}

/// Where the value of `KEY=VALUE` is written.
fn behind_equals(span: Span, written: &str) -> Span {
    let at = written.find('=').map_or(0, |at| at + 1);
    Span {
        start: span.start + u32::try_from(at).unwrap_or(0),
        ..span
    }
}
