//! A service for many tenants: images that are built here, several of each, row-level security, logs that go elsewhere.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use stackc_golden_tests::{engine::Project, live::wait_until};

use super::{
    super::{
        deployment::{Backup, Deployment, Limit, PLAIN},
        pages::{PATIENCE, ask},
        report::Report,
    },
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
    own: Some(own),
    ops: Some(("out/production/ops", &["image of "])),
    ..PLAIN
};

/// What the containers of production are, and where their requests and logs go.
fn own(project: &Project<'_>, report: &mut Report) {
    bound(project);
    report.proved("API and front end are not root, write nothing but /tmp, have no capabilities, and are within limits");
    let hosts: BTreeSet<String> = (0..12).map(|_| served_by(project)).collect();
    assert_eq!(hosts.len(), 3, "{hosts:?}");
    report.proved("three containers of the API share the requests");
    logged(project);
    report.proved("what the API logs arrives at Fluentd under its tag");
    refused(project);
    report.proved("of 300 requests under way from one address 44 are refused");
}

fn bound(project: &Project<'_>) {
    const LOOK: &str = "id -u; grep CapEff /proc/self/status; touch /tmp/a && echo written; touch /etc/a /a 2>/dev/null || echo read-only";
    for (service, user) in [("api", 1000), ("web", 101)] {
        let done = project.compose(&["exec", "-T", service, "sh", "-c", LOOK]);
        let wanted = format!("{user}\nCapEff:\t0000000000000000\nwritten\nread-only\n");
        assert_eq!(done.stdout, wanted, "{service}: {}", done.output());
    }
    for container in project.inspect() {
        let service = &container["Config"]["Labels"]["com.docker.compose.service"];
        let host = &container["HostConfig"];
        let limits = [&host["Memory"], &host["NanoCpus"], &host["PidsLimit"]];
        match service.as_str() {
            Some("api") => assert_eq!(limits, [536_870_912, 1_000_000_000, 200]),
            Some("web") => assert_eq!(limits, [134_217_728, 500_000_000, 50]),
            _ => {}
        }
    }
}

/// Which container answers; the webhooks' limit may just have been reached.
fn served_by(project: &Project<'_>) -> String {
    let taken = wait_until(PATIENCE, || {
        let answer = ask(
            project,
            "https://chronos.example.com/api/webhooks/page",
            &[],
        );
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(answer)
        }
    });
    let body = taken.unwrap_or_else(|answer| panic!("{answer:?}"));
    let answer: Value =
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
    answer["host"].to_string()
}

fn logged(project: &Project<'_>) {
    let arrived = wait_until(PATIENCE, || {
        ask(
            project,
            "https://chronos.example.com/api/webhooks/looked-for",
            &[],
        );
        let done = project.compose(&["exec", "-T", "logs", "cat", "/tmp/records"]);
        let has = |text: &str| done.stdout.contains(text);
        if has("chronos.api") && has("/api/webhooks/looked-for") {
            Ok(())
        } else {
            Err(done.output())
        }
    });
    arrived.unwrap_or_else(|error| panic!("nothing is logged: {error}"));
}

fn refused(project: &Project<'_>) {
    let path = "/srv/live/connections.py";
    let script = include_str!("../connections.py");
    fs::write(project.engine().path(path), script).unwrap();
    let done = project.sh(&format!("python3 {path} chronos.example.com 300"));
    assert_eq!(done.stdout, "44\n", "{}", done.output());
}
