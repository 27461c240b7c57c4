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

    /// The name of its group.
    pub(super) fn group(&self) -> Zone {
        Zone::upstream(&self.endpoint)
    }
}

/// All upstreams of a document, each once, in the order of their first use.
pub(super) struct Upstreams<'a>(Vec<(&'a Upstream, Variable)>);

impl<'a> Upstreams<'a> {
    /// Collects what the routes name.
    pub(super) fn of(conf: &'a Conf) -> Self {
        let mut all = Self(Vec::new());
        for upstream in conf.sites.iter().flat_map(Site::upstreams) {
            if all.variable(upstream).is_none() {
                let variable = all.free_variable(upstream);
                all.0.push((upstream, variable));
            }
        }
        all
    }

    /// Each upstream with the variable that holds its URL where it isn't a group.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(&'a Upstream, Variable)> {
        self.0.iter()
    }

    /// The variable of an upstream.
    pub(super) fn variable(&self, upstream: &Upstream) -> Option<&Variable> {
        self.0
            .iter()
            .find(|(known, _)| *known == upstream)
            .map(|(_, variable)| variable)
    }

    fn free_variable(&self, upstream: &Upstream) -> Variable {
        let mut nth = 0;
        loop {
            let variable = Variable::url(&upstream.endpoint, nth);
            if !self.0.iter().any(|(_, taken)| *taken == variable) {
                return variable;
            }
            nth += 1;
        }
    }
}
