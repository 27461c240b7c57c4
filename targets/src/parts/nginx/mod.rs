//! The nginx backend: a typed document for everything that one nginx serves, and its text.
//!
//! [`Conf`] holds what was decided about the sites of a stack, which [`conf`](fn@conf) reads from it;
//! [`render`] is the only way to text.
//! Nothing here knows how nginx quotes: every text in the document is a value of [`crate::text::nginx`].

mod check;
mod conf;
mod from_stack;
mod hash;
mod headers;
mod render;
mod route;
mod site;
mod upstream;
mod version;
mod vhosts;
mod view;

#[cfg(test)]
mod tests;

pub use conf::{Conf, Edge, Logs, Process, RealIp};
use stackc_compiler::{
    model::{Edge as SaidEdge, Site as SaidSite},
    target::{Row, Support::Exact},
};

pub use from_stack::{
    ACME_WEBROOT, CONTAINER_CERTIFICATES, CONTAINER_CONFIGURATION, CONTAINER_TLS,
    certificate_folder, check, conf, host_file, host_folder, promised_headers, version,
};
pub use headers::{Header, HeaderChange};
pub use render::render;
pub use route::{Action, Match, Proxy, RateLimitUse, Route};
pub use site::{AccessRule, BasicAuth, RateLimit, Site, Tls, TlsVersion};
pub use upstream::Upstream;
pub use version::Version;
pub use vhosts::{VirtualHost, VirtualHosts, virtual_hosts};

/// What the table tells of sites where nginx serves them; what it has no word for is an error of the reader.
#[must_use]
pub fn rows() -> Vec<Row> {
    [Row::whole::<SaidEdge>(Exact), Row::whole::<SaidSite>(Exact)].concat()
}
