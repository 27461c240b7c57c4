//! A `compose` block that says again what the language's own words say: one of the two would win without a word.

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    model::{Mount, Service},
    reader::RawNodes,
    resolve::Stack,
    source::Span,
};

use crate::{parts::compose, text::yaml::Map};

pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let context = compose::Context { stack, back: "" };
    for service in &stack.services {
        if let Some(raw) = &service.compose {
            let words = Service {
                compose: None,
                ..service.clone()
            };
            let said = compose::service(&words, context);
            let place = |key: &str| place(service, key).or(Some(service.name.span));
            report(raw, &said, place, diagnostics);
        }
    }
    if let Some(raw) = &stack.compose {
        let mut words = stack.clone();
        words.compose = None;
        let said = compose::compose_file(compose::Context {
            stack: &words,
            back: "",
        });
        report(raw, &said, |key| top_place(stack, key), diagnostics);
    }
}

fn report(
    raw: &RawNodes,
    said: &Map,
    place: impl Fn(&str) -> Option<Span>,
    diagnostics: &mut Diagnostics,
) {
    for node in &raw.nodes {
        let key = node.key.value.as_str();
        if said.get(key).is_none() {
            continue;
        }
        let found = Diagnostic::error(
            "conflict",
            node.key.span,
            format!("Compose's `{key}` is what the words of the stack say already"),
        )
        .label("it would take their place")
        .help("say all of it in the words of the stack, and in `compose` only what they can't say");
        diagnostics.push(match place(key) {
            Some(place) => found.other(place, "said here"),
            None => found,
        });
    }
}

/// Where a service says what becomes a key of Compose; none for a key that is rarely given, for which the service itself is named.
fn place(service: &Service, key: &str) -> Option<Span> {
    match key {
        "image" => service.image.as_ref().map(|it| it.span),
        "build" => service.build.as_ref().map(|it| it.span),
        "command" => service.command.as_ref().map(|it| it.span),
        "entrypoint" => service.entrypoint.as_ref().map(|it| it.span),
        "environment" => service.env.first().map(|it| it.span),
        "env_file" => service.env_files.first().map(|it| it.span),
        "ports" | "expose" => service.ports.first().map(|it| it.span),
        "volumes" | "tmpfs" => service.mounts.first().map(mounted),
        "networks" => service.networks.first().map(|it| it.span),
        "network_mode" => service.network_mode.as_ref().map(|it| it.span),
        "secrets" => service.secrets.first().map(|it| it.span),
        "configs" => service.files.first().map(|it| it.span),
        "depends_on" => service.depends_on.first().map(|it| it.span),
        "healthcheck" => service.healthcheck.as_ref().map(|it| it.span),
        "restart" => service.restart.as_ref().map(|it| it.span),
        "user" => service.user.as_ref().map(|it| it.span),
        "container_name" => service.container_name.as_ref().map(|it| it.span),
        "logging" => service.logging.as_ref().map(|it| it.span),
        "labels" => service.labels.first().map(|it| it.span),
        "deploy" => deployed(service),
        _ => None,
    }
}

fn mounted(mount: &Mount) -> Span {
    match mount {
        Mount::Volume(mount) => mount.span,
        Mount::Bind(mount) => mount.span,
        Mount::Tmpfs(mount) => mount.span,
        Mount::Other(mount) => mount.span,
    }
}

fn deployed(service: &Service) -> Option<Span> {
    let replicas = service.replicas.as_ref().map(|it| it.span);
    let resources = service.resources.as_ref().map(|it| it.span);
    let placement = service.placement.as_ref().map(|it| it.span);
    let deploy = service.deploy.as_ref().map(|it| it.span);
    replicas.or(resources).or(placement).or(deploy)
}

/// The first declaration that becomes part of a section.
fn top_place(stack: &Stack, key: &str) -> Option<Span> {
    match key {
        "services" => stack.services.first().map(|it| it.name.span),
        "networks" => stack.networks.first().map(|it| it.name.span),
        "volumes" => stack.volumes.first().map(|it| it.name.span),
        "secrets" => stack.secrets.first().map(|it| it.name.span),
        "configs" => stack.files.first().map(|it| it.name.span),
        "models" => stack.models.first().map(|it| it.name.span),
        _ => None,
    }
}
