//! What a backup deletes, and nothing else: the function of the scripts against a model of it, with random copies.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{
    collections::BTreeSet, fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command,
    time::Duration,
};

use jiff::{civil::DateTime, tz::TimeZone};
use proptest::prelude::*;
use stackc_golden_tests::{
    process::{self, Finished},
    stackc, tools,
};
use stackc_targets::parts::backup::{KEEP, SCRIPTS, script};

const DEADLINE: Duration = Duration::from_secs(20);

/// What is kept, as `keep` says it.
#[derive(Clone, Copy, Debug)]
struct Rule {
    days: usize,
    daily: usize,
    weekly: usize,
    monthly: usize,
}

/// What the function says to delete of these names, with the host's tools or with busybox', as the containers have them.
fn deleted(with_busybox: bool, rule: Rule, names: &[String]) -> BTreeSet<String> {
    let mut command = if with_busybox {
        let mut command = tools::command("busybox");
        command.arg("sh");
        command
    } else {
        Command::new("sh")
    };
    let own =
        "for tool in awk grep sort; do eval \"$tool() { $BUSYBOX $tool \\\"\\$@\\\"; }\"; done";
    let tools = if with_busybox { own } else { ":" };
    command
        .args(["-c", &format!("{tools}\n{KEEP}\nexpired")])
        .env("BUSYBOX", tools::path("busybox"));
    for (name, count) in [
        ("KEEP_DAYS", rule.days),
        ("KEEP_DAILY", rule.daily),
        ("KEEP_WEEKLY", rule.weekly),
        ("KEEP_MONTHLY", rule.monthly),
    ] {
        if count > 0 {
            command.env(name, count.to_string());
        }
    }
    let input = names.join("\n") + "\n";
    let done = process::run_with_input(&mut command, input.as_bytes(), DEADLINE);
    assert!(done.stderr.is_empty(), "{}", done.output());
    done.stdout.lines().map(str::to_owned).collect()
}

/// The last of each group of the newest `most` groups.
fn last_of<K: PartialEq>(
    copies: &[DateTime],
    most: usize,
    group: impl Fn(&DateTime) -> K,
) -> Vec<DateTime> {
    let mut firsts: Vec<DateTime> = Vec::new();
    for copy in copies {
        if firsts.last().is_none_or(|last| group(last) != group(copy)) {
            firsts.push(*copy);
        }
    }
    firsts.truncate(most);
    firsts
}

/// What has to go, by the civil calendar.
fn expected(rule: Rule, copies: &BTreeSet<DateTime>) -> BTreeSet<String> {
    let newest_first: Vec<DateTime> = copies.iter().rev().copied().collect();
    let Some(newest) = newest_first.first() else {
        return BTreeSet::new();
    };
    if rule.days + rule.daily + rule.weekly + rule.monthly == 0 {
        return BTreeSet::new();
    }
    let utc = |time: &DateTime| time.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let oldest = utc(newest).as_second() - i64::try_from(rule.days).unwrap() * 86_400;
    let mut kept = vec![*newest];
    kept.extend(
        newest_first
            .iter()
            .filter(|copy| rule.days > 0 && utc(copy).as_second() >= oldest),
    );
    kept.extend(last_of(&newest_first, rule.daily, |copy| copy.date()));
    kept.extend(last_of(&newest_first, rule.weekly, |copy| {
        let week = copy.date().iso_week_date();
        (week.year(), week.week())
    }));
    kept.extend(last_of(&newest_first, rule.monthly, |copy| {
        (copy.year(), copy.month())
    }));
    let gone = newest_first.iter().filter(|copy| !kept.contains(copy));
    gone.map(name).collect()
}

fn name(copy: &DateTime) -> String {
    copy.strftime("%Y%m%dT%H%M%SZ").to_string()
}

prop_compose! {
    /// Copies of two years, with a leap day, many of them close to one another.
    fn copies()(
        seconds in proptest::collection::btree_set(
            prop_oneof![0_i64..63_000_000, 62_000_000_i64..63_000_000],
            0..40,
        ),
    ) -> BTreeSet<DateTime> {
        let start = 1_703_000_000;
        let at = |seconds: i64| jiff::Timestamp::from_second(start + seconds).unwrap();
        seconds.into_iter().map(|one| at(one).to_zoned(TimeZone::UTC).datetime()).collect()
    }
}

prop_compose! {
    fn rules()(days in 0_usize..60, daily in 0_usize..9, weekly in 0_usize..9, monthly in 0_usize..9, which in 0..4_u8) -> Rule {
        let some = |count: usize, part: u8| if which == part || which == 3 { count } else { 0 };
        Rule { days: some(days, 0), daily: some(daily, 1), weekly: some(weekly, 2), monthly: some(monthly, 2) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_not_kept_goes_and_nothing_else(copies in copies(), rule in rules()) {
        let mut names: Vec<String> = copies.iter().map(name).collect();
        let strange = ["..", ".", "*", "", "notes", "20240101", "20240101T000000Z.bak", "/etc", "20240101T000000Z /etc", "-rf"];
        names.extend(strange.map(str::to_owned));
        let wanted = expected(rule, &copies);
        for with_busybox in [false, true] {
            prop_assert_eq!(&deleted(with_busybox, rule, &names), &wanted, "busybox: {}", with_busybox);
        }
    }
}

/// Runs a script of a container's, whose folders lie in `here`, with the clients in `here/bin` before those of the host.
fn run(name: &str, here: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Finished {
    let (_, text) = SCRIPTS.iter().find(|(one, _)| *one == name).unwrap();
    let mut text = script(text, &[]);
    for folder in ["work", "stores"] {
        fs::create_dir_all(here.join(folder)).unwrap();
        let inside = here.join(folder).display().to_string();
        text = text.replace(&format!("/{folder}"), &inside);
    }
    fs::write(here.join(name), text).unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new("sh");
    command
        .arg(here.join(name))
        .args(arguments)
        .env("PATH", format!("{}:{path}", here.join("bin").display()))
        .envs(variables.iter().copied());
    process::run(&mut command, DEADLINE)
}

/// A client that says this and ends so.
fn client(name: &str, here: &Path, text: &str) {
    let bin = here.join("bin");
    fs::create_dir_all(&bin).unwrap();
    fs::write(bin.join(name), format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
}

/// Two projects have one store: neither sees, takes or deletes a copy of the other.
#[test]
fn copies_of_others_in_a_folder_are_not_touched() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    let of = |project: &'static str, arguments: &[&str]| {
        let folder = [("FOLDER", project), ("KEEP_DAYS", "1")];
        run("files.sh", here, &folder, arguments)
    };
    for (project, copy) in [
        ("shop/nightly", "20240101T000000Z"),
        ("shop-dev/nightly", "20240301T000000Z"),
        ("shop/nightly", "20240201T000000Z"),
    ] {
        fs::create_dir_all(here.join("work")).unwrap();
        fs::write(here.join("work/of"), format!("{project} {copy}")).unwrap();
        let kept = of(project, &["keep", "1", copy]);
        assert!(kept.succeeded(), "{}", kept.output());
    }
    assert_eq!(
        of("shop/nightly", &["list", "1"]).output(),
        "20240201T000000Z\n"
    );
    assert_eq!(
        of("shop-dev/nightly", &["list", "1"]).output(),
        "20240301T000000Z\n"
    );
    assert_eq!(of("new/nightly", &["list", "1"]).output(), "");
    let fetched = of("shop/nightly", &["fetch", "1", "latest"]);
    assert!(fetched.succeeded(), "{}", fetched.output());
    assert_eq!(
        fs::read_to_string(here.join("work/of")).unwrap(),
        "shop/nightly 20240201T000000Z"
    );
    let foreign = of("shop/nightly", &["fetch", "1", "20240301T000000Z"]);
    assert!(!foreign.succeeded());
    assert!(
        foreign.stderr.contains("there is no copy"),
        "{}",
        foreign.stderr
    );
}

/// What a client says of a store that does not open is what is said, not that the store is empty; and nothing is deleted.
#[test]
fn a_store_that_does_not_open_is_a_failure() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    client(
        "restic",
        here,
        "echo 'Fatal: wrong password or no key found' >&2; exit 12",
    );
    client("rclone", here, "echo '403 Forbidden' >&2; exit 1");
    for (script, variables, complaint) in [
        (
            "restic.sh",
            ("TAG", "shop/nightly"),
            "Fatal: wrong password or no key found",
        ),
        ("s3.sh", ("FOLDER", "shop/nightly"), "403 Forbidden"),
    ] {
        for arguments in [
            ["list", "1", ""],
            ["fetch", "1", "latest"],
            ["keep", "1", "20240101T000000Z"],
        ] {
            let variables = [variables, ("BUCKET", "copies")];
            let failed = run(script, here, &variables, &arguments);
            assert!(!failed.succeeded(), "{script} {arguments:?}");
            let last = failed.stderr.lines().last();
            assert_eq!(last, Some(complaint), "{script} {arguments:?}");
            assert_eq!(failed.stdout, "", "{script} {arguments:?}");
        }
    }
}

/// Where a client lists copies they are told, and where there is none nothing is.
#[test]
fn the_copies_of_a_store_that_opens() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    let list = |script: &str| {
        let variables = [("TAG", "a"), ("FOLDER", "a/b"), ("BUCKET", "c")];
        run(script, here, &variables, &["list", "1"])
    };
    client("restic", here, "echo '[]'");
    client("rclone", here, ":");
    for script in ["restic.sh", "s3.sh"] {
        let none = list(script);
        assert_eq!(
            (none.code, none.output().as_str()),
            (Some(0), ""),
            "{script}"
        );
    }
    client(
        "restic",
        here,
        r#"echo '[{"tags":["a","20240101T000000Z"],"id":"1"}]'"#,
    );
    client("rclone", here, "echo 20240101T000000Z/complete");
    for script in ["restic.sh", "s3.sh"] {
        assert_eq!(list(script).output(), "20240101T000000Z\n", "{script}");
    }
}

/// A password that is made anew is a repository that nobody opens any more.
#[test]
fn the_commands_of_secrets_md_replace_nothing() {
    let list = stackc::repository().join("examples/espocrm/out/compose/SECRETS.md");
    let list = fs::read_to_string(list).unwrap();
    let (_, rest) = list.split_once("```sh\n").unwrap();
    let (commands, _) = rest.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = || {
        let done = process::run(
            Command::new("sh")
                .args(["-euc", commands])
                .current_dir(&folder),
            DEADLINE,
        );
        assert!(done.succeeded(), "{}", done.output());
    };
    let read = |name: &str| fs::read(folder.path().join("secrets").join(name)).unwrap();
    run();
    let (password, other) = (read("restic-password"), read("crm-db-password"));
    fs::remove_file(folder.path().join("secrets/crm-db-password")).unwrap();
    run();
    assert_eq!(read("restic-password"), password);
    assert_ne!(read("crm-db-password"), other, "a new one is made");
}
