//! A stack as a host with NixOS runs it: the sites are served by the host's nginx, which reaches services by published ports.

use std::collections::BTreeSet;

use stackc_compiler::{
    atoms::{Name, Publish, PublishAddress, Version, words::Place},
    model::{PortDeclaration, Service, Target},
    resolve::Stack,
    source::Span,
    template::{Fixed, Value},
};

use super::paths;
use crate::parts::compose;

/// The nginx of NixOS 25.05.
const NGINX: Version = Version {
    major: 1,
    minor: 28,
    patch: 0,
};

/// The stack with its edge on the host, and the ports that its sites need published there.
pub(super) fn stack(stack: &Stack) -> Stack {
    let mut host = compose::with_waits(stack).into_owned();
    paths::adapt(&mut host, stack);
    let Some(edge) = host.edge.as_mut().filter(|_| !stack.sites.is_empty()) else {
        return host;
    };
    let span = edge.span;
    edge.place = Some(Fixed::new(Place::Host, span));
    nginx(&mut host, span);
    for (service, port) in routed(stack) {
        publish(&mut host, &service, &port);
    }
    host
}

/// The version of the host's nginx is NixOS's, whatever the stack says of another one.
fn nginx(host: &mut Stack, span: Span) {
    let version = Some(Fixed::new(NGINX, span));
    match host
        .targets
        .iter_mut()
        .find(|target| target.name.value.0 == "nginx")
    {
        Some(target) => target.version = version,
        None => host.targets.push(Target {
            name: Fixed::new(Name("nginx".to_owned()), span),
            version,
            engine: None,
            edge_file: None,
            flavour: None,
            podman: None,
            scope: None,
            hosts: None,
            unit: None,
            secrets: None,
            project: None,
            kind: None,
            source: None,
            out: None,
            ipv6: None,
            platforms: None,
            make: None,
            provider: None,
            registry: None,
            branch: None,
            folder: None,
            runners: None,
            install: None,
            span,
        }),
    }
}

/// Service and port of every route, each once, as far as they are declared.
pub(super) fn routed(stack: &Stack) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let routes = stack.sites.iter().flat_map(|site| &site.routes);
    for to in routes.filter_map(|route| route.to.as_ref()) {
        let (name, port) = match to.value.0.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (to.value.0.as_str(), None),
        };
        let found = stack
            .service(name)
            .and_then(|service| declared(service, port));
        let pair = found.map(|port| (name.to_owned(), port.name.value.0.clone()));
        all.extend(pair.filter(|pair| !all.contains(pair)));
    }
    all
}

fn declared<'a>(service: &'a Service, wanted: Option<&str>) -> Option<&'a PortDeclaration> {
    let Some(wanted) = wanted else {
        return service.ports.first();
    };
    let named = |port: &&PortDeclaration| port.name.value.0 == wanted;
    let numbered =
        |port: &&PortDeclaration| number(port).is_some_and(|number| number.to_string() == wanted);
    let ports = &service.ports;
    ports
        .iter()
        .find(named)
        .or_else(|| ports.iter().find(numbered))
}

fn number(port: &PortDeclaration) -> Option<u16> {
    let target = port.target.get()?;
    (target.first == target.last).then_some(target.first)
}

/// Publishes a port on loopback under its own number, if nothing of the stack has that number on the host.
fn publish(host: &mut Stack, service: &str, port: &str) {
    let taken = taken(host);
    let port = host
        .services
        .iter_mut()
        .filter(|one| one.name.value.0 == service)
        .flat_map(|one| &mut one.ports)
        .find(|one| one.name.value.0 == port && one.publish.is_none());
    let Some(port) = port else { return };
    let free = number(port).is_some_and(|number| !taken.contains(&number));
    if free && let Some(ports) = port.target.get() {
        let publish = Publish {
            address: PublishAddress::Loopback,
            ports: Some(*ports),
        };
        port.publish = Some(Value::known(publish, port.span));
    }
}

/// The numbers that the stack has on the host already.
fn taken(host: &Stack) -> BTreeSet<u16> {
    let services = host
        .services
        .iter()
        .flat_map(|service| &service.ports)
        .filter_map(|port| port.publish.as_ref()?.get());
    let edge = host
        .edge
        .iter()
        .flat_map(|edge| [&edge.http, &edge.https])
        .filter_map(|listen| listen.as_ref().map(|listen| &listen.value));
    services
        .chain(edge)
        .filter_map(Publish::fixed_ports)
        .flat_map(|ports| ports.first..=ports.last)
        .collect()
}
