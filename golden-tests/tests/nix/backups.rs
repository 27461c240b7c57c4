//! The scripts of backups on the host, with programs in the place of Docker and systemd that write down what they are asked.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf, process::Command, time::Duration};

use stackc_golden_tests::{process, stackc};

/// Writes down its words; knows one running service and one folder; fails where `BROKEN` stands in them.
const STAND_IN: &str = r#"#!/bin/sh
printf '%s %s\n' "${0##*/}" "$*" >>"$LOG"
case "$*" in
    *"$BROKEN"*) exit 1 ;;
    "compose ps"*) echo web ;;
    "volume inspect"*) echo "$WORK" ;;
    "show "*) echo "$STATE" ;;
    restore*) mkdir -p "${6:?}/deep/er" && echo dump >"$6/deep/er/db.sql.gz" ;;
esac
"#;

struct Host {
    folder: tempfile::TempDir,
}

impl Host {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let expected = stackc::repository().join("golden-tests/build/nix-backups/expected/nix");
        for name in ["run-nightly.sh", "restore-nightly.sh", "run-tables.sh"] {
            let text = fs::read_to_string(expected.join("backup").join(name)).unwrap();
            let here = format!("\"{}/", folder.path().display());
            fs::write(folder.path().join(name), text.replace("\"/run/", &here)).unwrap();
        }
        fs::create_dir(folder.path().join("work")).unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        for name in ["docker", "systemctl", "restic-shop-nightly"] {
            let path = folder.path().join("bin").join(name);
            fs::write(&path, STAND_IN).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Whether it succeeds, and what was asked of Docker and systemd in order.
    fn run(&self, words: &[&str], broken: &str, state: &str) -> (bool, Vec<String>) {
        let _ = fs::remove_file(self.path("log"));
        let mut command = Command::new("sh");
        command
            .arg(self.path(words[0]))
            .args(&words[1..])
            .env(
                "PATH",
                format!("{}:/usr/bin:/bin", self.path("bin").display()),
            )
            .env("LOG", self.path("log"))
            .env("WORK", self.path("work"))
            .env("BROKEN", broken)
            .env("STATE", state)
            .env("RUNTIME_DIRECTORY", self.folder.path())
            .env("COMPOSE_PROJECT_NAME", "shop");
        let done = process::run(&mut command, Duration::from_secs(20));
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let once = "docker compose run --rm --no-deps -T ";
        let line = |line: &str| {
            let line = line.replace(once, "");
            let mut words: Vec<&str> = line.split(' ').collect();
            // The time of a copy.
            words.retain(|word| !(word.ends_with('Z') && word.len() == 16));
            words.join(" ")
        };
        (done.succeeded(), log.lines().map(line).collect())
    }
}

const NONE: &str = "nothing is broken";

#[test]
fn a_copy_is_made_in_order() {
    let host = Host::new();
    let (fine, asked) = host.run(&["run-nightly.sh", "prepare"], NONE, "");
    assert!(fine, "{asked:?}");
    assert_eq!(
        asked,
        [
            "backup-nightly clear",
            "backup-nightly-db dump /work/db.sql.gz",
            "systemctl is-active --quiet shop-stack.service",
            "docker compose ps --services --status running",
            "docker compose stop web",
            "backup-nightly pack uploads",
            "docker compose start web",
            "systemctl start shop-stack.service",
            "backup-nightly keep 1",
            "systemctl start restic-backups-shop-nightly-3.service",
        ]
    );
    assert!(!host.path("failed").exists());
    let (fine, asked) = host.run(&["run-nightly.sh", "clear"], NONE, "");
    assert!(fine, "{asked:?}");
    assert_eq!(asked, ["backup-nightly clear"]);
}

#[test]
fn a_store_that_fails_keeps_no_other_from_its_copy() {
    let host = Host::new();
    let (fine, asked) = host.run(&["run-nightly.sh", "prepare"], "keep 1", "");
    assert!(fine, "restic takes its copy all the same: {asked:?}");
    let other = "systemctl start restic-backups-shop-nightly-3.service";
    assert!(asked.iter().any(|line| line == other), "{asked:?}");
    let (fine, _) = host.run(&["run-nightly.sh", "clear"], NONE, "");
    assert!(!fine, "the unit fails in the end");
    let (fine, asked) = host.run(&["run-tables.sh"], "keep 1", "");
    assert!(!fine);
    assert_eq!(asked.last().unwrap(), "backup-tables clear");
}

#[test]
fn what_was_stopped_starts_again_and_half_a_copy_is_none() {
    let host = Host::new();
    let (fine, asked) = host.run(&["run-nightly.sh", "prepare"], "pack", "");
    assert!(!fine);
    assert!(
        asked.contains(&"docker compose start web".to_owned()),
        "{asked:?}"
    );
    assert!(!asked.iter().any(|line| line.contains("keep")), "{asked:?}");
    let (fine, asked) = host.run(&["run-nightly.sh", "prepare"], "dump", "");
    assert!(!fine);
    assert!(
        !asked.iter().any(|line| line.contains("stop web")),
        "{asked:?}"
    );
}

#[test]
fn a_further_repository_needs_something_to_copy() {
    let host = Host::new();
    assert!(!host.run(&["run-nightly.sh", "filled"], NONE, "").0);
    fs::write(host.path("work/db.sql.gz"), "dump").unwrap();
    assert!(host.run(&["run-nightly.sh", "filled"], NONE, "").0);
}

#[test]
fn a_copy_of_restic_is_put_back() {
    let host = Host::new();
    let words = ["restore-nightly.sh", "--yes", "--store", "2", "latest"];
    let (fine, asked) = host.run(&words, NONE, "activating");
    assert!(!fine, "a backup is at work");
    assert!(
        !asked
            .iter()
            .any(|line| line.contains("stop") || line.contains("unpack"))
    );
    let (fine, asked) = host.run(&words, NONE, "inactive");
    assert!(fine, "{asked:?}");
    let text = fs::read_to_string(host.path("work/db.sql.gz")).unwrap();
    assert_eq!(text, "dump\n");
    let left = fs::read_dir(host.path("work")).unwrap().count();
    assert_eq!(left, 1, "nothing but the copy is left");
    let put_back: Vec<&str> = asked
        .iter()
        .map(String::as_str)
        .filter(|line| !line.starts_with("systemctl") && !line.starts_with("docker volume"))
        .skip(1)
        .skip_while(|line| line.starts_with("restic-"))
        .collect();
    assert_eq!(
        put_back,
        [
            "docker compose ps --services --status running",
            "docker compose stop web",
            "docker compose up --detach --wait --no-recreate db",
            "backup-nightly-db restore /work/db.sql.gz",
            "backup-nightly unpack uploads",
            "docker compose start web",
            "backup-nightly clear",
        ]
    );
}
