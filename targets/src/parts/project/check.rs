//! What Compose can't say, at the user's line.

use stackc_compiler::{
    atoms::Version,
    diag::{Diagnostic, Diagnostics},
    model::{Mount, Service},
    resolve::Stack,
};

use super::{calendar, edge, mappings, newer, overridden};
use crate::parts::compose::is_variable;

/// The engine that is meant if the stack names none.
const DEFAULT_ENGINE: Version = Version {
    major: 25,
    minor: 0,
    patch: 0,
};

pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let engine = stack
        .target("compose")
        .and_then(|target| target.engine)
        .map_or(DEFAULT_ENGINE, |engine| engine.value);
    names_of_the_edge(stack, diagnostics);
    calendar::check(stack, diagnostics);
    newer::check(stack, diagnostics);
    mappings::check(stack, diagnostics);
    overridden::check(stack, diagnostics);
    edge_file(stack, diagnostics);
    for service in &stack.services {
        start_interval(service, engine, diagnostics);
        subpath(service, engine, diagnostics);
        read_only_content(stack, service, diagnostics);
    }
}

fn at_least(major: u32) -> Version {
    Version {
        major,
        ..DEFAULT_ENGINE
    }
}

/// The override is a file of its own beside the base file.
fn edge_file(stack: &Stack, diagnostics: &mut Diagnostics) {
    let Some(file) = stack
        .target("compose")
        .and_then(|target| target.edge_file.as_ref())
    else {
        return;
    };
    let name = file.value.0.as_str();
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let yaml = name
        .strip_suffix(".yml")
        .or_else(|| name.strip_suffix(".yaml"));
    if !plain || yaml.is_none_or(str::is_empty) || name == "docker-compose.yml" {
        diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                file.span,
                "`edge-file` takes the name of a YAML file beside docker-compose.yml",
            )
            .help("for example edge-file \"docker-compose.edge.yml\""),
        );
    }
}

/// The edge brings services and volumes of its own.
fn names_of_the_edge(stack: &Stack, diagnostics: &mut Diagnostics) {
    let services = stack
        .services
        .iter()
        .map(|service| ("service", &service.name));
    let volumes = stack.volumes.iter().map(|volume| ("volume", &volume.name));
    for (kind, name) in services.chain(volumes) {
        if edge::names(stack).contains(&(kind, name.value.0.as_str())) {
            let edge = stack.edge.as_ref().map_or(name.span, |edge| edge.span);
            diagnostics.push(
                Diagnostic::error(
                    "name-taken",
                    name.span,
                    format!("the edge brings a {kind} `{}` of its own", name.value.0),
                )
                .other(edge, "this edge")
                .help(format!("give it another name: {kind} {}-own", name.value.0)),
            );
        }
    }
}

/// Compose copies what it makes from a variable or from inline content into the container, and can't if that is read-only.
fn read_only_content(stack: &Stack, service: &Service, diagnostics: &mut Diagnostics) {
    let Some(read_only) = service
        .read_only
        .as_ref()
        .filter(|flag| flag.get().is_some_and(|flag| flag.0))
    else {
        return;
    };
    let files = service.files.iter().filter(|mount| {
        let file = stack.file(&mount.name.value.0);
        file.is_some_and(|file| file.content.is_some() || file.env.is_some())
    });
    let secrets = service.secrets.iter().filter(|mount| {
        let secret = stack.secret(&mount.name.value.0);
        secret.is_some_and(|secret| is_variable(secret, stack))
    });
    let names = files
        .map(|mount| &mount.name)
        .chain(secrets.map(|mount| &mount.name));
    for name in names {
        diagnostics.push(
            Diagnostic::warning("read-only-content", name.span, format!("Compose can't put `{}` into a read-only container", name.value.0))
                .other(read_only.span, "read-only here")
                .help("give a file a source (file NAME { source \"./path\" }), and a secret no variable: both are then mounted"),
        );
    }
}

/// An older engine refuses the container.
fn start_interval(service: &Service, engine: Version, diagnostics: &mut Diagnostics) {
    let interval = service
        .healthcheck
        .as_ref()
        .and_then(|check| check.start_interval.as_ref());
    if let Some(interval) = interval
        && engine < at_least(25)
    {
        diagnostics.push(
            Diagnostic::error(
                "engine-too-old",
                interval.span,
                format!("`start-interval` needs Docker Engine 25, the target has {engine}"),
            )
            .help("take it away, or raise target compose { engine \"25.0\" }"),
        );
    }
}

/// An older engine mounts the whole volume and says nothing.
fn subpath(service: &Service, engine: Version, diagnostics: &mut Diagnostics) {
    for mount in &service.mounts {
        if let Mount::Volume(volume) = mount
            && let Some(subpath) = &volume.subpath
            && engine < at_least(26)
        {
            diagnostics.push(
                Diagnostic::error("engine-too-old", subpath.span, format!("`subpath` needs Docker Engine 26, the target has {engine}: it would mount the whole volume"))
                    .help("raise target compose { engine \"26.0\" }, or mount the whole volume"),
            );
        }
    }
}
