//! Ports of the host: some are Dokploy's own, and what Traefik reaches needs none.

use stackc_compiler::{
    answers,
    atoms::{Atom as _, PortRange, Publish, words::Protocol},
    model::{PortDeclaration, Service},
    resolve::Stack,
    target::{Answer, Report},
    template::{Expr, Value},
};

use super::ingress::Ingress;
use crate::parts::defaults;

answers! {
    HELD: ["service port" "publish"] "of 80, 443 or 3000" => Partial("is left out, for Dokploy holds 80, 443 and 3000 itself; route a site to the service, or publish another port");
    USUALLY_HELD: ["service port" "publish"] "where an input's default is 80, 443 or 3000" => Partial("is held by Dokploy itself where nothing else is said: 80 and 443 by Traefik, 3000 by its own page; set another port in the Environment tab");
    ROUTED: ["service port" "publish"] "where a site routes to the port" => Lowered("is left out: Traefik reaches the service by its network");
}

/// Why a port is not published.
fn left_out(port: &PortDeclaration, service: &str, ingress: &Ingress) -> Option<Answer> {
    let publish = port.publish.as_ref()?;
    if is_routed(port, service, ingress) {
        return Some(ROUTED);
    }
    let known = publish.get().and_then(Publish::fixed_ports);
    let held = known.is_some_and(|ports| is_held(ports, port));
    held.then_some(HELD)
}

/// Whether a port that is meant to be published is not.
pub(super) fn is_left_out(port: &PortDeclaration, service: &str, ingress: &Ingress) -> bool {
    left_out(port, service, ingress).is_some()
}

/// Takes away what is not published.
pub(super) fn adapt(service: &mut Service, ingress: &Ingress) {
    for port in &mut service.ports {
        if left_out(port, &service.name.value.0, ingress).is_some() {
            unpublish(port);
        }
    }
}

/// Reports what is not published, and what may not be.
pub(super) fn check(service: &Service, stack: &Stack, ingress: &Ingress, report: &mut Report<'_>) {
    for port in &service.ports {
        let Some(publish) = &port.publish else {
            continue;
        };
        if let Some(answer) = left_out(port, &service.name.value.0, ingress) {
            report.answer("publish", answer, publish.span);
        } else if usual(publish, stack).is_some_and(|ports| is_held(ports, port)) {
            report.answer("publish", USUALLY_HELD, publish.span);
        }
    }
}

/// Whether Traefik reaches the port, so that nothing of the host has to lead there.
fn is_routed(port: &PortDeclaration, service: &str, ingress: &Ingress) -> bool {
    let number = port.target.get();
    number.is_some_and(|range| {
        range.first == range.last && ingress.reaches_port(service, range.first)
    })
}

fn unpublish(port: &mut PortDeclaration) {
    port.publish = None;
    port.mode = None;
    port.compose_name = None;
    port.app_protocol = None;
}

/// Whether Dokploy has one of the ports: Traefik listens at 443 for HTTP/3 too.
fn is_held(ports: PortRange, port: &PortDeclaration) -> bool {
    let udp = port.protocol.as_ref();
    let udp = udp.is_some_and(|one| one.get().is_some_and(|one| *one == Protocol::Udp));
    let own: &[u16] = if udp { &[443] } else { &[80, 443, 3000] };
    own.iter().any(|number| {
        ports.overlaps(PortRange {
            first: *number,
            last: *number,
        })
    })
}

/// The ports of a publication that an input decides, where only defaults speak.
fn usual(publish: &Value<Publish>, stack: &Stack) -> Option<PortRange> {
    let Expr::Deferred(template) = &publish.expr else {
        return None;
    };
    Publish::parse(&defaults::filled(template, stack)?)
        .ok()?
        .fixed_ports()
}
