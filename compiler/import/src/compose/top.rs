//! What a Compose file is at its top.

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics, nearest},
    source::Span,
};

use crate::yaml::{Entry, Kind, Node, Value};

/// The keys of a Compose file.
const KEYS: [&str; 9] = [
    "version", "name", "include", "services", "networks", "volumes", "secrets", "configs", "models",
];
/// Those that hold named things.
pub(super) const SECTIONS: [&str; 6] = [
    "services", "networks", "volumes", "secrets", "configs", "models",
];

/// The entries of a document that is a Compose file.
pub(super) fn entries(document: Node, diagnostics: &mut Diagnostics) -> Option<Vec<Entry>> {
    let (span, what) = (document.span, document.what());
    match document.value {
        Value::Map(entries) => Some(entries),
        Value::Scalar(_) | Value::List(_) => {
            diagnostics.push(
                Diagnostic::error(
                    "not-compose",
                    span,
                    format!("a Compose file is a mapping with `services`, this is {what}"),
                )
                .label(what)
                .help("services:\n  app:\n    image: nginx:1.27"),
            );
            None
        }
    }
}

/// Reports what Compose refuses at the top of a document, and drops what it doesn't look at.
pub(super) fn check(entries: &mut Vec<Entry>, diagnostics: &mut Diagnostics) {
    for entry in entries.iter() {
        let key = entry.key.value.as_str();
        if !KEYS.contains(&key) && !key.starts_with("x-") {
            diagnostics.push(unknown(key, entry.key.span));
        }
    }
    let version = entries.iter().find(|entry| entry.key.value == "version");
    if let Some(value) = version.map(|entry| &entry.value)
        && value
            .scalar()
            .is_none_or(|scalar| scalar.kind != Kind::Text)
    {
        diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                value.span,
                format!("`version` is text, this is {}", value.what()),
            )
            .help("take it out: Compose reads it for nothing"),
        );
    }
    entries.retain(|entry| entry.key.value != "version");
    let Some(services) = entries
        .iter_mut()
        .find(|entry| entry.key.value == "services")
    else {
        return;
    };
    let (span, what) = (services.value.span, services.value.what());
    let Value::Map(services) = &mut services.value.value else {
        diagnostics.push(no_mapping("services", span, what));
        entries.retain(|entry| entry.key.value != "services");
        return;
    };
    services.retain(|service| {
        let sound = service.value.entries().is_some() || service.value.is_null();
        if !sound {
            let path = format!("services.{}", service.key.value);
            diagnostics.push(no_mapping(&path, service.value.span, service.value.what()));
        }
        sound
    });
}

fn unknown(key: &str, span: Span) -> Diagnostic {
    let found = Diagnostic::error(
        "unknown-key",
        span,
        format!("a Compose file has no key `{key}` at its top"),
    );
    match nearest(key, KEYS) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help(format!(
            "move it to where it belongs, or call it `x-{key}` if it is only for other tools"
        )),
    }
}

fn no_mapping(path: &str, span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        span,
        format!("`{path}` is a mapping, this is {what}"),
    )
    .label(what)
}

/// Reports what is wrong with the whole that all files make.
pub(super) fn check_merged(root: &Node, nowhere: Span, diagnostics: &mut Diagnostics) {
    for section in SECTIONS {
        if let Some(node) = root.get(section)
            && node.entries().is_none()
        {
            diagnostics.push(no_mapping(section, node.span, node.what()));
        }
    }
    let services = root.get("services").and_then(Node::entries);
    for service in services.unwrap_or_default() {
        if service.value.is_null() {
            let path = format!("services.{}", service.key.value);
            diagnostics.push(
                no_mapping(&path, service.key.span, "null")
                    .help(format!("{}:\n  image: nginx:1.27", service.key.value)),
            );
        }
    }
    if services.is_none_or(<[Entry]>::is_empty) && !diagnostics.has_errors() {
        let span = root.get("services").map_or(nowhere, |node| node.span);
        diagnostics.push(
            Diagnostic::error("not-compose", span, "there is no service in these files")
                .help("services:\n  app:\n    image: nginx:1.27"),
        );
    }
}
