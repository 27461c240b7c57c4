//! What Dokploy can't say, at the user's line, where the answer depends on a value.

use stackc_compiler::{
    answers,
    diag::Diagnostics,
    model::{Edge, Service},
    resolve::Stack,
    source::Span,
    target::Report,
};

use super::{
    calendar,
    delivery::{self, Delivery},
    ingress, own, paths, ports, source, support, swarm, template,
};
use crate::parts::{nginx, project};

answers! {
    EDGE: ["edge" "http", "edge" "https"] "where it is another port or address" => Partial("is left out: Dokploy's Traefik listens at 80 and 443; say \"*:80\" and \"*:443\"");
    BYTES: ["file" "source"] "where it is no text" => Refused("is no text, and Dokploy's file mounts are; put it into an image or a volume");
    CLASH: ["file" "name"] "where it is `secrets` and secrets are file mounts" => Refused("lies where Dokploy keeps secrets that are files; give the file another name");
    REPLACED: ["file" "source"] "where it holds `${…}`" => Refused("holds a `${…}` that Dokploy would replace, with no way to write it otherwise; write it as `$name`, or name the file alone and not its folder");
    READ_ONLY: ["service file" "name"] "where the container is read-only and the text stands in the Compose file" => Partial("stands in the Compose file, and docker compose can't put it into a read-only container; write it without inputs, secrets, owner and mode");
}

/// What is wrong with a site whatever serves it, as the reader of nginx finds it.
const OF_ANY_EDGE: [&str; 13] = [
    "ambiguous-port",
    "conflict",
    "duplicate",
    "missing-argument",
    "missing-edge",
    "missing-route-action",
    "missing-tls",
    "relative-path",
    "undefined-port",
    "undefined-rate-limit",
    "undefined-service",
    "unreachable-service",
    "wrong-type",
];

pub(super) fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let whole = stack;
    let stack = &own::stack(whole);
    sites(stack, diagnostics);
    project::check_names(stack, diagnostics);
    let mut report = Report::new(super::ID, diagnostics);
    support::review(whole, &mut report);
    calendar::check(whole, &mut report);
    let ingress = ingress::read(stack, &mut report);
    paths::check(stack, &mut report);
    source::check(stack, &mut report);
    for service in &stack.services {
        read_only(service, stack, &mut report);
        ports::check(service, stack, &ingress, &mut report);
    }
    declarations(stack, &mut report);
    if let Some(edge) = &stack.edge {
        self::edge(edge, &mut report);
    }
    if super::is_swarm(stack) {
        swarm::check(stack, &ingress, &mut report);
    }
}

/// The sites, as if the edge were a container in every network.
fn sites(stack: &Stack, diagnostics: &mut Diagnostics) {
    if stack.sites.is_empty() {
        return;
    }
    let mut stack = stack.clone();
    if let Some(edge) = &mut stack.edge {
        edge.place = None;
        edge.networks = Vec::new();
    }
    let mut found = Diagnostics::default();
    nginx::check(&stack, &mut found);
    let ours = found
        .into_items()
        .into_iter()
        .filter(|item| OF_ANY_EDGE.contains(&item.code));
    diagnostics.extend(ours);
}

/// What docker compose copies into a container needs one that can be written to.
fn read_only(service: &Service, stack: &Stack, report: &mut Report<'_>) {
    let flag = service.read_only.as_ref();
    if !flag.is_some_and(|flag| flag.get().is_some_and(|flag| flag.0)) {
        return;
    }
    for mount in &service.files {
        let file = stack.file(&mount.name.value.0);
        if file.is_some_and(|file| delivery::of(file, stack) == Delivery::Inline) {
            report.answer("file", READ_ONLY, mount.name.span);
        }
    }
}

fn declarations(stack: &Stack, report: &mut Report<'_>) {
    let mut secrets = stack.secrets.iter();
    let has_file_secrets = secrets.any(|secret| delivery::is_file(secret, stack));
    for file in &stack.files {
        let place = |value: Option<Span>| value.unwrap_or(file.name.span);
        let source = file.source.as_ref().map(|source| source.span);
        match delivery::of(file, stack) {
            Delivery::Bytes => report.answer("source", BYTES, place(source)),
            Delivery::Replaced => {
                report.answer("source", REPLACED, place(source));
            }
            Delivery::Mounts(_) if file.name.value.0 == template::SECRETS && has_file_secrets => {
                report.answer("file", CLASH, file.name.span);
            }
            Delivery::Mounts(_) | Delivery::Inline | Delivery::AsSaid => {}
        }
    }
}

fn edge(edge: &Edge, report: &mut Report<'_>) {
    let said = [("http", &edge.http, 80), ("https", &edge.https, 443)];
    for (word, publish, usual) in said {
        let Some(publish) = publish else { continue };
        let is_usual = publish.value.is_public()
            && publish
                .value
                .ports
                .is_some_and(|ports| ports.first == usual && ports.last == usual);
        if !is_usual {
            report.answer(word, EDGE, publish.span);
        }
    }
}
