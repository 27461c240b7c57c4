//! A project with another name: its volumes have other names, and their content goes along.

use stackc_golden_tests::engine::Engine;

use crate::host::{ROOT, Versions};

const BEFORE: &str = r#"stack shop edition=1

secret db-password hex=32

volume data

service db {
    image "postgres:16.4"
    env {
        POSTGRES_USER shop
        POSTGRES_PASSWORD (secret)db-password
    }
    volume data to="/var/lib/postgresql/data"
    healthcheck interval="2s" timeout="5s" retries=30 {
        command "pg_isready" "-h" "127.0.0.1" "-U" shop
    }
    restart unless-stopped
}

service app {
    image "ghcr.io/example/shop:1.4.2"
    port http 3000 publish=3000
    env {
        DATABASE_URL "postgres://shop:${secret.db-password}@db:5432/shop"
    }
    depends-on db condition=healthy
    healthcheck http="/health" port=http interval="2s" timeout="5s" retries=30
    restart unless-stopped
}

target compose
"#;

#[test]
fn the_volumes_of_a_renamed_project_are_copied() {
    if let Err(why) = Engine::possible() {
        eprintln!("SKIPPED: {why}");
        return;
    }
    let engine = Engine::new();
    let after = BEFORE.replace("stack shop", "stack store");
    let versions = Versions::new(&engine, (BEFORE, &after), "compose");
    let copied = engine.sh(ROOT, "cp -p before/out/compose/.env after/out/compose/");
    assert!(copied.succeeded(), "{}", copied.output());
    versions.before.up().unwrap();
    versions.add("one");
    let rows = versions.rows();

    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert_eq!(versions.rows(), rows);
    let running = engine.docker(&["ps", "--format", "{{.Names}}"]).stdout;
    assert!(
        running.contains("store-app-1") && !running.contains("shop-"),
        "{running}"
    );

    let last = versions.run(&["--list"]).stdout.lines().count().to_string();
    let back = versions.run(&["--roll-back", &last]);
    assert!(back.succeeded(), "{}", back.output());
    versions.add("two");
    let rows = versions.rows();
    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert_eq!(versions.rows(), rows, "the second copy is a new one");
}
