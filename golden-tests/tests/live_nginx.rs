//! The live harness judges a careful configuration and a careless one.
//!
//! The careful one holds every check on every version of nginx; the careless one fails them, so
//! the checks are known to be able to fail.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use stackc_golden_tests::live::{HeaderRule, RateLimit, Scenario, World, isolated};
use stackc_golden_tests::nginx::Version;

type Check = (&'static str, fn(&World) -> Result<(), String>);

const API_LIMIT: RateLimit = RateLimit {
    rate: 10.0,
    burst: 20,
};
const TRUSTED_PROXY: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 1);
const OFFICE: Ipv4Addr = Ipv4Addr::new(10, 1, 2, 3);
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 9);

/// `user:secret`, as its header and as nginx's user file have it.
const CREDENTIALS: &str = "dXNlcjpzZWNyZXQ=";
const USERS: &str = "user:{PLAIN}secret\n";

/// What holds for the careful configuration and not for the careless one.
const DEMANDING: &[Check] = &[
    ("configuration", World::configuration_is_clean),
    ("redirect", |world| {
        world.redirects_to_https("/a/b?c=d%2Fe&f")
    }),
    ("challenges", World::serves_challenges),
    ("unknown hosts", World::refuses_unknown_hosts),
    ("TLS versions", World::speaks_modern_tls_only),
    ("TLS ciphers", World::speaks_modern_ciphers_only),
    ("HTTP/2", |world| world.speaks_http2("/")),
    ("raw target", |world| {
        world.routes("/graphql/a%2Fb?x=%26", "api")
    }),
    ("segment boundary", |world| world.routes("/apiary", "web")),
    ("headers of a limited route", |world| {
        world.sends_headers(&security_headers("/api/x").too_many(60))
    }),
    ("headers", |world| {
        world.sends_headers(&security_headers("/").too_long(3_000_000))
    }),
    ("software", |world| world.hides_its_software("/")),
    ("rate limit", |world| world.limits_rate("/api/x", API_LIMIT)),
    ("separate clients", |world| {
        world.limits_clients_separately("/api/x", API_LIMIT)
    }),
    ("shared limit", |world| {
        world.shares_limit("/api/x", "/api", API_LIMIT)
    }),
    ("WebSocket", |world| world.upgrades("/graphql", "api")),
    ("plain requests", |world| {
        world.upgrades_only_on_demand("/graphql")
    }),
    ("forwarding headers", |world| {
        world.replaces_forwarding_headers("/")
    }),
    ("trusted proxy", |world| {
        world.trusts_proxy("/", TRUSTED_PROXY, "X-Forwarded-For")
    }),
    ("untrusted client", |world| {
        world.trusts_no_other("/", "X-Forwarded-For")
    }),
    ("bodies", |world| {
        world.limits_bodies("/upload", 1_900_000, 2_200_000)
    }),
    ("events", |world| world.streams_events("/api/events")),
    ("compression", |world| {
        world.compresses("/", "application/json")
    }),
    ("logs", World::logs_no_secrets),
    ("login", |world| {
        world.demands_login("/private", CREDENTIALS)
    }),
    ("addresses", |world| {
        world.admits_only("/internal", OFFICE, ELSEWHERE)
    }),
    ("moved upstream", |world| {
        world.follows_a_moved_upstream("api", "/graphql/x", 3000)
    }),
    ("outage", |world| {
        world.survives_outage("api", "/graphql/x", Some("/"))
    }),
    ("late upstream", |world| {
        world.starts_without("api", "/graphql/x", Some("/"))
    }),
    ("reload", |world| world.reloads_without_cutting("/graphql")),
];

/// What holds even for the careless configuration.
const EASY: &[Check] = &[
    ("plain route", |world| world.routes("/objects?x=1", "web")),
    ("exact route", |world| world.routes("/api", "api")),
];

fn security_headers(path: &str) -> HeaderRule {
    HeaderRule::new(path)
        .header("Strict-Transport-Security", "max-age=63072000")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "SAMEORIGIN")
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/live/fixtures")
        .join(name)
}

fn scenario(version: Version, conf_folder: &str) -> Scenario {
    around(Scenario::new(version, fixture(conf_folder)))
}

/// What surrounds both configurations.
fn around(scenario: Scenario) -> Scenario {
    scenario
        .host("app.example.com")
        .upstream("api", &[3000])
        .upstream("web", &[3001])
        .file("/etc/nginx/users", USERS)
        .ready_at("/")
}

fn failures(world: &World, checks: &[Check]) -> Vec<String> {
    let judge =
        |(name, check): &Check| check(world).err().map(|reason| format!("{name}: {reason}"));
    checks.iter().filter_map(judge).collect()
}

fn assert_careful(world: &World) {
    let failures = [failures(world, EASY), failures(world, DEMANDING)].concat();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nginx_1_22_holds_every_check() {
    isolated("nginx_1_22_holds_every_check", || {
        assert_careful(&scenario(Version::V1_22, "good-1.22").start().unwrap());
    });
}

#[test]
fn nginx_1_26_holds_every_check() {
    isolated("nginx_1_26_holds_every_check", || {
        assert_careful(&scenario(Version::V1_26, "good-1.26").start().unwrap());
    });
}

#[test]
fn nginx_1_28_holds_every_check_and_keeps_connections() {
    isolated("nginx_1_28_holds_every_check_and_keeps_connections", || {
        let world = scenario(Version::V1_28, "good-1.28").start().unwrap();
        assert_careful(&world);
        world.reuses_connections("/", "web", 20, 2).unwrap();
    });
}

#[test]
fn a_careless_configuration_fails_the_checks() {
    isolated("a_careless_configuration_fails_the_checks", || {
        let world = scenario(Version::V1_22, "bad")
            .recovery(Duration::from_secs(2))
            .start()
            .unwrap();
        let unexpected = failures(&world, EASY);
        assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
        for (name, check) in DEMANDING {
            assert!(
                check(&world).is_err(),
                "{name} holds for a careless configuration"
            );
        }
    });
}

#[test]
fn a_certificate_is_obtained_through_the_webroot() {
    isolated("a_certificate_is_obtained_through_the_webroot", || {
        let world = scenario(Version::V1_26, "good-1.26").start().unwrap();
        let certificate = world.obtains_certificate().unwrap();
        assert!(certificate.contains("BEGIN CERTIFICATE"), "{certificate}");
    });
}

#[test]
fn no_certificate_is_obtained_without_a_webroot() {
    isolated("no_certificate_is_obtained_without_a_webroot", || {
        let world = scenario(Version::V1_22, "bad").start().unwrap();
        assert!(world.obtains_certificate().is_err());
    });
}

/// The careful configuration, changed for an nginx that does not start as root.
fn unprivileged_configuration() -> tempfile::TempDir {
    let careful = fs::read_to_string(fixture("good-1.26").join("nginx.conf")).unwrap();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path /tmp/{name};\n"))
        .concat();
    let conf = careful
        .replace("user nginx;\n", "")
        .replace("/run/nginx.pid", "/tmp/nginx.pid")
        .replace("http {\n", &format!("http {{\n{temporary}"))
        .replace("listen 80", "listen 8080")
        .replace("listen 443", "listen 8443");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("nginx.conf"), conf).unwrap();
    folder
}

#[test]
fn nginx_runs_without_root_at_published_ports() {
    isolated("nginx_runs_without_root_at_published_ports", || {
        let folder = unprivileged_configuration();
        let world = around(Scenario::new(Version::V1_26, &folder))
            .http_port(8080)
            .https_port(Some(8443))
            .published_https_port(443)
            .unprivileged()
            .start()
            .unwrap();
        world.configuration_is_clean().unwrap();
        world.redirects_to_https("/a?b").unwrap();
        world.routes("/a?b", "web").unwrap();
        world.logs_no_secrets().unwrap();
    });
}
