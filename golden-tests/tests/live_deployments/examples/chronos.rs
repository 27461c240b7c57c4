//! A service for many tenants: images that are built here, several of each, row-level security, logs that go elsewhere.

use super::{
    super::deployment::{Backup, Deployment, Limit, PLAIN},
    NOSNIFF, REFERRER, STRICT,
};

/// The second store is out in the world.
const OVER: &str = "
services:
  backup-db-restic-2:
    environment: {RESTIC_REPOSITORY: /stores/2}
    volumes: ['/var/backups/2:/stores/2']
";

pub(crate) const CHRONOS: Deployment = Deployment {
    name: "chronos",
    tree: "examples/chronos",
    place: "out/production/compose",
    inputs: &[("SMTP_HOST", "mail.example.com")],
    over: Some(OVER),
    site: "https://chronos.example.com",
    plain: "http://chronos.example.com",
    route: "/api/",
    headers: &[
        NOSNIFF,
        ("X-Frame-Options", "DENY"),
        REFERRER,
        STRICT,
        (
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
        ),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()",
        ),
    ],
    limits: &[
        Limit {
            page: "/api/page",
            per_minute: 1200,
            burst: 40,
            earlier: 0,
        },
        Limit {
            page: "/api/login",
            per_minute: 5,
            burst: 5,
            earlier: 0,
        },
        Limit {
            page: "/api/webhooks",
            per_minute: 600,
            burst: 100,
            earlier: 0,
        },
    ],
    // The role of the application may make no table.
    table: Some((
        "--username=chronos_owner chronos",
        "create table stand_in_rows (id serial primary key, value varchar(200) not null); grant select, insert on stand_in_rows to chronos_app; \
         grant usage on stand_in_rows_id_seq to chronos_app",
    )),
    secrets: &[
        ("JWT_SECRET", &["api"]),
        ("WEBHOOK_SECRET", &["api"]),
        ("DB_APP_PASSWORD", &["api"]),
        ("CACHE_PASSWORD", &["api"]),
    ],
    backup: Some(Backup {
        name: "db",
        stores: &["1", "2"],
    }),
    ops: Some(("out/production/ops", &["image of "])),
    ..PLAIN
};
