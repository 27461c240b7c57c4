//! Twenty, with images that are built here.

use super::{
    super::deployment::{Deployment, Limit, PLAIN},
    NOSNIFF, REFERRER, SAMEORIGIN,
};

const SERVERS: &[&str] = &["twenty-server", "twenty-worker"];

pub(crate) const CRM_PRODUCTION: Deployment = Deployment {
    name: "crm-production",
    tree: "examples/crm-production",
    place: "deploy/production/compose",
    site: "https://crm.company.com",
    plain: "http://crm.company.com",
    route: "/api/",
    websockets: &["/graphql", "/"],
    headers: &[
        NOSNIFF,
        SAMEORIGIN,
        REFERRER,
        (
            "Strict-Transport-Security",
            "max-age=31536000; includeSubDomains",
        ),
    ],
    limits: &[
        Limit {
            page: "/api/page",
            per_minute: 600,
            burst: 20,
            earlier: 0,
        },
        Limit {
            page: "/graphql",
            per_minute: 600,
            burst: 50,
            earlier: 20,
        },
    ],
    secrets: &[
        ("DB_PASSWORD", SERVERS),
        ("APP_SECRET", SERVERS),
        ("ACCESS_TOKEN_SECRET", SERVERS),
        ("LOGIN_TOKEN_SECRET", SERVERS),
        ("REFRESH_TOKEN_SECRET", SERVERS),
        ("FILE_TOKEN_SECRET", SERVERS),
        ("STORAGE_ACCESS_KEY", SERVERS),
        ("STORAGE_SECRET_KEY", SERVERS),
    ],
    // The stand-in has all programs in it.
    ops: Some(("deploy/production/ops", &["image of "])),
    ..PLAIN
};

/// On a laptop: its certificate is its own, its files are in a volume, and only the laptop sees it.
pub(super) const CRM_DEV: Deployment = Deployment {
    name: "crm-production-dev",
    place: "deploy/dev/compose",
    site: "https://localhost:3443",
    plain: "http://localhost:3080",
    asks_for_certificates: false,
    headers: &[NOSNIFF, SAMEORIGIN, REFERRER],
    limits: &[],
    secrets: &[
        ("DB_PASSWORD", SERVERS),
        ("APP_SECRET", SERVERS),
        ("ACCESS_TOKEN_SECRET", SERVERS),
        ("LOGIN_TOKEN_SECRET", SERVERS),
        ("REFRESH_TOKEN_SECRET", SERVERS),
        ("FILE_TOKEN_SECRET", SERVERS),
    ],
    ops: Some(("deploy/dev/ops", &["image of "])),
    ..CRM_PRODUCTION
};
