use std::num::NonZeroU32;

use super::{Action, Header, HeaderChange, Proxy, Route, Upstream};
use crate::text::nginx::{
    Cidr, FilePath, HeaderName, Name, Rate, Raw, Realm, ServerName, Size, Zone,
};

/// One site: hosts that are served alike.
#[derive(Debug, Clone)]
pub struct Site {
    /// The hosts, the canonical one first; there is at least one.
    pub hosts: Vec<ServerName>,
    /// Its certificate; without one it is served by plain HTTP.
    pub tls: Option<Tls>,
    /// The headers of every response, errors too. What a service says under these names is hidden.
    pub headers: Vec<Header>,
    /// The largest body of a request; nginx's own default is 1 MiB.
    pub max_body: Option<Size>,
    /// Who may come, by the first rule that fits. Whoever no rule fits may come.
    pub access: Vec<AccessRule>,
    /// The password that is asked for.
    pub basic_auth: Option<BasicAuth>,
    /// The rate limits that routes can name.
    pub rate_limits: Vec<RateLimit>,
    /// How many connections one client may have at a time.
    pub connection_limit: Option<NonZeroU32>,
    /// What answers, by path. What no route fits is answered with 404.
    pub routes: Vec<Route>,
    /// The author's own lines.
    pub extra: Vec<Raw>,
}

/// The certificate of a site.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate with its chain.
    pub certificate: FilePath,
    /// Its key.
    pub key: FilePath,
    /// The oldest version of TLS that the site speaks.
    pub min: TlsVersion,
}

/// A version of TLS that is still safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// TLS 1.2.
    V1_2,
    /// TLS 1.3.
    V1_3,
}

/// Who may come, or not.
#[derive(Debug, Clone)]
pub enum AccessRule {
    /// These addresses may.
    Allow(Cidr),
    /// These addresses may not.
    Deny(Cidr),
    /// Nobody else may.
    DenyAll,
}

/// A password that is asked for.
#[derive(Debug, Clone)]
pub struct BasicAuth {
    /// What the prompt says.
    pub realm: Realm,
    /// The file of users and hashed passwords.
    pub file: FilePath,
}

/// A rate limit by the client's address.
#[derive(Debug, Clone)]
pub struct RateLimit {
    /// Its name in the site.
    pub name: Name,
    /// How many requests are served in the long run.
    pub rate: Rate,
    /// How many more are served at once before 429.
    pub burst: u32,
}

impl Site {
    /// The services that its routes go to, as often as they do.
    pub(super) fn upstreams(&self) -> impl Iterator<Item = &Upstream> {
        self.proxies().map(|proxy| &proxy.upstream)
    }

    /// The zones of its rate limits, in their order.
    pub(super) fn rate_zones(&self) -> impl Iterator<Item = Zone> {
        let host = self.hosts.first();
        let limits = self.rate_limits.iter();
        limits.filter_map(move |limit| Some(Zone::rate(host?, &limit.name)))
    }

    /// Whether some route lets a WebSocket through.
    pub(super) fn has_websocket(&self) -> bool {
        self.proxies().any(|proxy| proxy.websocket)
    }

    /// The headers that it or one of its routes sets.
    pub(super) fn header_names(&self) -> impl Iterator<Item = &HeaderName> {
        let of_routes = self
            .routes
            .iter()
            .flat_map(|route| &route.headers)
            .filter_map(|change| match change {
                HeaderChange::Set(header) => Some(&header.name),
                HeaderChange::Unset(_) => None,
            });
        self.headers
            .iter()
            .map(|header| &header.name)
            .chain(of_routes)
    }

    fn proxies(&self) -> impl Iterator<Item = &Proxy> {
        self.routes.iter().filter_map(|route| match &route.action {
            Action::Proxy(proxy) => Some(proxy),
            Action::Redirect { .. }
            | Action::Forward { .. }
            | Action::Respond { .. }
            | Action::Files(_) => None,
        })
    }
}
