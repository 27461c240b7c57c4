//! Two ports that want the same place on the host.

use super::Rule;
use crate::{
    atoms::{
        PortRange, PublishAddress,
        words::{Place, Protocol},
    },
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
    source::Span,
};

pub(super) const RULE: Rule = Rule {
    code: "port-clash",
    check,
};

struct Taken<'a> {
    owner: &'a str,
    /// With which of these the owner starts; without one it always does.
    profiles: Vec<&'a str>,
    address: &'a PublishAddress,
    ports: PortRange,
    protocol: Protocol,
    /// Ports inside; with more of them than one the engine hands out the outer ones.
    inside: u32,
    span: Span,
}

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    let taken = taken(stack);
    for (index, second) in taken.iter().enumerate() {
        let first = taken.iter().take(index).find(|first| clash(first, second));
        if let Some(first) = first {
            let common = PortRange {
                first: first.ports.first.max(second.ports.first),
                last: first.ports.last.min(second.ports.last),
            };
            diagnostics.push(
                Diagnostic::error(
                    RULE.code,
                    second.span,
                    format!("port {common} of the host is taken by `{}`", first.owner),
                )
                .label(format!("`{}` wants it too", second.owner))
                .other(first.span, format!("`{}` takes it here", first.owner))
                .help(format!(
                    "publish={}, or any other port that is free",
                    second.ports.last.saturating_add(1)
                )),
            );
        }
    }
}

fn taken(stack: &Stack) -> Vec<Taken<'_>> {
    let mut taken = Vec::new();
    for service in &stack.services {
        for port in &service.ports {
            let Some(publish) = &port.publish else {
                continue;
            };
            let Some(known) = publish.get() else { continue };
            let protocol = match &port.protocol {
                None => Some(Protocol::Tcp),
                Some(protocol) => protocol.get().copied(),
            };
            let (Some(ports), Some(protocol)) = (known.fixed_ports(), protocol) else {
                continue;
            };
            taken.push(Taken {
                owner: &service.name.value.0,
                profiles: profiles(service),
                address: &known.address,
                ports,
                protocol,
                inside: port.target.get().map_or(1, |target| target.len()),
                span: publish.span,
            });
        }
    }
    let edge = stack.edge.iter().filter(|_| !stack.sites.is_empty());
    for edge in edge {
        let on_host = edge.place.is_some_and(|place| place.value == Place::Host);
        for publish in [&edge.http, &edge.https].into_iter().flatten() {
            if let Some(ports) = publish.value.fixed_ports() {
                let owner = if on_host { "the host's nginx" } else { "edge" };
                taken.push(Taken {
                    owner,
                    profiles: Vec::new(),
                    address: &publish.value.address,
                    ports,
                    protocol: Protocol::Tcp,
                    inside: 1,
                    span: publish.span,
                });
            }
        }
    }
    taken
}

/// The profiles that are known.
pub(super) fn profiles(service: &Service) -> Vec<&str> {
    let words = service.profiles.iter().flat_map(|words| &words.items);
    words
        .filter_map(|word| word.get().map(|word| word.0.as_str()))
        .collect()
}

/// Whether one profile, or none, starts both; what different profiles start are alternatives.
fn run_together(first: &Taken<'_>, second: &Taken<'_>) -> bool {
    first.profiles.is_empty()
        || second.profiles.is_empty()
        || first
            .profiles
            .iter()
            .any(|profile| second.profiles.contains(profile))
}

fn clash(first: &Taken<'_>, second: &Taken<'_>) -> bool {
    // A pool of outer ports for one inner port leaves the choice to the engine.
    let pool = |one: &Taken<'_>| one.ports.len() > one.inside;
    first.protocol == second.protocol
        && run_together(first, second)
        && first.ports.overlaps(second.ports)
        && same_address(first.address, second.address)
        && !(pool(first) || pool(second))
}

fn same_address(first: &PublishAddress, second: &PublishAddress) -> bool {
    use PublishAddress::{Address, Every, Loopback};
    let text = |address: &PublishAddress| match address {
        Loopback => "127.0.0.1".to_owned(),
        Every => "0.0.0.0".to_owned(),
        Address(address) => address.clone(),
    };
    let every = |address: &PublishAddress| {
        matches!(address, Every)
            || matches!(address, Address(text) if text == "0.0.0.0" || text == "[::]")
    };
    every(first) || every(second) || text(first) == text(second)
}
