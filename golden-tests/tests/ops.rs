//! The scripts of the ops target, run by a real shell: against docker compose's own reading of `.env`, and against a world that is well
//! and then has one thing wrong at a time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

#[path = "ops/dotenv.rs"]
mod dotenv;
#[path = "ops/rules.rs"]
mod rules;
#[path = "ops/windows.rs"]
mod windows;
#[path = "ops/world.rs"]
mod world;

use std::{
    fs,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use world::World;

/// Everything is well, and then each of these is not.
#[test]
fn a_health_check_is_green_and_red_for_each_thing_that_is_broken() {
    let world = World::new();
    let green = world.run("health-check.sh", &[], &[]);
    assert_eq!(green.code, Some(0), "{}", green.output());
    for check in [
        "environment: is complete",
        "service web: running",
        "service db: running, healthy",
        "service migrate: ended with 0",
        "has the header X-Shop",
        "is sent to HTTPS",
        "certificate localhost: is valid for",
        "backup nightly: the newest copy in store 1 (local) is 2 hours old",
        "backup nightly: the newest copy in store 2 (restic) is 2 hours old",
        "monitor page: answers 200",
        "monitor front: answers 200",
        "monitor tcp: takes connections",
        "monitor mail: answers",
        "monitor files: can be listed",
        "storage .: is",
    ] {
        assert!(green.stdout.contains(check), "{check}\n{}", green.stdout);
    }
    let checks = green.stdout.lines().count();

    type Break = fn(&World);
    let broken: [(&str, Break); 20] = [
        ("FAIL service db: is exited, ended with 1", |world| {
            world.containers("|exited||0|1|");
        }),
        ("FAIL service db: is unhealthy", |world| {
            world.containers("|running|unhealthy|0|0|");
        }),
        ("FAIL service db: was started again 4 times", |world| {
            world.containers("|running|healthy|4|0|");
        }),
        ("FAIL service db: has 0 of 1 containers", |world| {
            world.containers("");
        }),
        ("answers 500", |world| world.set("status", "500")),
        ("has not the header X-Frame-Options", |world| {
            world.without_header("X-Frame-Options");
        }),
        ("has not the header X-Content-Type-Options", |world| {
            world.other_header("X-Content-Type-Options");
        }),
        ("is not sent to https://localhost", |world| {
            world.set("redirect", "\"http://localhost\"");
        }),
        ("FAIL certificate localhost: is valid for", |world| {
            world.certificate(5);
        }),
        ("does not answer: ", World::foreign_certificate),
        (
            "FAIL backup nightly: the newest copy in store 1 (local) is 40 hours old, more than 30",
            |world| {
                let listed = world.folder().join("docker/listed");
                let fresh = fs::read(&listed).unwrap();
                world.copy(40);
                fs::write(listed, fresh).unwrap();
            },
        ),
        (
            "FAIL backup nightly: store 1 (local) has no copy",
            World::no_copy,
        ),
        (
            "FAIL backup nightly: store 2 (restic) can't be asked: Fatal: repository does not exist: no config",
            |world| {
                world.refused(
                    "Container shop-backup Created\nFatal: repository does not exist: no config\nIs there a repository at the following location?\n/srv/repository\n",
                );
            },
        ),
        ("FAIL environment: SHOP_MODE: is missing", |world| {
            world.env("SHOP_MODE=live", "");
        }),
        (
            "FAIL environment: secrets/db-password: has less than 8 characters",
            |world| world.secret("db-password", "short"),
        ),
        ("FAIL monitor page: answers 401 instead of 200", |world| {
            world.secret("page-password", "wrong one");
        }),
        ("FAIL monitor page: answers 200 without its text", |world| {
            world.set("body", "\"nothing\"");
        }),
        (
            "FAIL monitor mail: does not answer as a mail server",
            |world| world.set("mail", "false"),
        ),
        ("FAIL monitor files: can't be listed: 403", |world| {
            world.set("bucket", "403");
        }),
        ("FAIL monitor tcp: takes no connection", |world| {
            world.env("SHOP_PORT=", "SHOP_PORT=9 #");
        }),
    ];
    for (complaint, break_it) in broken {
        break_it(&world);
        let red = world.run("health-check.sh", &[], &[]);
        assert_eq!(red.code, Some(1), "{complaint}\n{}", red.output());
        let failing: Vec<&str> = red
            .stdout
            .lines()
            .filter(|line| line.starts_with("FAIL") && !line.starts_with("FAIL monitor front"))
            .collect();
        assert_eq!(failing.len(), 1, "{complaint}\n{}", red.output());
        assert!(
            failing[0].contains(complaint),
            "{complaint}\n{}",
            failing[0]
        );
        assert_eq!(red.stderr, "", "{complaint}");
        world.mend();
    }
    let full = world.run("health-check.sh", &[], &[("DISK_PERCENT", "0")]);
    assert!(
        full.stdout.contains("FAIL storage .: is "),
        "{}",
        full.output()
    );
    let again = world.run("health-check.sh", &["--json"], &[]);
    assert_eq!(again.code, Some(0), "{}", again.output());
    let lines: Vec<serde_json::Value> = again
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), checks);
    assert!(lines.iter().all(|line| line["ok"] == true));
    let quiet = world.run("health-check.sh", &["--quiet", "--json"], &[]);
    assert_eq!((quiet.code, quiet.output().as_str()), (Some(0), ""));
    let full = [("DISK_PERCENT", "0")];
    let wrong = world.run("health-check.sh", &["--json", "--quiet"], &full);
    let lines: Vec<serde_json::Value> = wrong
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(!lines.is_empty() && lines.iter().all(|line| line["ok"] == false));
    assert!(
        world
            .calls()
            .iter()
            .all(|call| !call.contains("pass\"wo") && !call.contains("hook-of-the-chat")),
        "a secret is on a command line"
    );
}

/// A monitor of a site of the stack's own believes the certificate that the site signed, and no other.
#[test]
fn a_monitor_knows_the_certificate_of_an_own_site() {
    let world = World::new();
    let front = || {
        let checked = world.run("health-check.sh", &[], &[]);
        let mut lines = checked.stdout.lines();
        let line = lines.find(|line| line.contains("monitor front: "));
        line.unwrap().to_owned()
    };
    assert_eq!(front(), "ok   monitor front: answers 200");
    world.foreign_certificate();
    assert!(
        front().starts_with("FAIL monitor front: does not answer: SSL certificate problem"),
        "{}",
        front()
    );
}

/// Who is told hears of a change once, and that all is well again.
#[test]
fn who_is_told_hears_of_changes() {
    let world = World::new();
    let check = || world.run("health-check.sh", &["--quiet", "--notify"], &[]);
    assert_eq!(check().output(), "");
    assert_eq!(world.messages().len(), 0);
    world.set("body", "\"nothing\"");
    assert_eq!(check().code, Some(1));
    assert_eq!(check().code, Some(1));
    let messages = world.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["path"], "/hook-of-the-chat");
    let text = messages[0]["body"]["text"].as_str().unwrap();
    assert!(
        text.contains(": 1 checks fail\nmonitor page: answers 200 without its text"),
        "{text}"
    );
    world.mend();
    assert_eq!(check().output(), "");
    assert_eq!(world.messages().len(), 2);
    assert!(
        world.messages()[1]["body"]["text"]
            .as_str()
            .unwrap()
            .contains("all checks pass again")
    );

    let failed = world.run("backup.sh", &["--notify", "nightly"], &[]);
    assert_eq!(failed.code, Some(1), "{}", failed.output());
    let messages = world.messages();
    assert!(
        messages[2]["body"]["text"]
            .as_str()
            .unwrap()
            .contains("the backup nightly failed")
    );
    assert_eq!(world.run("backup.sh", &["unknown"], &[]).code, Some(2));
}

/// A secret in a log is found, whatever is in it, and no process is started with it.
#[test]
fn a_deployment_is_looked_at() {
    let world = World::new();
    let fine = world.run("verify.sh", &[], &[]);
    assert_eq!(fine.code, Some(0), "{}", fine.output());
    assert!(
        fine.stdout
            .contains("ok   secret page-password: is in no log"),
        "{}",
        fine.stdout
    );
    for (what, break_it) in [
        (
            "FAIL secret page-password: is in the logs",
            "before pass\"wo\\rd after",
        ),
        ("FAIL secret api-key: is in the logs", "key=*.+[a-z]$x{1}"),
    ] {
        fs::write(
            world.folder().join("docker/logs"),
            format!("first\n{break_it}\n"),
        )
        .unwrap();
        let red = world.run("verify.sh", &["--quiet"], &[]);
        assert_eq!(red.code, Some(1));
        assert!(
            red.stdout.starts_with(what) && red.stdout.lines().count() == 1,
            "{}",
            red.output()
        );
    }
}

/// An image is judged as soon as it is built, whatever its name is.
#[test]
fn an_image_is_held_against_its_size() {
    let world = World::new();
    let judged = |code: i32, line: &str| {
        let done = world.run("verify.sh", &["--images"], &[]);
        assert_eq!(done.code, Some(code), "{}", done.output());
        assert_eq!(done.stdout, format!("{line}\n"));
    };
    judged(0, "ok   image of db: has 1048576 bytes of 1048576");
    fs::write(world.folder().join("docker/size"), "1048577\n").unwrap();
    judged(1, "FAIL image of db: has 1048577 bytes, more than 1048576");
    let all = world.run("verify.sh", &["--quiet"], &[]);
    assert_eq!(all.code, Some(1));
    assert_eq!(
        all.stdout,
        "FAIL image of db: has 1048577 bytes, more than 1048576\n"
    );
    world.image("    image: registry:5000/db:2\n");
    judged(0, "ok   image of db: has 7 bytes of 1048576");
    world.image("    image: shop:3\n");
    judged(1, "FAIL image of db: there is none");
    fs::remove_file(world.folder().join("docker/config")).unwrap();
    judged(1, "FAIL image of db: there is none");
}

/// The lines of cron go in and out of a crontab, and leave the others.
#[test]
fn timers_come_and_go() {
    let world = World::new();
    let own = "5 5 * * * /usr/bin/true\n";
    fs::write(world.folder().join("docker/crontab"), own).unwrap();
    let crontab = || fs::read_to_string(world.folder().join("docker/crontab")).unwrap();
    for _ in 0..2 {
        let installed = world.run("timers.sh", &["install"], &[]);
        assert_eq!(installed.output(), "");
        let text = crontab();
        assert!(text.starts_with(own), "{text}");
        assert_eq!(text.matches("\n30 3 * * * '").count(), 1, "{text}");
        assert!(text.contains("/backup.sh' --notify nightly\n"), "{text}");
        assert!(text.contains("\n* * * * * '"), "{text}");
    }
    let checks = world.run("timers.sh", &["install", "checks"], &[]);
    assert_eq!(checks.output(), "");
    let text = crontab();
    assert_eq!(text.matches("health-check.sh'").count(), 1, "{text}");
    assert!(!text.contains("/backup.sh'"), "{text}");
    assert_eq!(
        world.run("timers.sh", &["install", "other"], &[]).code,
        Some(2)
    );
    assert_eq!(world.run("timers.sh", &["remove"], &[]).output(), "");
    assert_eq!(crontab(), own);
}

/// A lock that is held until this is dropped.
struct Held(Child);

impl Held {
    fn new(path: &std::path::Path) -> Self {
        let mut holder = Command::new("flock");
        holder.arg("--no-fork").arg(path).args(["sleep", "60"]);
        let held = Self(holder.stdin(Stdio::null()).spawn().unwrap());
        let is_free = || {
            let mut asked = Command::new("flock");
            let asked = asked.arg("--nonblock").arg(path).arg("true").status();
            asked.unwrap().success()
        };
        for _ in 0..200 {
            if !is_free() {
                return held;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the lock was never taken");
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A backup may take long: what only looks at its copies is not kept by it. A client that says nothing is told of in time.
#[test]
fn a_list_of_copies_waits_for_no_backup() {
    let world = World::new();
    let held = Held::new(&world.folder().join("out/compose/docker-compose.yml"));
    let green = world.run("health-check.sh", &["--quiet"], &[("STORE_TIMEOUT", "20")]);
    assert_eq!(green.code, Some(0), "{}", green.output());
    drop(held);
    let silent = world.run(
        "health-check.sh",
        &["--quiet"],
        &[("STORE_TIMEOUT", "0.001")],
    );
    assert_eq!(
        silent.output(),
        "FAIL backup nightly: store 2 (restic) doesn't answer within 0.001 seconds\n"
    );
}

/// What runs by itself finds a project that lies elsewhere, whatever is in its path.
#[test]
fn timers_name_a_project_that_lies_elsewhere() {
    let world = World::new();
    let moved = world.folder().join("it's 100% moved");
    fs::rename(world.folder().join("out/compose"), &moved).unwrap();
    let lost = world.run("timers.sh", &["print"], &[]);
    let complaint = "STACKC_PROJECT=FOLDER names that of the Compose project";
    assert!(
        lost.code == Some(2) && lost.stderr.contains(complaint),
        "{}",
        lost.output()
    );
    let there = [("STACKC_PROJECT", moved.to_str().unwrap())];
    let printed = world.run("timers.sh", &["print"], &there);
    let wanted = format!(
        "* * * * * STACKC_PROJECT='{}/it'\\''s 100\\% moved' '{}/health-check.sh' --quiet --notify",
        world.folder().display(),
        world.folder().join("out/ops").display(),
    );
    assert!(
        printed.stdout.lines().any(|line| line == wanted),
        "{wanted}\n{}",
        printed.output()
    );
}
