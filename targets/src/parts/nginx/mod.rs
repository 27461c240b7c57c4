//! The nginx backend: a typed document for everything that one nginx serves, and its text.
//!
//! [`Conf`] holds what was decided about the sites of a stack; [`render`] is the only way to text.
//! Nothing here knows how nginx quotes: every text in the document is a value of [`crate::text::nginx`].

mod check;
mod conf;
mod hash;
mod headers;
mod render;
mod route;
mod site;
mod upstream;
mod version;
mod view;

#[cfg(test)]
mod tests;

pub use conf::{Conf, Edge, Logs, Process, RealIp};
pub use headers::{Header, HeaderChange};
pub use render::render;
pub use route::{Action, Match, Proxy, RateLimitUse, Route};
pub use site::{AccessRule, BasicAuth, RateLimit, Site, Tls, TlsVersion};
pub use upstream::Upstream;
pub use version::Version;
