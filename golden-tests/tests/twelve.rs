//! Twelve mistakes in one stack are twelve findings in one run, each at the exact value.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::fs;

use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary};
use stackc_golden_tests::stackc;
use stackc_targets::REGISTRY;

const TWELVE: &str = r#"stack shop edition=1

param domain default="shop.example"

secret db-password hex=32

network backend
volume data

service web {
    image "shop:1.4"
    network backend bakend
    port http 3000 publish=8080
    volume dta to="/data"
    env {
        SERVER_URL "https://${param.domian}/"
        API_TOKEN "not-a-real-token"
        DB_PASSWORD (secret)db-pasword
    }
    helthcheck http="/healthz"
}

service worker {
    image "shop:1.4"
    network backend
    port metrics 9090 publsh=9090
    replicas "3"
    volume data to="/data"
    depends-on queue
    env {
        DOMAIN "${param.domain}"
        DB_PASSWORD (secret)db-password
    }
}

service queue {
    image "redis:7.4"
    depends-on worker
}

service admin {
    image "admin:2.0"
    port http 3000 publish=8080
}

service backup {
    image "restic:0.17"
}

service backup {
    image "restic:0.17"
}

service mailer {
    restart always
}
"#;

/// Code and underlined text of each finding, by place.
const FINDINGS: [(&str, &str); 12] = [
    ("undefined-network", "bakend"),
    ("undefined-volume", "dta"),
    ("undefined-param", "${param.domian}"),
    ("plain-secret", "\"not-a-real-token\""),
    ("undefined-secret", "db-pasword"),
    ("unknown-node", "helthcheck"),
    ("unknown-property", "publsh"),
    ("wrong-type", "\"3\""),
    ("dependency-cycle", "queue"),
    ("port-clash", "8080"),
    ("duplicate", "backup"),
    ("missing-image", "mailer"),
];

#[test]
fn twelve_mistakes_are_twelve_findings() {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: TWELVE.to_owned(),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    let items = compilation.diagnostics.items();
    let found: Vec<(&str, &str)> = items
        .iter()
        .map(|item| (item.code, compilation.sources.slice(item.primary.span)))
        .collect();
    assert_eq!(found, FINDINGS);
    for item in items {
        assert!(
            item.help.is_some() || !item.others.is_empty(),
            "{} helps nobody",
            item.code
        );
    }
}

#[test]
fn the_binary_says_so_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stack.kdl"), TWELVE).unwrap();
    let ran = stackc::run(folder.path(), &["check", "--color", "never"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.ends_with("\n12 errors\n"), "{}", ran.stderr);
    let ran = stackc::run(folder.path(), &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let codes: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, FINDINGS.map(|(code, _)| code));
}
