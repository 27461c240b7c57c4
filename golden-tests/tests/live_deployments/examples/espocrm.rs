//! EspoCRM, Authentik and Uptime Kuma behind one nginx.

use super::{
    super::deployment::{Backup, Deployment, PLAIN},
    NOSNIFF, REFERRER, SAMEORIGIN, STRICT,
};

/// Both repositories are out in the world.
const OVER: &str = "
services:
  backup-nightly-restic-1:
    environment: {RESTIC_REPOSITORY: /stores/1}
    volumes: ['/var/backups/1:/stores/1']
  backup-nightly-restic-2:
    environment: {RESTIC_REPOSITORY: /stores/2}
    volumes: ['/var/backups/2:/stores/2']
";

pub(crate) const ESPOCRM: Deployment = Deployment {
    name: "espocrm",
    tree: "examples/espocrm",
    place: "out/compose",
    inputs: &[("AZURE_ACCOUNT", "espocrmbackups")],
    over: Some(OVER),
    site: "https://crm.example.com",
    plain: "http://crm.example.com",
    others: &["https://sso.example.com", "https://status.example.com"],
    websockets: &["/ws"],
    has_cache: false,
    headers: &[NOSNIFF, SAMEORIGIN, REFERRER, STRICT],
    database: "crm-db",
    secrets: &[
        ("OIDC_CLIENT_SECRET", &["crm", "sso-worker"]),
        ("STORAGE_KEY", &["crm", "crm-daemon", "bucket"]),
        ("KUMA_PASSWORD", &["status-monitors"]),
        ("SSO_ADMIN_PASSWORD", &["sso-worker"]),
    ],
    backup: Some(Backup {
        name: "nightly",
        stores: &["2"],
    }),
    ops: Some(("out/ops", &[])),
    ..PLAIN
};
