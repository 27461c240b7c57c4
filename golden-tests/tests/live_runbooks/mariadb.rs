//! Two passwords of MariaDB, with characters that a statement or a client's file could take for something else, move from the stack to secrets of Compose.

use std::fs;

use stackc_golden_tests::engine::Engine;

use crate::host::{ROOT, Versions};

const BEFORE: &str = r#"stack shop edition=1

volume data

service db {
    image "mariadb:11.4"
    env {
        MARIADB_DATABASE shop
        MARIADB_USER shop
        MARIADB_PASSWORD (plain)"it's p:w\\d #1"
        MARIADB_ROOT_PASSWORD (plain)"r\"oo't"
    }
    volume data to="/var/lib/mysql"
    healthcheck interval="2s" timeout="5s" retries=30 {
        command healthcheck.sh "--connect"
    }
    restart unless-stopped
}

service app {
    image "ghcr.io/example/shop:1.4.2"
    port http 3000 publish=3000
    env {
        MYSQL_HOST db
        MYSQL_USER shop
        MYSQL_NAME shop
        MYSQL_PASSWORD (plain)"it's p:w\\d #1"
    }
    depends-on db condition=healthy
    healthcheck http="/health" port=http interval="2s" timeout="5s" retries=30
    restart unless-stopped
}

target compose
"#;

#[test]
fn passwords_of_mariadb_move_to_secrets() {
    if let Err(why) = Engine::possible() {
        eprintln!("SKIPPED: {why}");
        return;
    }
    let engine = Engine::new();
    let after = BEFORE
        .replace(
            "volume data\n\n",
            "volume data\n\nsecret db-password hex=32\nsecret root-password hex=32\n\n",
        )
        .replace(
            r#"MARIADB_PASSWORD (plain)"it's p:w\\d #1""#,
            "MARIADB_PASSWORD (secret)db-password",
        )
        .replace(
            r#"MARIADB_ROOT_PASSWORD (plain)"r\"oo't""#,
            "MARIADB_ROOT_PASSWORD_FILE \"${secret-file.root-password}\"",
        )
        .replace(
            r#"MYSQL_PASSWORD (plain)"it's p:w\\d #1""#,
            "MYSQL_PASSWORD (secret)db-password",
        );
    let versions = Versions::new(&engine, (BEFORE, &after), "compose");
    versions.before.up().unwrap();
    for row in ["one", "two"] {
        versions.add(row);
    }
    let rows = versions.rows();
    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert_eq!(versions.rows(), rows);
    let file = format!("{ROOT}/after/out/compose/.env");
    let env = fs::read_to_string(engine.path(&file)).unwrap();
    assert!(env.contains("DB_PASSWORD='"), "{env}");
    for text in [
        done.output(),
        versions.script.clone(),
        versions.page.clone(),
    ] {
        assert!(!text.contains("p:w"), "a password is shown");
    }

    let last = versions.run(&["--list"]).stdout.lines().count().to_string();
    let back = versions.run(&["--roll-back", &last]);
    assert!(back.succeeded(), "{}", back.output());
    assert_eq!(versions.rows(), rows);
}

/// The programs of both images are the same, so it is the steps that are shown: the stop, the copy, the tables of its own, the rows, and the way back.
#[test]
fn a_newer_mariadb_takes_over_and_goes_back() {
    if let Err(why) = Engine::possible() {
        eprintln!("SKIPPED: {why}");
        return;
    }
    let engine = Engine::new();
    let after = BEFORE.replace(r#"r\"oo't"#, r#"r\"oot"#);
    let before = after.replace("mariadb:11.4", "mariadb:10.11");
    let versions = Versions::new(&engine, (&before, &after), "compose");
    assert!(
        versions.script.contains("mysql_upgrade db"),
        "{}",
        versions.script
    );
    let tagged = engine.docker(&["tag", "stand-in/mariadb", "mariadb:11.4"]);
    assert!(tagged.succeeded(), "{}", tagged.output());
    versions.before.up().unwrap();
    for row in ["one", "two"] {
        versions.add(row);
    }
    let rows = versions.rows();
    let done = versions.run(&[]);
    assert!(done.succeeded(), "{}", done.output());
    assert!(
        done.output()
            .contains("the tables of db itself are up to date"),
        "{}",
        done.output()
    );
    assert_eq!(versions.rows(), rows);

    versions.add("three");
    let last = versions.run(&["--list"]).stdout.lines().count().to_string();
    let back = versions.run(&["--roll-back", &last]);
    assert!(back.succeeded(), "{}", back.output());
    assert_eq!(versions.rows(), rows);
}
