//! A calendar time means the same to systemd and to cron: `systemd-analyze calendar` reads the events, the crate croner the cron line,
//! and the next times of both are compared.
//!
//! On days on which clocks change the two disagree by design, which the compiler warns of: such days are left out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test reports trouble"
)]

use std::{collections::BTreeSet, str::FromStr as _, time::Duration};

use croner::Cron;
use jiff::{Timestamp, tz::TimeZone};
use stackc_compiler::atoms::{Atom as _, Calendar, TimeOfDay, ZoneName, calendar::Set};
use stackc_golden_tests::{process, tools};

const DEADLINE: Duration = Duration::from_secs(30);
/// How many times of each are compared.
const TIMES: usize = 10;
/// How many random times are tried.
const TRIED: u64 = 120;
/// Half an hour's shift, both hemispheres, no shift, odd offsets, and clocks that change at midnight, where systemd gives up on hours in steps
/// ("Resource deadlock avoided").
const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "America/Santiago",
    "Africa/Cairo",
];

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn number(&mut self, first: u8, last: u8) -> u8 {
        first + u8::try_from(self.below(u64::from(last - first) + 1)).unwrap()
    }

    /// Some numbers, a row of them, or all in steps.
    fn set(&mut self, first: u8, last: u8) -> Set {
        match self.below(4) {
            0 => Set::one(self.number(first, last)),
            1 => {
                let (a, b) = (self.number(first, last), self.number(first, last));
                Set::range(a.min(b), a.max(b))
            }
            2 => Set::steps(first, last, self.number(1, (last - first).max(1))),
            _ => (0..3).fold(Set::default(), |set, _| {
                set.with(Set::one(self.number(first, last)))
            }),
        }
    }

    /// A time in one of the forms that a schedule has.
    fn calendar(&mut self) -> Calendar {
        let at = TimeOfDay {
            hour: self.number(0, 23),
            minute: self.number(0, 59),
        };
        let daily = Calendar::daily(at);
        let some = |set: Set, all: usize| (set.len() < all).then_some(set);
        match self.below(7) {
            0 => daily,
            1 => Calendar::hourly(at.minute),
            2 => Calendar {
                week_days: some(self.set(0, 6), 7),
                ..daily
            },
            3 => Calendar {
                month_days: some(self.set(1, 31), 31),
                ..daily
            },
            4 => {
                let choices = [1, 5, 15, 20, 60, 120, 360, 720];
                let minutes = choices[usize::try_from(self.below(8)).unwrap()];
                Calendar::every(minutes).unwrap()
            }
            _ => Calendar {
                minutes: self.set(0, 59),
                hours: self.set(0, 23),
                month_days: some(self.set(1, 31), 31).filter(|_| self.below(2) == 0),
                months: self.set(1, 12),
                week_days: some(self.set(0, 6), 7).filter(|_| self.below(2) == 0),
            },
        }
    }
}

/// The next times of an event, as systemd says them.
fn systemd(event: &str, base: Timestamp) -> Vec<Timestamp> {
    let mut command = tools::command("systemd-analyze");
    command
        // In another zone than the event's the times are also given in UTC.
        .env("TZ", "Asia/Tokyo")
        .args(["calendar", &format!("--iterations={TIMES}")])
        .arg(format!(
            "--base-time={} UTC",
            base.strftime("%Y-%m-%d %H:%M:%S")
        ))
        .arg(event);
    let done = process::run(&mut command, DEADLINE);
    assert!(done.succeeded(), "{event}: {}", done.output());
    let lines = done.stdout.lines();
    lines
        .filter_map(|line| line.trim().strip_prefix("(in UTC): "))
        .map(|text| {
            // Without the name of the day.
            let (_, time) = text.split_once(' ').unwrap();
            let time = time.strip_suffix(" UTC").unwrap().replace(' ', "T");
            Timestamp::from_str(&format!("{time}Z")).unwrap()
        })
        .collect()
}

fn cron(line: &str, base: Timestamp, zone: &TimeZone) -> Vec<Timestamp> {
    let cron = Cron::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let start = base.to_zoned(zone.clone());
    let times = cron.iter_after(start).take(TIMES);
    times.map(|time| time.timestamp()).collect()
}

#[test]
fn systemd_and_cron_agree_about_every_time() {
    let mut random = Random(2026);
    let mut compared = 0;
    for nth in 0..TRIED {
        let calendar = random.calendar();
        if !calendar.comes() {
            continue;
        }
        let zone_name = ZONES[usize::try_from(nth % 8).unwrap()];
        let zone = TimeZone::get(zone_name).unwrap();
        let name = ZoneName::parse(zone_name).unwrap();
        let base = 1_772_000_000 + i64::try_from(random.below(150_000_000)).unwrap();
        let base = Timestamp::from_second(base - base % 60).unwrap();
        let events = calendar.on_calendar(Some(&name));
        let of_systemd: BTreeSet<Timestamp> = events
            .iter()
            .flat_map(|event| systemd(event, base))
            .collect();
        let line = calendar.cron();
        let of_cron = cron(&line, base, &zone);
        let shifts = name.shifts();
        let changes = |time: &Timestamp| {
            let date = time.to_zoned(zone.clone()).date();
            shifts
                .iter()
                .any(|shift| shift.from.date() == date || shift.to.date() == date)
        };
        // Behind the last time of either nothing is known of it.
        let end = of_cron.last().copied().unwrap_or(Timestamp::MAX);
        let end = if events.len() == 1 {
            end.min(of_systemd.last().copied().unwrap_or(Timestamp::MAX))
        } else {
            end
        };
        let fits = |time: &&Timestamp| **time <= end && !changes(time);
        let of_systemd: Vec<&Timestamp> = of_systemd.iter().filter(fits).collect();
        let of_cron: Vec<&Timestamp> = of_cron.iter().filter(fits).collect();
        assert_eq!(
            of_systemd, of_cron,
            "{line} and {events:?} in {zone_name} from {base}"
        );
        compared += of_cron.len();
    }
    assert!(compared > 600, "{compared} times were compared");
}
