//! Sites as Dokploy's domains, with Traefik's middlewares.

use stackc_compiler::{
    answers,
    atoms::words::TlsMode,
    model::{Route, Service, Site, Tls},
    resolve::Stack,
    target::Report,
};

use super::{
    middleware::{self, Middlewares},
    redirect,
};

answers! {
    WILDCARD: ["site" "host", "site" "more_hosts"] "with a wildcard or a port" => Refused("is no name that Dokploy takes for a domain; name each host, or keep an nginx service with a published port");
    EXACT: ["site route" "exact"] "where it is `#true`" => Refused("has no counterpart in a Dokploy domain, which is always a path and all below it; leave it out");
    PREFIX: ["site route" "path"] "where it is not `/`" => Partial("also matches paths that only start with its letters, as Traefik's PathPrefix does; let the service refuse them");
    BACKTICK: ["site route" "path"] "with a backtick" => Refused("holds a backtick, between which Dokploy writes a path for Traefik; let the service take another path");
    FILLED: ["site route" "path"] "with a `$`" => Refused("holds a `$`, which Docker Compose fills in where Dokploy writes the path; let the service take another path");
    DECODED: ["site route" "path"] "with a `%`" => Refused("holds a `%`, and Traefik compares paths whose characters are no longer encoded, so it would never match; let the service take another path");
    NO_SERVICE: ["site route" "redirect"] "where no site routes to a service" => Refused("needs a service that a site routes to, which carries its labels; route one path to a service");
    STREAMS: ["site route" "max-body", "site" "max-body"] "where a route has no buffering" => Partial("is left out here: Traefik would collect the responses too, which this route forbids; let the service limit it");
    SELF_SIGNED: ["site tls" "mode"] "where it is `self-signed`" => Lowered("is Traefik's own self-signed certificate");
    FILES: ["site tls" "mode"] "where it is `files`" => Partial("shows Traefik's own certificate until the files are uploaded; upload them in Dokploy under Certificates");
    MIN: ["site tls" "min"] "where it is not 1.2" => Partial("is left out: Traefik takes 1.2 and later; set tls.options in Dokploy's Traefik");
}

/// A domain of Dokploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    pub host: String,
    pub path: String,
    pub service: String,
    pub port: u16,
    pub https: bool,
    pub letsencrypt: bool,
    pub strip: bool,
    pub internal: String,
    /// With the provider that they come from: `name@docker`.
    pub middlewares: Vec<String>,
}

/// What stands before the services.
#[derive(Clone, Debug)]
pub(super) struct Ingress {
    pub domains: Vec<Domain>,
    pub middlewares: Middlewares,
}

/// The domains of every site, and what can't be one.
pub(super) fn read(stack: &Stack, report: &mut Report<'_>) -> Ingress {
    let mut ingress = Ingress {
        domains: Vec::new(),
        middlewares: Middlewares::new(stack),
    };
    for site in &stack.sites {
        tls(site, report);
        for host in std::iter::once(&site.host).chain(&site.more_hosts) {
            if host.value.0.starts_with("*.") || host.value.0.contains(':') {
                report.answer("site", WILDCARD, host.span);
            }
        }
        for route in &site.routes {
            ingress.route(stack, site, route, report);
        }
    }
    ingress
}

fn tls(site: &Site, report: &mut Report<'_>) {
    let Some(Tls { mode, min, .. }) = &site.tls else {
        return;
    };
    match mode.value {
        TlsMode::SelfSigned => report.answer("tls", SELF_SIGNED, mode.span),
        TlsMode::Files => report.answer("tls", FILES, mode.span),
        TlsMode::LetsEncrypt | TlsMode::None => {}
    }
    if let Some(min) = min
        && min.value != stackc_compiler::atoms::words::TlsVersion::V1_2
    {
        report.answer("min", MIN, min.span);
    }
}

impl Ingress {
    /// Whether a site routes to this port of a service.
    pub(super) fn reaches_port(&self, service: &str, port: u16) -> bool {
        let mut domains = self.domains.iter();
        domains.any(|domain| domain.service == service && domain.port == port)
    }

    fn route(&mut self, stack: &Stack, site: &Site, route: &Route, report: &mut Report<'_>) {
        if let Some(exact) = route.exact.filter(|exact| exact.value.0) {
            report.answer("exact", EXACT, exact.span);
            return;
        }
        let path = route.path.value.0.as_str();
        let refused = [('`', BACKTICK), ('$', FILLED), ('%', DECODED)];
        if let Some((_, why)) = refused.into_iter().find(|(c, _)| path.contains(*c)) {
            report.answer("route", why, route.path.span);
            return;
        }
        let is_domain = route.to.is_some() || route.redirect.is_some();
        if is_domain && route.path.value.0 != "/" {
            report.answer("route", PREFIX, route.path.span);
        }
        if let Some(to) = &route.to {
            let Some((service, port)) = reached(stack, &to.value.0) else {
                return;
            };
            if middleware::largest_body(site, route).is_some() && middleware::streams(route) {
                let size = route.max_body.as_ref().or(site.max_body.as_ref());
                let span = size.map_or(route.span, |size| size.span);
                report.answer("max-body", STREAMS, span);
            }
            let name = service.name.value.0.as_str();
            let names = self.middlewares.of_route(name, site, route);
            self.domains_of(stack, site, route, (name, port), &names);
        } else if let Some(to) = &route.redirect {
            let Some(options) = redirect::options(route, report) else {
                return;
            };
            let Some((service, port)) = carrier(stack, site) else {
                report.answer("redirect", NO_SERVICE, to.span);
                return;
            };
            let name = service.name.value.0.as_str();
            let mut names = self.middlewares.of_redirect(name, site, route);
            names.push(self.middlewares.add(name, "redirect", options));
            self.domains_of(stack, site, route, (name, port), &names);
        }
    }

    fn domains_of(
        &mut self,
        stack: &Stack,
        site: &Site,
        route: &Route,
        (service, port): (&str, u16),
        names: &[String],
    ) {
        let mode = site.tls.as_ref().map(|tls| tls.mode.value);
        let provider = if super::is_swarm(stack) {
            "swarm"
        } else {
            "docker"
        };
        let path = route.path.value.0.as_str();
        let is_proxy = route.to.is_some();
        for host in std::iter::once(&site.host).chain(&site.more_hosts) {
            let strip = route.strip_prefix.is_some_and(|strip| strip.value.0);
            let internal = route.add_prefix.as_ref().filter(|_| is_proxy);
            self.domains.push(Domain {
                host: host.value.0.clone(),
                path: path.to_owned(),
                service: service.to_owned(),
                port,
                https: mode.is_some_and(|mode| mode != TlsMode::None),
                letsencrypt: mode == Some(TlsMode::LetsEncrypt),
                strip: strip && is_proxy && path != "/",
                internal: internal.map_or_else(|| "/".to_owned(), |path| path.value.0.clone()),
                middlewares: names
                    .iter()
                    .map(|name| format!("{name}@{provider}"))
                    .collect(),
            });
        }
    }
}

/// A service that carries the labels of a route without one: of this site, or of any.
fn carrier<'a>(stack: &'a Stack, site: &'a Site) -> Option<(&'a Service, u16)> {
    std::iter::once(site)
        .chain(&stack.sites)
        .flat_map(|site| &site.routes)
        .find_map(|route| reached(stack, &route.to.as_ref()?.value.0))
}

/// The service and the port inside that `to="service:port"` names.
fn reached<'a>(stack: &'a Stack, to: &str) -> Option<(&'a Service, u16)> {
    let (name, port) = match to.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (to, None),
    };
    let service = stack.service(name)?;
    let number = |port: &stackc_compiler::model::PortDeclaration| {
        let range = port.target.get()?;
        (range.first == range.last).then_some(range.first)
    };
    let found = match port {
        None => service.ports.first(),
        Some(wanted) => service.ports.iter().find(|port| {
            port.name.value.0 == wanted
                || number(port).is_some_and(|number| number.to_string() == wanted)
        }),
    };
    Some((service, number(found?)?))
}
