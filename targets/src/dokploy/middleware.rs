//! Traefik's middlewares: labels of the service that uses them.

use stackc_compiler::{
    atoms::{RateUnit, words::TlsMode},
    model::{BasicAuth, DEFAULT_HEADERS, Header, RateLimit, Route, Site},
    resolve::Stack,
};

/// It keeps a browser from plain HTTP for two years: only where the certificate is one that browsers believe.
const HSTS: &str = "Strict-Transport-Security";
/// The folder that Dokploy's Traefik reads on the host and inside.
const TRAEFIK: &str = "/etc/dokploy/traefik/dynamic";

/// A middleware with a name of its own in the whole Traefik.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Middleware {
    /// The service that carries its labels.
    pub service: String,
    /// Its name.
    pub name: String,
    /// Options and their values.
    pub options: Vec<(String, String)>,
}

/// A file with user names and passwords in Traefik's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passwords {
    /// Its path.
    pub path: String,
    /// The secret that holds it.
    pub secret: String,
}

/// Every middleware of a stack.
#[derive(Clone, Debug, Default)]
pub(super) struct Middlewares {
    prefix: String,
    pub all: Vec<Middleware>,
    pub passwords: Vec<Passwords>,
}

type Options = Vec<(String, String)>;

#[allow(clippy::needless_pass_by_value, reason = "texts and numbers alike")]
fn option(key: &str, value: impl ToString) -> (String, String) {
    (key.to_owned(), value.to_string())
}

impl Middlewares {
    pub(super) fn new(stack: &Stack) -> Self {
        let environment = stack.environment.as_deref().map(|name| format!("-{name}"));
        let prefix = format!("{}{}", stack.name, environment.unwrap_or_default());
        Self {
            prefix: slug(&prefix),
            ..Self::default()
        }
    }

    /// The name of a middleware of a service; one with the same options is taken again.
    pub(super) fn add(&mut self, service: &str, kind: &str, options: Options) -> String {
        let same = |known: &&Middleware| known.service == service && known.options == options;
        if let Some(known) = self.all.iter().find(same) {
            return known.name.clone();
        }
        let base = format!("{}-{}-{kind}", self.prefix, slug(service));
        let taken = |name: &String| self.all.iter().any(|known| known.name == *name);
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let name = std::iter::once(base.clone())
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or(base);
        self.all.push(Middleware {
            service: service.to_owned(),
            name: name.clone(),
            options,
        });
        name
    }

    /// What a redirect of a site goes through, the outermost first: it tells nobody more than a route does.
    pub(super) fn of_redirect(&mut self, service: &str, site: &Site, route: &Route) -> Vec<String> {
        let headers = self.headers(service, site, route);
        let allowed = self.allowed(service, site);
        let asked = self.asked(service, site);
        headers.into_iter().chain(allowed).chain(asked).collect()
    }

    /// Who may come at all.
    fn allowed(&mut self, service: &str, site: &Site) -> Option<String> {
        let ranges = site.allow_from.as_ref()?.items.iter();
        let ranges: Vec<&str> = ranges.map(|it| it.value.0.as_str()).collect();
        let options = vec![option("ipallowlist.sourcerange", ranges.join(","))];
        Some(self.add(service, "allow", options))
    }

    /// Who is asked for a password.
    fn asked(&mut self, service: &str, site: &Site) -> Option<String> {
        let auth = site.basic_auth.as_ref()?;
        Some(self.password(service, auth))
    }

    /// What a route of a site goes through on its way to a service, the outermost first.
    pub(super) fn of_route(&mut self, service: &str, site: &Site, route: &Route) -> Vec<String> {
        let mut names: Vec<String> = self.headers(service, site, route).into_iter().collect();
        names.extend(self.allowed(service, site));
        if let Some(limit) = &site.connection_limit {
            let options = vec![
                option("inflightreq.amount", limit.connections.value.0),
                option("inflightreq.sourcecriterion.ipstrategy.depth", 0),
            ];
            names.push(self.add(service, "connections", options));
        }
        let limit = route.rate_limit.as_ref().and_then(|name| {
            let mut limits = site.rate_limits.iter();
            limits.find(|limit| limit.name.value == name.value)
        });
        if let Some(limit) = limit {
            let options = rate(limit, route);
            names.push(self.add(
                service,
                &format!("limit-{}", slug(&limit.name.value.0)),
                options,
            ));
        }
        names.extend(self.asked(service, site));
        names.extend(self.body(service, site, route));
        names
    }

    /// The headers of every response.
    fn headers(&mut self, service: &str, site: &Site, route: &Route) -> Option<String> {
        let options: Options = headers(site, route)
            .into_iter()
            .map(|(name, value)| option(&format!("headers.customresponseheaders.{name}"), value))
            .collect();
        (!options.is_empty()).then(|| self.add(service, "headers", options))
    }

    fn password(&mut self, service: &str, auth: &BasicAuth) -> String {
        let path = format!(
            "{TRAEFIK}/{}-{}.htpasswd",
            self.prefix,
            slug(&auth.file.name)
        );
        let passwords = Passwords {
            path: path.clone(),
            secret: auth.file.name.clone(),
        };
        if !self.passwords.contains(&passwords) {
            self.passwords.push(passwords);
        }
        let options = vec![
            option("basicauth.usersfile", path),
            // Traefik puts it between quotes as it stands.
            option("basicauth.realm", quoted(&auth.realm.value.0)),
            option("basicauth.removeheader", false),
        ];
        self.add(service, "password", options)
    }

    /// The largest body; a route that streams has none, since Traefik would collect its responses too.
    fn body(&mut self, service: &str, site: &Site, route: &Route) -> Option<String> {
        let size = largest_body(site, route)?;
        if streams(route) || size == 0 {
            return None;
        }
        let options = vec![option("buffering.maxrequestbodybytes", size)];
        Some(self.add(service, "body", options))
    }
}

/// The largest body in bytes, if the stack says one.
pub(super) fn largest_body(site: &Site, route: &Route) -> Option<u64> {
    let size = route.max_body.as_ref().or(site.max_body.as_ref())?;
    Some(size.value.bytes)
}

/// Whether responses must reach the visitor as they come.
pub(super) fn streams(route: &Route) -> bool {
    let off = |flag: &Option<stackc_compiler::template::Fixed<stackc_compiler::atoms::Bool>>| {
        flag.is_some_and(|flag| !flag.value.0)
    };
    off(&route.buffering) || off(&route.request_buffering)
}

fn rate(limit: &RateLimit, route: &Route) -> Options {
    let burst = route.burst.as_ref().or(limit.burst.as_ref());
    let burst = burst.map_or(0, |burst| burst.value.0);
    let period = match limit.rate.value.unit {
        RateUnit::Second => "1s",
        RateUnit::Minute => "1m",
    };
    vec![
        option("ratelimit.average", limit.rate.value.count),
        option("ratelimit.period", period),
        // The request that is due counts too.
        option("ratelimit.burst", burst.saturating_add(1)),
    ]
}

/// The site's own headers, then those that it sets, then those of the route.
fn headers(site: &Site, route: &Route) -> Vec<(String, String)> {
    let mode = site.tls.as_ref().map(|tls| tls.mode.value);
    let believed = matches!(mode, Some(TlsMode::LetsEncrypt | TlsMode::Files));
    let dropped = |name: &str| {
        let mut dropped = site.no_headers.iter();
        dropped.any(|one| one.value.0.eq_ignore_ascii_case(name))
    };
    let mut headers: Vec<(String, String)> = DEFAULT_HEADERS
        .iter()
        .filter(|(name, _)| (believed || *name != HSTS) && !dropped(name))
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    for Header { name, value, .. } in site.headers.iter().chain(&route.headers) {
        let said = (name.value.0.clone(), value.value.0.clone());
        let mut known = headers.iter_mut();
        match known.find(|(known, _)| known.eq_ignore_ascii_case(&said.0)) {
            Some(known) => *known = said,
            None => headers.push(said),
        }
    }
    headers
}

/// What stands between the quotes of a header.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A name of lower-case letters, digits and dashes.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    text.chars().map(plain).collect()
}
