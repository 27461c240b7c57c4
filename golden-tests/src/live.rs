//! Runs a real nginx on an unchanged configuration and looks at what its clients and its
//! upstreams see.
//!
//! A test enters a sandbox with [`isolated`], describes its configuration as a [`Scenario`],
//! starts it and asks the [`World`] that it gets. Every check is a method of [`World`] and
//! answers with the reason when it fails:
//!
//! ```no_run
//! use stackc_golden_tests::live::{Scenario, isolated};
//! use stackc_golden_tests::nginx::Version;
//!
//! #[test]
//! fn the_site_redirects() {
//!     isolated("the_site_redirects", || {
//!         let world = Scenario::new(Version::V1_26, "path/to/nginx")
//!             .host("app.example.com")
//!             .upstream("app", &[3000])
//!             .start()
//!             .unwrap();
//!         world.redirects_to_https("/a?b=c%2Fd").unwrap();
//!     });
//! }
//! ```

mod authority;
mod checks;
mod client;
mod daemon;
mod dns;
mod echo;
mod http;
mod isolated;
mod poll;
mod scenario;
mod script;
mod tls;
mod upstream;
mod websocket;
mod wire;
mod world;

pub use authority::Authority;
pub use checks::{HeaderRule, RateLimit};
pub use client::{Connection, NoAnswer, Request};
pub use dns::Dns;
pub use echo::Seen;
pub use http::{Headers, Response};
pub use isolated::isolated;
pub use poll::wait_until;
pub use scenario::Scenario;
pub use script::Script;
pub use tls::{Handshake, Hello, first_certificate};
pub use upstream::Upstream;
pub use websocket::WebSocket;
pub use world::World;
