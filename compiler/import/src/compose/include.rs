//! `include`: whole projects, taken in.

use std::collections::BTreeSet;

use stackc_compiler::{
    diag::Diagnostic,
    resolve::{folder_of, join},
    source::{Span, Spanned},
};

use super::{
    extends::removed,
    files::{Files, unreadable},
    layers::{self, Stage},
    paths::Rebase,
    same::same,
    words,
};
use crate::yaml::{Entry, Node, Value};

/// Projects include one another at most this deep.
const DEEPEST: usize = 32;
/// What is taken in.
const SECTIONS: [&str; 5] = ["services", "volumes", "networks", "secrets", "configs"];

/// One `include`.
struct Include {
    span: Span,
    paths: Vec<Spanned<String>>,
    folder: Option<String>,
    variables: Vec<Spanned<String>>,
}

/// Takes in what a document includes.
pub(super) fn apply(files: &mut Files<'_>, stage: &Stage, path: &str, document: &mut Node) {
    let Some(includes) = removed(document, "include") else {
        return;
    };
    match includes.value {
        Value::List(items) => {
            for item in items {
                if let Some(include) = read(files, &item) {
                    one(files, stage, path, document, &include);
                }
            }
        }
        Value::Scalar(_) if includes.is_null() => {}
        Value::Scalar(_) | Value::Map(_) => files.diagnostics.push(
            Diagnostic::error(
                "import-include",
                includes.span,
                format!("`include` is a list, this is {}", includes.what()),
            )
            .help("include:\n  - other/compose.yaml"),
        ),
    }
}

/// Reads one item of the list; a null one says nothing.
fn read(files: &mut Files<'_>, item: &Node) -> Option<Include> {
    if item.is_null() {
        return None;
    }
    let paths = match &item.value {
        Value::Scalar(_) => texts(files, item)?,
        Value::Map(_) => match item.get("path") {
            Some(paths) => texts(files, paths)?,
            None => Vec::new(),
        },
        Value::List(_) => Vec::new(),
    };
    if paths.is_empty() {
        files.diagnostics.push(
            Diagnostic::error(
                "import-include",
                item.span,
                "what is included is a path, or a mapping with `path`",
            )
            .help("include:\n  - path: other/compose.yaml"),
        );
        return None;
    }
    let folder = match item.get("project_directory") {
        Some(folder) => texts(files, folder)?.into_iter().next(),
        None => None,
    };
    let variables = match item.get("env_file") {
        Some(variables) => texts(files, variables)?,
        None => Vec::new(),
    };
    Some(Include {
        span: item.span,
        paths,
        folder: folder.map(|folder| folder.value),
        variables,
    })
}

/// A text or a list of texts, with their variables filled in.
fn texts(files: &mut Files<'_>, node: &Node) -> Option<Vec<Spanned<String>>> {
    let one = std::slice::from_ref(node);
    let items = node.items().unwrap_or(one);
    let mut texts = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let fault = match item.scalar() {
            None => format!("a path is text, this is {}", item.what()),
            Some(scalar) => match words::fill(&scalar.composed(), files.variables) {
                Ok(path) if path.contains("://") || path.starts_with("git@") => {
                    "only files are included, this is somewhere else".to_owned()
                }
                Ok(path) => {
                    texts.push(Spanned::new(path, item.span));
                    continue;
                }
                Err(fault) => format!("it can't be told what is included: {fault}"),
            },
        };
        files.diagnostics.push(
            Diagnostic::error("import-include", item.span, fault)
                .help("write the path of a file, as seen from the folder of this project"),
        );
        return None;
    }
    Some(texts)
}

fn one(files: &mut Files<'_>, stage: &Stage, path: &str, document: &mut Node, include: &Include) {
    let Some(first) = include.paths.first() else {
        return;
    };
    let prefix = match &include.folder {
        Some(folder) => folder.clone(),
        None => folder_of(&first.value).to_owned(),
    };
    let mut trail = stage.trail.clone();
    trail.push((path.to_owned(), Some(first.span)));
    let inner = Stage {
        folder: join(&stage.folder, &prefix),
        trail,
    };
    let mut root = layers::empty(first.span);
    let mut used = BTreeSet::new();
    for path in &include.paths {
        let seen = join(&stage.folder, &path.value);
        if !is_free(files, &inner, &seen, path.span) {
            return;
        }
        let Some(documents) = files
            .count(path.span)
            .and_then(|()| files.open(&seen, path.span))
        else {
            continue;
        };
        for document in &documents {
            words::used(document, &mut used);
        }
        root = layers::lay(files, &inner, root, &seen, documents);
    }
    variables(files, stage, &inner, include, &used);
    Rebase {
        folder: &prefix,
        variables: files.variables,
        diagnostics: files.diagnostics,
    }
    .file(&mut root);
    take_in(files, document, root, include.span);
}

/// Whether a file doesn't include itself, and the files don't nest too deep.
fn is_free(files: &mut Files<'_>, stage: &Stage, path: &str, span: Span) -> bool {
    let place = stage.trail.iter().position(|(other, _)| other == path);
    if place.is_none() && stage.trail.len() <= DEEPEST {
        return true;
    }
    let Some(place) = place else {
        files.diagnostics.push(Diagnostic::error(
            "import-include",
            span,
            format!("files include one another more than {DEEPEST} deep"),
        ));
        return false;
    };
    let mut found = Diagnostic::error(
        "import-include",
        span,
        format!("the file `{path}` includes itself"),
    )
    .help("take one `include` of the circle out");
    let steps = stage.trail.get(place..).unwrap_or_default();
    let names = steps.iter().skip(1).map(|(file, _)| file.as_str());
    for ((file, named), next) in steps.iter().zip(names.chain([path])) {
        let text = format!("`{file}` includes `{next}`");
        match named {
            Some(named) if *named == span => found = found.label(text),
            Some(named) => found = found.other(*named, text),
            None => {}
        }
    }
    files.diagnostics.push(found);
    false
}

/// Says that variables of an `env_file` or a `.env` are not taken over, where that matters.
fn variables(
    files: &mut Files<'_>,
    stage: &Stage,
    inner: &Stage,
    include: &Include,
    used: &BTreeSet<String>,
) {
    for file in &include.variables {
        let path = join(&stage.folder, &file.value);
        match files.library.text(&path) {
            Ok(_) => files.diagnostics.push(
                Diagnostic::warning(
                    "not-imported",
                    file.span,
                    format!("the values from `{path}` are used only in what is included here, and are not taken over"),
                )
                .help("put the variables that are needed into the project's `.env`"),
            ),
            Err(error) => files.diagnostics.push(unreadable(&path, file.span, &error)),
        }
    }
    if !include.variables.is_empty() || inner.folder.is_empty() {
        return;
    }
    let path = join(&inner.folder, ".env");
    let Ok(text) = files.library.text(&path) else {
        return;
    };
    let known = |name: &String| words::lookup(name, files.variables).is_some();
    let mut names = words::defined(&text);
    names.retain(|name| used.contains(name) && !known(name));
    if names.is_empty() {
        return;
    }
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    files.diagnostics.push(
        Diagnostic::warning(
            "not-imported",
            include.span,
            format!("`{path}` says {}, which holds only in what is included here, and is not taken over", names.join(", ")),
        )
        .help("put the variables that are needed into the project's `.env`"),
    );
}

/// Puts what a project defines into the document that includes it.
fn take_in(files: &mut Files<'_>, document: &mut Node, mut root: Node, span: Span) {
    for section in SECTIONS {
        let Some(brought) = removed(&mut root, section) else {
            continue;
        };
        let place = brought.span;
        let Value::Map(brought) = brought.value else {
            continue;
        };
        let Some(entries) = section_of(document, section, place) else {
            continue;
        };
        for entry in brought {
            let known = entries
                .iter()
                .find(|other| other.key.value == entry.key.value);
            match known {
                None => entries.push(entry),
                Some(known) if same(&known.value, &entry.value) => {}
                Some(known) => {
                    let found = conflict(section, known, &entry, span);
                    files.diagnostics.push(found);
                }
            }
        }
    }
}

fn section_of<'a>(
    document: &'a mut Node,
    section: &str,
    place: Span,
) -> Option<&'a mut Vec<Entry>> {
    let Value::Map(entries) = &mut document.value else {
        return None;
    };
    let known = entries.iter().position(|entry| entry.key.value == section);
    let known = known.unwrap_or_else(|| {
        entries.push(Entry {
            key: Spanned::new(section.to_owned(), place.at_start()),
            value: layers::empty(place),
        });
        entries.len() - 1
    });
    match &mut entries.get_mut(known)?.value.value {
        Value::Map(entries) => Some(entries),
        Value::Scalar(_) | Value::List(_) => None,
    }
}

fn conflict(section: &str, known: &Entry, new: &Entry, include: Span) -> Diagnostic {
    Diagnostic::error(
        "import-include",
        new.key.span,
        format!(
            "`{section}.{}` is included, and is something else already",
            new.key.value
        ),
    )
    .label("included")
    .other(known.key.span, "the other one")
    .other(include, "included from here")
    .help("rename one of them, or change the included one in a file that is laid over: `-f compose.yaml -f compose.override.yaml`")
}
