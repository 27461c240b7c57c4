//! A real nginx runs what the compiler wrote for the CRM of the examples, in every dialect.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::fs;

use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary, target::Place};
use stackc_golden_tests::{
    live::{HeaderRule, RateLimit, Scenario, World, isolated},
    nginx::Version,
};
use stackc_targets::REGISTRY;

const STACK: &str = include_str!("../../examples/crm-production/stack.kdl");

type Check = (&'static str, fn(&World) -> Result<(), String>);

const LIMIT: RateLimit = RateLimit {
    rate: 10.0,
    burst: 20,
};

fn security(path: &str) -> HeaderRule {
    HeaderRule::new(path)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "SAMEORIGIN")
        .header("Referrer-Policy", "strict-origin-when-cross-origin")
}

/// What holds in every environment.
const CHECKS: &[Check] = &[
    ("configuration", World::configuration_is_clean),
    ("redirect", |world| {
        world.redirects_to_https("/a/b?c=d%2Fe&f")
    }),
    ("unknown hosts", World::refuses_unknown_hosts),
    ("TLS versions", World::speaks_modern_tls_only),
    ("TLS ciphers", World::speaks_modern_ciphers_only),
    ("HTTP/2", |world| world.speaks_http2("/")),
    ("front", |world| {
        world.routes("/objects?x=1", "twenty-front")
    }),
    ("server", |world| world.routes("/api", "twenty-server")),
    ("raw target", |world| {
        world.routes("/graphql/a%2Fb?x=%26", "twenty-server")
    }),
    ("segment boundary", |world| {
        world.routes("/apiary", "twenty-front")
    }),
    ("headers of a limited route", |world| {
        world.sends_headers(&security("/api/x").too_many(60))
    }),
    ("headers", |world| {
        world.sends_headers(&security("/").too_long(30_000_000))
    }),
    ("software", |world| world.hides_its_software("/")),
    ("rate limit", |world| world.limits_rate("/api/x", LIMIT)),
    ("separate clients", |world| {
        world.limits_clients_separately("/api/x", LIMIT)
    }),
    ("shared limit", |world| {
        world.shares_limit("/api/x", "/api", LIMIT)
    }),
    ("WebSocket", |world| {
        world.upgrades("/graphql", "twenty-server")
    }),
    ("plain requests", |world| {
        world.upgrades_only_on_demand("/graphql")
    }),
    ("forwarding headers", |world| {
        world.replaces_forwarding_headers("/")
    }),
    ("untrusted client", |world| {
        world.trusts_no_other("/", "X-Forwarded-For")
    }),
    ("bodies", |world| {
        world.limits_bodies("/api/upload", 19_000_000, 22_000_000)
    }),
    ("events", |world| world.streams_events("/api/events")),
    ("compression", |world| {
        world.compresses("/", "application/json")
    }),
    ("logs", World::logs_no_secrets),
    ("moved upstream", |world| {
        world.follows_a_moved_upstream("twenty-server", "/graphql/x", 3000)
    }),
    ("outage", |world| {
        world.survives_outage("twenty-server", "/graphql/x", Some("/"))
    }),
    ("late upstream", |world| {
        world.starts_without("twenty-server", "/graphql/x", Some("/"))
    }),
    ("reload", |world| world.reloads_without_cutting("/graphql")),
];

/// The configuration of an environment for a version of nginx.
fn conf(environment: &str, version: &str) -> String {
    let text = format!("{STACK}\ntarget nginx {{ version \"{version}\" }}\n");
    let request = Request {
        path: "stack.kdl".to_owned(),
        text,
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, REGISTRY);
    assert!(
        !compilation.diagnostics.has_errors(),
        "{:#?}",
        compilation.diagnostics.items()
    );
    let stack = compilation
        .stacks
        .iter()
        .find(|stack| stack.environment.as_deref() == Some(environment))
        .unwrap();
    let place = Place {
        back: "../..".to_owned(),
        project: "../compose".to_owned(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    let target = REGISTRY
        .iter()
        .find(|target| target.id() == "nginx")
        .unwrap();
    let artifacts = target.emit(stack, &place).unwrap();
    String::from_utf8(artifacts.get("nginx.conf").unwrap().bytes.clone()).unwrap()
}

fn judge(
    environment: &str,
    version: Version,
    number: &str,
    configure: impl Fn(Scenario) -> Scenario,
) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("nginx.conf"), conf(environment, number)).unwrap();
    let scenario = Scenario::new(version, folder.path())
        .upstream("twenty-server", &[3000])
        .upstream("twenty-front", &[3001])
        .ready_at("/");
    let world = configure(scenario).start().unwrap();
    let mut wrong: Vec<String> = CHECKS
        .iter()
        .filter_map(|(name, check)| {
            check(&world)
                .err()
                .map(|reason| format!("{name}: {reason}"))
        })
        .collect();
    if environment == "production" {
        wrong.extend(world.serves_challenges().err());
        let strict = security("/").header(
            "Strict-Transport-Security",
            "max-age=31536000; includeSubDomains",
        );
        wrong.extend(world.sends_headers(&strict).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn production(scenario: Scenario) -> Scenario {
    scenario.host("crm.company.com").webroot("/var/www/certbot")
}

#[test]
fn production_on_1_22() {
    isolated("production_on_1_22", || {
        judge("production", Version::V1_22, "1.22", production);
    });
}

#[test]
fn production_on_1_26() {
    isolated("production_on_1_26", || {
        judge("production", Version::V1_26, "1.26", production);
    });
}

#[test]
fn production_on_1_28() {
    isolated("production_on_1_28", || {
        judge("production", Version::V1_28, "1.28", production);
    });
}

#[test]
fn dev_on_1_28_names_the_published_port() {
    isolated("dev_on_1_28_names_the_published_port", || {
        judge("dev", Version::V1_28, "1.28", |scenario| {
            scenario.host("localhost").published_https_port(3443)
        });
    });
}
