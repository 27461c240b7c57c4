//! PostgreSQL 15 becomes 16, by dump and restore into an empty volume, with the way back to the old one.

use stackc_golden_tests::engine::Engine;

use crate::host::{ROOT, Versions};

const STACK: &str = r#"stack shop edition=1

secret db-password hex=32

volume data

service db {
    image "postgres:VERSION"
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

/// More than an application has: another database, another role, a view, a sequence, large objects' neighbours.
const FILL: &str = r#"
on_db() { docker compose exec -T db psql -At -v ON_ERROR_STOP=1 -U shop -d "$1" -c "$2"; }
on_db shop "create table orders (id serial primary key, v text); insert into orders (v) select md5(g::text) from generate_series(1, 5000) g"
on_db shop 'create view totals as select count(*) from orders'
on_db shop "create role reader login password 'it''s'; grant select on orders to reader"
on_db shop 'create database "Other One"'
on_db 'Other One' 'create schema "a b"; create table "a b"."T x" as select g from generate_series(1, 700) g'
"#;

const STATE: &str = r#"
on_db() { docker compose exec -T db psql -At -v ON_ERROR_STOP=1 -U shop -d "$1" -c "$2"; }
on_db shop "select count(*), md5(string_agg(id || v, ',' order by id)) from orders"
on_db shop 'select * from totals'
on_db 'Other One' 'select sum(g) from "a b"."T x"'
on_db shop "select rolname, rolcanlogin, md5(rolpassword) from pg_authid where rolname in ('shop', 'reader') order by 1"
on_db shop "select has_table_privilege('reader', 'orders', 'select'), nextval('orders_id_seq') > 5000"
"#;

#[test]
fn a_major_version_is_carried_over_and_back() {
    if let Err(why) = Engine::possible() {
        eprintln!("SKIPPED: {why}");
        return;
    }
    let engine = Engine::new();
    let (before, after) = (
        STACK.replace("VERSION", "15.8"),
        STACK.replace("VERSION", "16.4"),
    );
    let versions = Versions::new(&engine, (&before, &after), "compose");
    let tagged = engine.docker(&["tag", "stand-in/postgres-16", "postgres:16.4"]);
    assert!(tagged.succeeded(), "{}", tagged.output());
    let copied = engine.sh(ROOT, "cp -p before/out/compose/.env after/out/compose/");
    assert!(copied.succeeded(), "{}", copied.output());

    versions.before.up().unwrap();
    let filled = versions.before.sh(FILL);
    assert!(filled.succeeded(), "{}", filled.output());
    versions.add("one");
    let (state, rows) = (state(&versions), versions.rows());
    assert_eq!(version(&versions), "15");

    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert_eq!(version(&versions), "16");
    assert_eq!(self::state(&versions), state);
    assert_eq!(versions.rows(), rows);

    let last = versions.run(&["--list"]).stdout.lines().count().to_string();
    let back = versions.run(&["--roll-back", &last]);
    assert!(back.succeeded(), "{}", back.output());
    assert_eq!(version(&versions), "15");
    assert_eq!(self::state(&versions), state);
    versions.add("two");
    let rows = versions.rows();

    // What was written since goes along the second time.
    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert_eq!(version(&versions), "16");
    assert_eq!(versions.rows(), rows);
}

fn state(versions: &Versions<'_>) -> String {
    let done = versions.before.sh(STATE);
    assert!(done.succeeded(), "{}", done.output());
    done.stdout
}

fn version(versions: &Versions<'_>) -> String {
    let done = versions
        .before
        .sh("docker compose exec -T db cat /var/lib/postgresql/data/PG_VERSION");
    assert!(done.succeeded(), "{}", done.output());
    done.stdout.trim().to_owned()
}
