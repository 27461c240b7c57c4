use proptest::prelude::*;

use super::*;
use crate::atoms::Atom;

fn cron(text: &str) -> Calendar {
    match Cron::parse(text) {
        Ok(cron) => cron.0,
        Err(reason) => panic!("{text}: {reason}"),
    }
}

fn zone(text: &str) -> ZoneName {
    ZoneName::parse(text).expect("a zone")
}

#[test]
fn cron_lines_become_events() {
    for (line, events) in [
        ("0 2 * * *", &["*-*-* 02:00:00"] as &[&str]),
        ("*/15 * * * *", &["*-*-* *:00/15:00"]),
        ("0 */6 * * *", &["*-*-* 00,06,12,18:00:00"]),
        ("5,35 8-18 * * mon-fri", &["Mon..Fri *-*-* 08..18:05,35:00"]),
        ("0 4 1,15 * *", &["*-*-01,15 04:00:00"]),
        ("0 4 * jan,jul sun", &["Sun *-01,07-* 04:00:00"]),
        ("0 4 * * 6-7", &["Sat,Sun *-*-* 04:00:00"]),
        ("0 4 13 * fri", &["*-*-13 04:00:00", "Fri *-*-* 04:00:00"]),
        ("@weekly", &["Sun *-*-* 00:00:00"]),
        ("@Hourly", &["*-*-* *:00:00"]),
        (
            "0 0 */2 * *",
            &["*-*-01,03,05,07,09,11,13,15,17,19,21,23,25,27,29,31 00:00:00"],
        ),
    ] {
        assert_eq!(cron(line).on_calendar(None), events, "{line}");
    }
    let berlin = zone("Europe/Berlin");
    let daily = cron("30 3 * * *").on_calendar(Some(&berlin));
    assert_eq!(daily, ["*-*-* 03:30:00 Europe/Berlin"]);
}

#[test]
fn what_cron_programs_disagree_about_is_refused() {
    for wrong in [
        "",
        "0 2 * *",
        "0 2 * * * *",
        "60 2 * * *",
        "0 24 * * *",
        "0 2 0 * *",
        "0 2 32 * *",
        "0 2 * 13 *",
        "0 2 * * 8",
        "0 2 * * fri-mon",
        "5/15 * * * *",
        "*/0 * * * *",
        "*/60 * * * *",
        "0 2 */2 * mon",
        "0 2 1-31 * mon",
        "0 2 1 * */2",
        "0 2 L * *",
        "0 2 ? * mon",
        "0 2 1,, * *",
        "0 +2 * * *",
        "0 02x * * *",
        "0 002 * * *",
        "@reboot",
        "@often",
    ] {
        assert!(Cron::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn words() {
    for (line, words) in [
        ("0 2 * * *", "every day at 02:00"),
        ("0 * * * *", "every hour"),
        ("5 * * * *", "every hour at minute 5"),
        ("*/15 * * * *", "every 15 minutes"),
        ("* * * * *", "every minute"),
        ("0 2,14 * * *", "every day at 02:00, 14:00"),
        ("0 2 * * mon-fri", "on Mon to Fri at 02:00"),
        ("0 2 1 * *", "on day 1 of the month at 02:00"),
        (
            "0 2 13 jan-mar fri",
            "on day 13 of the month and on Fri in Jan to Mar at 02:00",
        ),
        (
            "*/20 8-18 * * *",
            "every day, every 20 minutes in the hours 8 to 18",
        ),
    ] {
        assert_eq!(cron(line).words(), words, "{line}");
    }
}

#[test]
fn every_divides_an_hour_or_a_day() {
    let written = |minutes| Calendar::every(minutes).map(|calendar| calendar.cron());
    assert_eq!(written(1).as_deref(), Some("* * * * *"));
    assert_eq!(written(15).as_deref(), Some("*/15 * * * *"));
    assert_eq!(written(60).as_deref(), Some("0 * * * *"));
    assert_eq!(written(360).as_deref(), Some("0 */6 * * *"));
    assert_eq!(written(1440).as_deref(), Some("0 0 * * *"));
    for wrong in [0, 7, 45, 90, 300, 2880, u64::MAX] {
        assert_eq!(written(wrong), None, "{wrong}");
    }
}

#[test]
fn days_that_never_come() {
    assert!(!cron("0 0 30 2 *").comes());
    assert!(!cron("0 0 31 4,6,9,11 *").comes());
    assert!(cron("0 0 29 2 *").comes());
    assert!(cron("0 0 30 2 mon").comes());
    assert_eq!(
        cron("0 0 31 * *").skipped_months(),
        ["Feb", "Apr", "Jun", "Sep", "Nov"]
    );
    assert_eq!(cron("0 0 29 * *").skipped_months(), ["Feb"]);
    assert!(cron("0 0 1,31 * *").skipped_months().is_empty());
}

#[test]
fn zones_are_named_as_the_database_names_them() {
    assert!(ZoneName::parse("UTC").is_ok());
    let reason = |text| ZoneName::parse(text).expect_err("no zone");
    assert!(reason("europe/berlin").contains("\"Europe/Berlin\""));
    assert!(reason("Europe/Berln").contains("\"Europe/Berlin\""));
    assert!(reason("").contains("named as"));
    assert!(zone("UTC").shifts().is_empty());
    assert!(zone("Asia/Tokyo").shifts().is_empty());
}

/// The last Sundays of March and October, at 01:00 UTC.
#[test]
fn clocks_change_where_and_when_they_do() {
    let first = |zone_name: &str, line: &str, left_out: bool| {
        let shifts = zone(zone_name).shifts();
        let mut of_kind = shifts.iter().filter(|shift| shift.left_out == left_out);
        let found = of_kind.find_map(|shift| shift.first_of(&cron(line)));
        found.map(|time| time.to_string())
    };
    let berlin = |line, left_out| first("Europe/Berlin", line, left_out);
    assert_eq!(
        berlin("30 2 * * *", true).as_deref(),
        Some("2026-03-29T02:30:00")
    );
    assert_eq!(
        berlin("30 2 * * *", false).as_deref(),
        Some("2026-10-25T02:30:00")
    );
    assert_eq!(
        berlin("0 2 * * *", true).as_deref(),
        Some("2026-03-29T02:00:00")
    );
    assert_eq!(berlin("0 3 * * *", true), None);
    assert_eq!(berlin("59 1 * * *", true), None);
    // The change is on a Sunday, and never on the first of a month.
    assert_eq!(berlin("30 2 * * mon-sat", true), None);
    assert_eq!(berlin("30 2 1 * *", false), None);
    // In New York clocks change at 02:00 as well, but back to 01:00, and on other days.
    let new_york = |line, left_out| first("America/New_York", line, left_out);
    assert_eq!(
        new_york("30 2 * * *", true).as_deref(),
        Some("2026-03-08T02:30:00")
    );
    assert_eq!(new_york("30 2 * * *", false), None);
    assert_eq!(
        new_york("30 1 * * *", false).as_deref(),
        Some("2026-11-01T01:30:00")
    );
    // Lord Howe Island moves its clocks by half an hour.
    assert_eq!(first("Australia/Lord_Howe", "30 2 * * *", true), None);
    assert_eq!(
        first("Australia/Lord_Howe", "15 2 * * *", true).as_deref(),
        Some("2026-10-04T02:15:00")
    );
}

#[test]
fn triggers_of_the_task_scheduler() {
    let triggers = |line: &str| cron(line).task_triggers();
    let one = |hour, minute, days, repeated| TaskTrigger {
        hour,
        minute,
        days,
        repeated,
    };
    assert_eq!(
        triggers("30 3 * * *"),
        Ok(vec![one(3, 30, TriggerDays::Every, None)])
    );
    assert_eq!(
        triggers("*/15 * * * *"),
        Ok(vec![one(0, 0, TriggerDays::Every, Some(15))])
    );
    assert_eq!(
        triggers("5 */6 * * *"),
        Ok(vec![one(0, 5, TriggerDays::Every, Some(360))])
    );
    assert_eq!(
        triggers("0 3 * * mon"),
        Ok(vec![one(3, 0, TriggerDays::Week(Set::one(1)), None)])
    );
    let months = Set::range(1, 12);
    let days = Set::one(1);
    assert_eq!(
        triggers("0 3 1 * sun"),
        Ok(vec![
            one(3, 0, TriggerDays::Month { days, months }, None),
            one(3, 0, TriggerDays::Week(Set::one(0)), None),
        ])
    );
    assert!(triggers("* 8-18 * * *").is_err());
}

prop_compose! {
    /// A cron line of random numbers, lists, ranges, steps and names.
    fn lines()(
        minute in field(0, 59, &[]),
        hour in field(0, 23, &[]),
        month_day in field(1, 31, &[]),
        month in field(1, 12, &MONTHS),
        week_day in field(0, 7, &WEEK_DAYS),
    ) -> String {
        format!("{minute} {hour} {month_day} {month} {week_day}")
    }
}

fn field(first: u8, last: u8, names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let number = move || {
        (first..=last).prop_map(move |n| {
            let from = n.checked_sub(first.min(1)).map(usize::from);
            let named = from.and_then(|at| names.get(at)).filter(|_| n % 2 == 0);
            named.map_or_else(|| n.to_string(), |name| name.to_lowercase())
        })
    };
    let range = (first..=last, first..=last, 1..=last.max(2) - 1)
        .prop_map(|(a, b, step)| format!("{}-{}/{step}", a.min(b), a.max(b)));
    let item = prop_oneof![number(), range];
    let list = proptest::collection::vec(item, 1..4).prop_map(|items| items.join(","));
    let star = Just("*".to_owned());
    let steps = (1..last).prop_map(|step| format!("*/{step}"));
    prop_oneof![3 => star, 1 => steps, 4 => list]
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[@*/,0-9a-z \\-]{0,24}|\\PC{0,40}") {
        let _ = Cron::parse(&text);
        let _ = TimeOfDay::parse(&text);
        let _ = WeekDays::parse(&text);
        let _ = MonthDays::parse(&text);
        let _ = ZoneName::parse(&text);
    }

    #[test]
    fn what_is_written_reads_back(line in lines()) {
        if let Ok(Cron(calendar)) = Cron::parse(&line) {
            prop_assert_eq!(cron(&calendar.cron()), calendar, "{}", calendar.cron());
            prop_assert!(!calendar.words().is_empty());
        }
    }
}
