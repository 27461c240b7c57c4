//! Twenty on a machine in an office: other ports, a certificate of its own, nginx in a file of its own.

use super::{
    super::{
        deployment::{Backup, Deployment, Limit, PLAIN},
        mail::Mail,
    },
    NOSNIFF, REFERRER, SAMEORIGIN,
};

pub(super) const CRM_OFFICE: Deployment = Deployment {
    name: "crm-office",
    tree: "examples/crm-office/out",
    place: "compose",
    files: &["docker-compose.yml", "docker-compose.nginx.yml"],
    inputs: &[
        ("EMAIL_FROM_ADDRESS", "crm@office.internal"),
        ("EMAIL_SMTP_USER", "crm@office.internal"),
    ],
    site: "https://crm.office.internal:3443",
    plain: "http://crm.office.internal:3080",
    asks_for_certificates: false,
    websockets: &["/graphql"],
    headers: &[
        NOSNIFF,
        SAMEORIGIN,
        REFERRER,
        ("Strict-Transport-Security", "max-age=31536000"),
    ],
    limits: &[Limit {
        page: "/page",
        per_minute: 600,
        burst: 20,
        earlier: 0,
    }],
    database: "crm-db",
    secrets: &[
        ("DB_PASSWORD", &["crm", "crm-worker"]),
        ("APP_SECRET", &["crm", "crm-worker"]),
        ("EMAIL_SMTP_PASSWORD", &["crm", "crm-worker"]),
        (
            "STORAGE_ACCESS_KEY",
            &["crm", "crm-worker", "files", "bucket"],
        ),
        ("STORAGE_SECRET_KEY", &["crm", "crm-worker", "bucket"]),
    ],
    backup: Some(Backup {
        name: "database",
        stores: &["1"],
    }),
    mail: Some(Mail {
        host: "smtp.office365.com",
        user: "crm@office.internal",
        password: "EMAIL_SMTP_PASSWORD",
    }),
    ops: Some(("ops", &[])),
    ..PLAIN
};
