//! Where nginx listens, how that is seen from outside, and who may speak for clients.

use std::net::{IpAddr, Ipv4Addr};

use stackc_compiler::{
    atoms::{Publish, PublishAddress, words::TlsMode},
    diag::{Diagnostic, Diagnostics},
    model::{self, TrustedProxy},
    source::Span,
    template::Fixed,
};

use super::{
    super::{Edge, RealIp},
    Scene, carried,
};
use crate::text::nginx::{Cidr, HeaderName};

/// What is written when nothing else is: public, on the usual ports.
const USUAL: &str = "edge { http \"*:80\"; https \"*:443\" }";

/// Reports an edge that nothing is served by.
pub(super) fn unused(scene: &Scene<'_>, found: &mut Diagnostics) {
    if let Some(edge) = scene.edge {
        found.push(
            Diagnostic::warning(
                "unused-edge",
                edge.span,
                "the stack has an edge and no site",
            )
            .help("site \"app.example.com\" { … }, or take the edge away"),
        );
    }
}

/// Where nginx listens.
pub(super) fn edge(scene: &Scene<'_>, found: &mut Diagnostics) -> Option<Edge> {
    let Some(edge) = scene.edge else {
        missing(scene, found);
        return None;
    };
    let model::Edge {
        place: _,
        http,
        https,
        image: _,
        networks: _,
        trusted_proxy: _,
        span,
    } = edge;
    let http = listener(scene, http.as_ref(), Scheme::Http, *span, found);
    let https = listener(scene, https.as_ref(), Scheme::Https, *span, found);
    challenges(scene, edge, found);
    let target = scene.stack.target("nginx");
    let ipv6 = target.and_then(|target| target.ipv6.as_ref());
    let (http, https) = (http?, https?);
    let at = |listener: &Option<Listener>| listener.iter().map(|one| one.at).collect();
    Some(Edge {
        published_http: http.as_ref().map_or(80, |one| one.published),
        published_https: https.as_ref().map_or(443, |one| one.published),
        http: at(&http),
        https: at(&https),
        ipv6: ipv6.is_some_and(|ipv6| ipv6.value.0),
    })
}

/// Let's Encrypt asks on port 80 of the public address.
fn challenges(scene: &Scene<'_>, edge: &model::Edge, found: &mut Diagnostics) {
    let encrypted = |site: &model::Site| {
        site.tls
            .as_ref()
            .is_some_and(|tls| tls.mode.value == TlsMode::LetsEncrypt)
    };
    let asked = scene.stack.sites.iter().find(|site| encrypted(site));
    let (Some(site), Some(http)) = (asked, &edge.http) else {
        return;
    };
    let elsewhere = http.value.ports.is_some_and(|ports| ports.first != 80);
    let why = if !http.value.is_public() {
        "the port is bound to loopback"
    } else if elsewhere {
        "it asks at port 80"
    } else {
        return;
    };
    found.push(
        Diagnostic::warning(
            "acme-unreachable",
            http.span,
            format!("Let's Encrypt can't ask for the challenge here: {why}"),
        )
        .other(site.host.span, "this site's certificate needs it")
        .help(
            "http \"*:80\"; or, behind another proxy, say so: allow acme-unreachable reason=\"…\"",
        ),
    );
}

fn missing(scene: &Scene<'_>, found: &mut Diagnostics) {
    if let Some(site) = scene.stack.sites.first() {
        found.push(
            Diagnostic::error(
                "missing-edge",
                site.host.span,
                "the stack has a site and no edge: nothing says what is listened on",
            )
            .help(USUAL),
        );
    }
}

/// One of the two ports of an edge.
#[derive(Clone, Copy)]
enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    /// The first site that can't do without this port, and why. Without HTTP, HTTPS is served all the same.
    fn wanted(self, scene: &Scene<'_>) -> Option<(Span, &'static str)> {
        let wants = |mode: TlsMode| match (self, mode) {
            (Self::Http, TlsMode::LetsEncrypt) => Some("Let's Encrypt asks by plain HTTP"),
            (Self::Http, TlsMode::None) => Some("this site is served by plain HTTP"),
            (Self::Https, TlsMode::None) | (Self::Http, _) => None,
            (Self::Https, _) => Some("this site has TLS"),
        };
        let modes = scene
            .stack
            .sites
            .iter()
            .filter_map(|site| site.tls.as_ref());
        modes
            .filter_map(|tls| Some((tls.mode.span, wants(tls.mode.value)?)))
            .next()
    }
}

#[derive(Clone, Copy)]
struct Listener {
    at: (Option<IpAddr>, u16),
    published: u16,
}

/// A listener, or none; the outer `None` is a fault.
fn listener(
    scene: &Scene<'_>,
    publish: Option<&Fixed<Publish>>,
    scheme: Scheme,
    edge: Span,
    found: &mut Diagnostics,
) -> Option<Option<Listener>> {
    let Some(publish) = publish else {
        let Some((span, why)) = scheme.wanted(scene) else {
            return Some(None);
        };
        let word = scheme.word();
        found.push(
            Diagnostic::error("edge-port", edge, format!("the edge has no `{word}`"))
                .other(span, why)
                .help(format!("{word} \"*:{}\"", scheme.port())),
        );
        return None;
    };
    let Some(ports) = publish
        .value
        .ports
        .filter(|ports| ports.first == ports.last)
    else {
        found.push(
            Diagnostic::error(
                "edge-port",
                publish.span,
                "an edge listens on one port, which is written out",
            )
            .help(format!("{} \"*:{}\"", scheme.word(), scheme.port())),
        );
        return None;
    };
    let published = ports.first;
    let at = if scene.on_host() {
        (address(&publish.value.address), published)
    } else {
        (None, scheme.port())
    };
    Some(Some(Listener { at, published }))
}

/// The address of a published port; none is every one.
pub(super) fn address(address: &PublishAddress) -> Option<IpAddr> {
    match address {
        PublishAddress::Loopback => Some(Ipv4Addr::LOCALHOST.into()),
        PublishAddress::Every => None,
        PublishAddress::Address(text) => text.trim_matches(['[', ']']).parse().ok(),
    }
}

/// The proxies that are believed.
pub(super) fn real_ip(scene: &Scene<'_>, found: &mut Diagnostics) -> Option<RealIp> {
    let TrustedProxy {
        ranges,
        header,
        span,
    } = scene.edge?.trusted_proxy.as_ref()?;
    if ranges.is_empty() {
        found.push(
            Diagnostic::error(
                "missing-argument",
                *span,
                "`trusted-proxy` names no address",
            )
            .help("trusted-proxy \"10.0.0.0/8\""),
        );
    }
    let trusted = ranges
        .iter()
        .filter_map(|range| carried(Cidr::new(&range.value.0), range.span, found))
        .collect();
    let header = match header {
        Some(header) => carried(HeaderName::new(&header.value.0), header.span, found)?,
        None => HeaderName::new("X-Forwarded-For").ok()?,
    };
    Some(RealIp { trusted, header })
}
