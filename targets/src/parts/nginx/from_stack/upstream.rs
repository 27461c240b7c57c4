//! Where the services are that routes go to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use stackc_compiler::{
    atoms::{Line, Publish},
    diag::{Diagnostic, Diagnostics, nearest},
    model::{PortDeclaration, Service},
    template::Fixed,
};

use super::{super::Upstream, Scene, carried, edge, not_carriable, port};

/// The service and port that `to="service:port"` names.
pub(super) fn upstream(
    scene: &Scene<'_>,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<Upstream> {
    let (name, port) = match to.value.0.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (to.value.0.as_str(), None),
    };
    let Some(service) = scene.stack.service(name) else {
        undefined(scene, to, name, port, found);
        return None;
    };
    let port = port::declared(service, port, to, found)?;
    if scene.on_host() {
        return published(service, port, to, found).map(Upstream::address);
    }
    reachable(scene, service, to, found)?;
    let number = port::number(service, port, to, found)?;
    carried(Upstream::service(name, number), to.span, found)
}

fn undefined(
    scene: &Scene<'_>,
    to: &Fixed<Line>,
    name: &str,
    port: Option<&str>,
    found: &mut Diagnostics,
) {
    let services = scene.stack.services.iter();
    let nearest = nearest(name, services.map(|service| service.name.value.0.as_str()));
    let diagnostic = Diagnostic::error(
        "undefined-service",
        to.span,
        format!("there is no service `{name}`"),
    );
    found.push(match nearest {
        Some(word) => {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            diagnostic
                .help(format!("did you mean `{word}`?"))
                .fix(to.span, format!("\"{word}{port}\""))
        }
        None => diagnostic.help(format!(
            "declare it: service {name} {{ image \"…\"; port http 8080 }}"
        )),
    });
}

/// Whether nginx in its container finds the service by its name.
fn reachable(
    scene: &Scene<'_>,
    service: &Service,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<()> {
    let name = &service.name.value.0;
    if let Some(mode) = &service.network_mode {
        found.push(
            Diagnostic::error(
                "unreachable-service",
                to.span,
                format!("the edge can't reach `{name}`: it has no network of the stack"),
            )
            .other(mode.span, "because of this")
            .help(
                "give the service a network in place of network-mode, or say edge { place host }",
            ),
        );
        return None;
    }
    let named = scene.edge.map_or(&[][..], |edge| edge.networks.as_slice());
    let edge: Vec<&str> = named
        .iter()
        .map(|network| network.name.value.0.as_str())
        .collect();
    let own: Vec<&str> = service
        .networks
        .iter()
        .map(|network| network.name.value.0.as_str())
        .collect();
    let own = if own.is_empty() { vec!["default"] } else { own };
    if edge.is_empty() || own.iter().any(|name| edge.contains(name)) {
        return Some(());
    }
    found.push(
        Diagnostic::error(
            "unreachable-service",
            to.span,
            format!("the edge can't reach `{name}`: they share no network"),
        )
        .other(
            service.name.span,
            format!("it is in `{}`", own.join("`, `")),
        )
        .help(format!(
            "edge {{ network {} }}",
            own.first().copied().unwrap_or("default")
        )),
    );
    None
}

/// Where the host reaches a port.
fn published(
    service: &Service,
    port: &PortDeclaration,
    to: &Fixed<Line>,
    found: &mut Diagnostics,
) -> Option<SocketAddr> {
    let number = port::number(service, port, to, found)?;
    let name = &port.name.value.0;
    let Some(publish) = &port.publish else {
        unpublished(
            service,
            port,
            to,
            format!("port {name} {number} publish={number}"),
            found,
        );
        return None;
    };
    let Some(known) = publish.get() else {
        not_carriable(
            "the host's nginx needs a port that is known when the stack is compiled",
            publish.span,
            found,
        );
        return None;
    };
    let Some(ports) = known.ports.filter(|ports| ports.first == ports.last) else {
        unpublished(
            service,
            port,
            to,
            format!("port {name} {number} publish={number}"),
            found,
        );
        return None;
    };
    Some(SocketAddr::new(near(known), ports.first))
}

fn unpublished(
    service: &Service,
    port: &PortDeclaration,
    to: &Fixed<Line>,
    help: String,
    found: &mut Diagnostics,
) {
    let name = &port.name.value.0;
    let owner = &service.name.value.0;
    found.push(
        Diagnostic::error(
            "unpublished-port",
            to.span,
            format!("the host's nginx can't reach port `{name}` of `{owner}`: it is published on no fixed port"),
        )
        .other(port.span, "this port")
        .help(help),
    );
}

/// The address at which the host itself reaches what is published on an address or on all.
fn near(publish: &Publish) -> IpAddr {
    match edge::address(&publish.address) {
        None => Ipv4Addr::LOCALHOST.into(),
        Some(IpAddr::V4(v4)) if v4.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        Some(IpAddr::V6(v6)) if v6.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        Some(address) => address,
    }
}
