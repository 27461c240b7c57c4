//! What depends on a value: paths, owners of secrets, what arion's options can't hold.

use stackc_compiler::{
    answers,
    atoms::words::Place,
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
    target::Report,
};

use super::{
    calendar,
    composition::entries,
    convert::bare,
    fits,
    host::routed,
    owner::{Known, owner},
    paths,
    plan::Plan,
    secrets, sites,
};
use crate::{
    parts::machine_units,
    text::yaml::{Map, Yaml},
};

answers! {
    COPIED: ["service build" "context"] "where it is a folder of the stack" => Partial("is copied into the Nix store, where everyone on the host can read it; leave no secret in the folder, or name an image");
    CONTAINER: ["edge" "place"] "where it is `container`" => Lowered("is the host's own nginx, as NixOS brings it");
    MOVED: ["edge" "https"] "where it is another port than 443 beside a site that answers TLS 1.3 alone" => Partial("is not where the redirect of a site with Let's Encrypt and TLS 1.3 alone leads, for NixOS names no port there; listen on 443");
    LOOPBACK: ["service port" "publish"] "where a site routes to a port without one" => Lowered("is published on the host's loopback, where nginx reaches it");
    NO_HOST: ["secret" "name"] "where no host with an `age-key` is named" => Partial("is encrypted for no host yet; name one: target nix { host NAME } and host NAME { age-key \"ssh-ed25519 …\" }");
    ROOT: ["secret" "name"] "where no user is known that reads it" => Lowered("is readable by root alone; if the image runs as another user, say user");
    EVERYONE: ["secret" "name"] "where several users read it, or one without a number" => Partial("is readable by everyone on the host, for it isn't one user by number that reads it; say user 1000, or a secret for each");
    OPTION: ["network" "driver", "network" "external", "network" "internal", "network" "attachable", "network" "ipv6", "network" "driver-opt", "network" "label", "network" "ipam-driver", "network" "ipam-opt"] "where an input decides it" => Refused("has an option that an input decides, and arion has to know it; write the value");
    LISTED: ["service" "env", "service" "sysctl"] "where an input decides a name" => Refused("has a name that arion can't hold; write each name out");
    BREAK: ["service" "name"] "where a text of the service holds U+0085" => Partial("holds U+0085, which becomes a blank: arion writes it as it is, and Docker Compose takes it for the end of a line; take it away");
}

/// Reports what is found by value; `stack` is as it is written, the plan's as the host runs it.
pub(super) fn check(stack: &Stack, plan: &Plan<'_>, report: &mut Report<'_>) {
    let document = plan.document();
    edge(stack, report);
    ports(stack, plan, report);
    encrypted(plan, report);
    networks(stack, &document, report);
    for service in &stack.services {
        builds(service, &document, report);
        lists(service, &document, report);
        breaks(service, &document, report);
    }
    calendar::check(stack, plan, report);
    paths::check(stack, report);
}

/// The unit that runs the stack takes no other's place.
pub(super) fn unit(stack: &Stack, plan: &Plan<'_>, diagnostics: &mut Diagnostics) {
    let given = stack.target("nix").and_then(|target| target.unit.as_ref());
    let place = given.map(|unit| unit.span).or(stack.header);
    let name = format!("{}.service", plan.unit());
    if let Some(place) = place.filter(|_| machine_units::has(&name)) {
        diagnostics.push(
            Diagnostic::error(
                "name-taken",
                place,
                format!("this would be the unit `{name}`, which is the machine's own"),
            )
            .help(format!(
                "give it a name of its own: target nix {{ unit {}-stack }}",
                stack.name
            )),
        );
    }
}

/// A prefix is no folder.
pub(super) fn prefix(stack: &Stack, diagnostics: &mut Diagnostics) {
    let secrets = stack
        .target("nix")
        .and_then(|target| target.secrets.as_ref());
    let prefix = secrets.and_then(|secrets| secrets.prefix.as_ref());
    if let Some(prefix) = prefix.filter(|prefix| prefix.value.0.contains('/')) {
        diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                prefix.span,
                "`prefix` is how the names of files begin, and no folder",
            )
            .help("the folder is said with dir: secrets agenix dir=\"secrets/shop\""),
        );
    }
}

fn edge(stack: &Stack, report: &mut Report<'_>) {
    let Some(edge) = stack.edge.as_ref().filter(|_| !stack.sites.is_empty()) else {
        return;
    };
    if let Some(place) = edge.place.filter(|place| place.value == Place::Container) {
        report.answer("container", CONTAINER, place.span);
    }
    let https = edge.https.as_ref().filter(|_| edge.http.is_some());
    let moved = https.filter(|https| {
        let ports = https.value.ports;
        let plain = stack.sites.iter().any(sites::answers_none);
        plain && ports.is_some_and(|ports| ports.first != 443)
    });
    if let Some(https) = moved {
        report.answer("https", MOVED, https.span);
    }
}

/// Ports that were published for a site.
fn ports(stack: &Stack, plan: &Plan<'_>, report: &mut Report<'_>) {
    for (name, wanted) in routed(stack) {
        let find = |stack: &Stack| {
            let ports = stack.service(&name).map(|service| service.ports.clone());
            ports
                .unwrap_or_default()
                .into_iter()
                .find(|port| port.name.value.0 == wanted)
        };
        if let (Some(before), Some(after)) = (find(stack), find(plan.stack))
            && before.publish.is_none()
            && after.publish.is_some()
        {
            report.answer("port", LOOPBACK, before.span);
        }
    }
}

fn encrypted(plan: &Plan<'_>, report: &mut Report<'_>) {
    let all = secrets::encrypted(plan.stack);
    if let Some(first) = all.first()
        && secrets::age_keys(plan.stack).is_empty()
    {
        report.answer("secret", NO_HOST, first.span);
    }
    for secret in all {
        let answer = match owner(&secret.name.value.0, plan.stack).known {
            Known::Said => continue,
            Known::Root => ROOT,
            Known::Everyone => EVERYONE,
        };
        report.answer("secret", answer, secret.name.span);
    }
}

/// arion's networks have options and nothing past them.
fn networks(stack: &Stack, document: &Map, report: &mut Report<'_>) {
    let all = entries(document.get("networks"));
    for (name, map, _) in all {
        let declared = stack
            .networks
            .iter()
            .find(|network| network.name.value.0 == name);
        if let Some(network) = declared.filter(|network| network.ipv4.is_none())
            && !fits::network(map)
        {
            report.answer("network", OPTION, network.span);
        }
    }
}

/// What Compose takes as a list only, since a key in it is filled in at deploy time, arion takes as a set only.
fn lists(service: &Service, document: &Map, report: &mut Report<'_>) {
    let all = entries(document.get("services"));
    let Some((_, map, _)) = all
        .into_iter()
        .find(|(name, ..)| *name == service.name.value.0)
    else {
        return;
    };
    let places = [
        (
            "environment",
            "env",
            service.env.first().map(|pair| pair.span),
        ),
        (
            "sysctls",
            "sysctl",
            service.sysctls.first().map(|pair| pair.span),
        ),
    ];
    for (key, word, span) in places {
        let listed = map
            .get(key)
            .is_some_and(|yaml| matches!(bare(yaml), Yaml::List(_)));
        if let Some(span) = span.filter(|_| listed) {
            report.answer(word, LISTED, span);
        }
    }
}

/// What Docker Compose takes for a line break where it isn't escaped, and arion has no way to escape it.
fn breaks(service: &Service, document: &Map, report: &mut Report<'_>) {
    let all = entries(document.get("services"));
    let found = all
        .into_iter()
        .any(|(name, map, _)| name == service.name.value.0 && has_break(&Yaml::Map(map.clone())));
    if found {
        report.answer("service", BREAK, service.name.span);
    }
}

fn has_break(yaml: &Yaml) -> bool {
    match bare(yaml) {
        Yaml::Text(text) | Yaml::Quoted(text) => text.contains('\u{85}'),
        Yaml::Words(words) => words.iter().any(|word| word.contains('\u{85}')),
        Yaml::List(items) => items.iter().any(has_break),
        Yaml::Map(map) => map
            .entries()
            .iter()
            .any(|entry| entry.key.contains('\u{85}') || has_break(&entry.value)),
        _ => false,
    }
}

/// Folders that images are built from: what is elsewhere is not copied.
fn builds(service: &Service, document: &Map, report: &mut Report<'_>) {
    let Some(build) = &service.build else { return };
    let copied = entries(document.get("services"))
        .into_iter()
        .find(|(name, ..)| *name == service.name.value.0)
        .and_then(|(_, map, _)| map.get("build"))
        .is_some_and(is_copied);
    if copied {
        report.answer("build", COPIED, build.span);
    }
}

/// Whether a folder of the stack stands in what Compose is told of a build.
fn is_copied(build: &Yaml) -> bool {
    let folder =
        |yaml: &Yaml| matches!(bare(yaml), Yaml::Text(text) if text.starts_with("/var/lib/"));
    match bare(build) {
        Yaml::Map(map) => {
            let contexts = entries_of(map.get("additional_contexts"));
            map.get("context").is_some_and(folder)
                || contexts.iter().any(|entry| folder(&entry.value))
        }
        other => folder(other),
    }
}

fn entries_of(yaml: Option<&Yaml>) -> &[crate::text::yaml::Entry] {
    match yaml.map(bare) {
        Some(Yaml::Map(map)) => map.entries(),
        _ => &[],
    }
}
