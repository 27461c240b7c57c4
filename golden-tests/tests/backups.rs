//! What a backup deletes, and nothing else: the function of the scripts against a model of it, with random copies.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeSet, process::Command, time::Duration};

use jiff::{civil::DateTime, tz::TimeZone};
use proptest::prelude::*;
use stackc_golden_tests::{process, tools};
use stackc_targets::parts::backup::KEEP;

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
