//! The example deployments.

use super::deployment::{Deployment, Limit};

const DEFAULT_HEADERS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];

#[test]
fn web_app() {
    Deployment {
        name: "web-app",
        tree: "examples/web-app/out",
        place: "compose",
        inputs: &[],
        site: "https://app.example.com",
        plain: "http://app.example.com",
        route: "/",
        has_cache: true,
        headers: &[
            DEFAULT_HEADERS[0],
            DEFAULT_HEADERS[1],
            DEFAULT_HEADERS[2],
            ("Strict-Transport-Security", "max-age=63072000"),
        ],
        limits: &[],
        database: "db",
        secrets: &[("DB_PASSWORD", &["web"]), ("CACHE_PASSWORD", &["web"])],
        backup: Some("nightly"),
        ops: None,
    }
    .prove();
}

#[test]
fn crm_production() {
    Deployment {
        name: "twenty",
        tree: "examples/crm-production/deploy/production",
        place: "",
        inputs: &[],
        site: "https://crm.company.com",
        plain: "http://crm.company.com",
        route: "/api/",
        has_cache: true,
        headers: &[
            DEFAULT_HEADERS[0],
            DEFAULT_HEADERS[1],
            DEFAULT_HEADERS[2],
            (
                "Strict-Transport-Security",
                "max-age=31536000; includeSubDomains",
            ),
        ],
        limits: &[
            Limit {
                url: "https://crm.company.com/api/page",
                rate: 10,
                burst: 20,
            },
            Limit {
                url: "https://crm.company.com/graphql",
                rate: 10,
                burst: 50,
            },
        ],
        database: "db",
        secrets: &[
            ("DB_PASSWORD", &["twenty-server", "twenty-worker"]),
            ("APP_SECRET", &["twenty-server", "twenty-worker"]),
            ("ACCESS_TOKEN_SECRET", &["twenty-server", "twenty-worker"]),
            ("LOGIN_TOKEN_SECRET", &["twenty-server", "twenty-worker"]),
            ("REFRESH_TOKEN_SECRET", &["twenty-server", "twenty-worker"]),
            ("FILE_TOKEN_SECRET", &["twenty-server", "twenty-worker"]),
        ],
        backup: None,
        ops: None,
    }
    .prove();
}
