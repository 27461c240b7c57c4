//! `[[config.domains]]`: the edge and its sites.

use super::{
    Part, Value,
    overlay::{Builder, named, prop, text},
    read::Domain,
    value::scheme,
};
use crate::{
    convert::port_name,
    kdl::{Node, Value as Written},
};

/// The headers that a site has unless it says otherwise; Dokploy's Traefik adds none.
const ADDED: [&str; 3] = [
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
];

/// The routes of one host.
struct Site<'t> {
    host: String,
    first: &'t Domain,
    https: bool,
    routes: Vec<(String, Node)>,
}

impl Builder<'_> {
    /// The overlay's edge and sites, with the ports that they need.
    pub(super) fn sites(&mut self) {
        let dokploy = self.dokploy;
        let mut sites: Vec<Site<'_>> = Vec::new();
        for domain in &dokploy.template.domains {
            if !self.is_reachable(domain) {
                continue;
            }
            let host = self.host(domain);
            let route = self.route(domain);
            let place = sites.iter().position(|site| site.host == host);
            let site = match place.and_then(|place| sites.get_mut(place)) {
                Some(site) => site,
                None => {
                    sites.push(Site {
                        host,
                        first: domain,
                        https: false,
                        routes: Vec::new(),
                    });
                    match sites.last_mut() {
                        Some(site) => site,
                        None => continue,
                    }
                }
            };
            site.https |= domain.https;
            if site.routes.iter().any(|(path, _)| *path == domain.path) {
                self.gap(
                    domain.span,
                    format!(
                        "another domain has the host and the path `{}` already",
                        domain.path
                    ),
                    "it is left out; Dokploy's Traefik takes either of them",
                );
            } else {
                site.routes.push((domain.path.clone(), route));
            }
        }
        let Some(first) = sites.first() else { return };
        let listen = |word: &str, port: &str| {
            Node::new(word, first.first.span).arg(Written::Text(port.to_owned()))
        };
        let mut edge = Node::new("edge", first.first.span).with([listen("http", "*:80")]);
        if sites.iter().any(|site| site.https) {
            edge.children.push(listen("https", "*:443"));
        }
        self.edge.push(edge);
        for site in sites {
            let span = site.first.span;
            let tls = if site.https { "self-signed" } else { "none" };
            let tls = Node::new("tls", span).arg(Written::Word(tls.to_owned()));
            // Dokploy's Traefik sets no limit to a request's body.
            let max_body = Node::new("max-body", span).arg(Written::Text("0".to_owned()));
            let plain = ADDED.map(|name| {
                let unset = Node::new("unset", span).arg(Written::Word("header".to_owned()));
                unset.arg(Written::Word(name.to_owned()))
            });
            let routes = site.routes.into_iter().map(|(_, route)| route);
            let node = Node::new("site", span)
                .arg(Written::Text(site.host))
                .with([tls, max_body])
                .with(plain)
                .with(routes);
            self.edge.push(node);
        }
    }

    fn is_reachable(&mut self, domain: &Domain) -> bool {
        let name = &domain.service.value;
        let Some(service) = self.base_service(name) else {
            self.gap(
                domain.service.span,
                format!("the Compose file has no service `{name}`"),
                "the domain is left out; Dokploy's deployment fails on it",
            );
            return false;
        };
        let is_apart = service
            .children
            .iter()
            .any(|child| child.kind == "network-mode");
        if is_apart {
            self.gap(
                domain.service.span,
                format!("`{name}` has a network_mode, so no proxy of the stack reaches it"),
                "the domain is left out",
            );
        }
        !is_apart
    }

    /// The domain's host as it is written in the stack.
    fn host(&mut self, domain: &Domain) -> String {
        let own = |builder: &mut Self| {
            let variable = format!("{}_domain", domain.service.value);
            format!("${{param.{}}}", builder.params.of(&variable, domain.span))
        };
        let Some(host) = &domain.host else {
            return own(self);
        };
        let mut value = self.dokploy.values.read(&host.value);
        if self.takes_off_scheme(&mut value) {
            self.gap(
                host.span,
                "a host is a name without `http://` or `https://`",
                "the site has the name alone",
            );
        }
        match self.written(&value, host.span, |_, _| None) {
            Ok(text) if !text.is_empty() => text,
            _ => {
                if !matches!(value.only(), Some(Part::Random("a host", _))) {
                    self.gap(
                        host.span,
                        "Dokploy makes a random value for this host",
                        "it is a param of the stack",
                    );
                }
                own(self)
            }
        }
    }

    fn takes_off_scheme(&self, value: &mut Value) -> bool {
        let Some(Part::Text(first)) = value.parts.first_mut() else {
            return false;
        };
        let (before, rest) = scheme(first);
        let is_there = !before.is_empty();
        *first = rest.to_owned();
        if let Some(Part::Text(last)) = value.parts.last_mut() {
            *last = last.trim_end_matches('/').to_owned();
        }
        value
            .parts
            .retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        is_there
    }

    fn route(&mut self, domain: &Domain) -> Node {
        let service = &domain.service.value;
        let port = self.port(domain);
        let mut node = Node::new("route", domain.span)
            .arg(Written::Text(domain.path.clone()))
            .prop("to", Written::Text(format!("{service}:{port}")));
        if domain.strip_path && domain.path != "/" {
            node = node.prop("strip-prefix", Written::Bool(true));
        }
        if let Some(path) = domain.internal_path.as_ref().filter(|path| *path != "/") {
            node = node.prop("add-prefix", Written::Text(path.clone()));
        }
        // Dokploy's Traefik lets every connection be upgraded.
        node.prop("websocket", Written::Bool(true))
    }

    /// The name of the service's port; one that the service doesn't declare is declared in the overlay.
    fn port(&mut self, domain: &Domain) -> String {
        let number = domain.port.to_string();
        let service = &domain.service.value;
        let ours = self
            .services
            .iter()
            .find(|node| named(node) == Some(service));
        let ports: Vec<&Node> = self
            .base_service(service)
            .into_iter()
            .chain(ours)
            .flat_map(|service| &service.children)
            .filter(|child| child.kind == "port")
            .collect();
        let declared = ports.iter().find(|port| {
            port.args.get(1).and_then(text) == Some(&number)
                && prop(port, "protocol").is_none_or(|protocol| protocol == "tcp")
        });
        if let Some(name) = declared.and_then(|port| named(port)) {
            return name.to_owned();
        }
        let name = super::params::free(&port_name(&number), |name| {
            ports.iter().any(|port| named(port) == Some(name))
        });
        let node = Node::new("port", domain.span)
            .arg(Written::Word(name.clone()))
            .arg(Written::Number(number));
        self.change(service, node);
        name
    }
}
