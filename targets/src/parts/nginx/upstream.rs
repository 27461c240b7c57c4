use std::net::SocketAddr;

use super::{Conf, Site, Version};
use crate::text::nginx::{Endpoint, Reason, Variable, Zone};

/// Where a service is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    endpoint: Endpoint,
    named: bool,
}

impl Upstream {
    /// A container, by a name whose address changes with every new container.
    pub fn service(name: &str, port: u16) -> Result<Self, Reason> {
        Ok(Self {
            endpoint: Endpoint::service(name, port)?,
            named: true,
        })
    }

    /// A fixed address.
    pub fn address(address: SocketAddr) -> Self {
        Self {
            endpoint: Endpoint::address(address),
            named: false,
        }
    }

    /// Whether a name server is needed to reach it.
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    /// Whether it is a group of its own; if not, the URL is put together at each request, which is
    /// how an nginx that can't resolve inside a group follows a name.
    pub(super) fn is_group(&self, version: Version) -> bool {
        !self.named || version.has_resolving_upstreams()
    }

    /// Where it is.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }
}

/// An upstream with its names, which no other upstream of the document has.
pub(super) struct Named<'a> {
    /// The upstream.
    pub(super) upstream: &'a Upstream,
    /// Its group, where it is one.
    pub(super) group: Zone,
    /// The variable that holds its URL where it isn't a group.
    pub(super) variable: Variable,
}

/// All upstreams of a document, each once, in the order of their first use.
pub(super) struct Upstreams<'a>(Vec<Named<'a>>);

impl<'a> Upstreams<'a> {
    /// Collects what the routes name.
    pub(super) fn of(conf: &'a Conf) -> Self {
        let limits: Vec<Zone> = conf.sites.iter().flat_map(Site::rate_zones).collect();
        let mut all = Self(Vec::new());
        for upstream in conf.sites.iter().flat_map(Site::upstreams) {
            if all.named(upstream).is_none() {
                let named = all.name(upstream, &limits);
                all.0.push(named);
            }
        }
        all
    }

    /// Each upstream.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Named<'a>> {
        self.0.iter()
    }

    /// An upstream by what it is.
    pub(super) fn named(&self, upstream: &Upstream) -> Option<&Named<'a>> {
        self.0.iter().find(|named| named.upstream == upstream)
    }

    /// Gives an upstream the first names that are free; those of limits are not.
    fn name(&self, upstream: &'a Upstream, limits: &[Zone]) -> Named<'a> {
        let endpoint = &upstream.endpoint;
        let is_zone = |zone: &Zone| {
            let mut taken = self.iter().map(|named| &named.group).chain(limits);
            taken.any(|taken| taken.is_like(zone))
        };
        let is_variable =
            |variable: &Variable| self.iter().any(|named| named.variable == *variable);
        Named {
            upstream,
            group: first_free(|nth| Zone::upstream(endpoint, nth), is_zone),
            variable: first_free(|nth| Variable::url(endpoint, nth), is_variable),
        }
    }
}

/// The first of a row of names, all different, that is not taken.
fn first_free<T>(name: impl Fn(usize) -> T, is_taken: impl Fn(&T) -> bool) -> T {
    let mut nth = 0;
    let mut free = name(nth);
    while is_taken(&free) {
        nth += 1;
        free = name(nth);
    }
    free
}
