//! The example deployments.

use std::io::Write as _;

use stackc_golden_tests::engine::Engine;

use super::deployment::{Deployment, Limit};

/// Starts an example and keeps it, with a shell beside it.
pub(super) fn hold(name: &str) {
    let known = [web_app(), crm_production()];
    let deployment = known.into_iter().find(|deployment| deployment.name == name);
    let deployment = deployment.unwrap_or_else(|| panic!("no example is called {name}"));
    let engine = Engine::new();
    let project = deployment.project(&engine);
    let up = project.up();
    let mut output = std::io::stdout();
    writeln!(output, "{name}: {}\na shell beside it, with the project in {}:\n\n    {}\n\nIt ends with this line.", up.err().unwrap_or_else(|| "is up".to_owned()), project.folder(), engine.door()).unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

const DEFAULT_HEADERS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];

pub(super) fn web_app() -> Deployment {
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
}

pub(super) fn crm_production() -> Deployment {
    Deployment {
        name: "crm-production",
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
}
