//! The smallest of them, from the standard library.

use super::{
    super::deployment::{Backup, Deployment, PLAIN},
    NOSNIFF, REFERRER, SAMEORIGIN, STRICT,
};

pub(super) const WEB_APP: Deployment = Deployment {
    name: "web-app",
    tree: "examples/web-app/out",
    place: "compose",
    site: "https://app.example.com",
    plain: "http://app.example.com",
    headers: &[NOSNIFF, SAMEORIGIN, REFERRER, STRICT],
    secrets: &[("DB_PASSWORD", &["web"]), ("CACHE_PASSWORD", &["web"])],
    backup: Some(Backup {
        name: "nightly",
        stores: &["1", "1"],
    }),
    ..PLAIN
};
