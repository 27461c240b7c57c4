//! How old the newest copy of a backup may be.

use stackc_compiler::{
    atoms::Calendar,
    model::{Schedule, When},
};

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60;
/// All days in which a calendar can repeat itself, the leap day's too.
const DAYS: u64 = 366 * 9;
/// A backup takes its time, and clocks are changed.
const MOST_GRACE: u64 = 6 * 60;
/// A Thursday.
const FIRST_WEEK_DAY: u64 = 4;

/// In seconds; none where nothing says when the next copy is made.
pub(super) fn limit(schedule: Option<&Schedule>) -> Option<u64> {
    match schedule?.when() {
        Ok(When::Calendar(calendar)) => {
            let gap = longest_gap(&calendar)?;
            Some((gap + gap.min(MOST_GRACE)) * MINUTE)
        }
        _ => None,
    }
}

/// The longest time between two runs, in minutes.
fn longest_gap(calendar: &Calendar) -> Option<u64> {
    let times: Vec<u64> = (0..24u8)
        .flat_map(|hour| (0..60u8).map(move |minute| (hour, minute)))
        .filter(|(hour, minute)| calendar.is_at(*hour, *minute))
        .map(|(hour, minute)| u64::from(hour) * 60 + u64::from(minute))
        .collect();
    let mut last: Option<u64> = None;
    let mut longest = None;
    for number in 0..DAYS {
        let (month, day) = date(number);
        let week_day = u8::try_from((number + FIRST_WEEK_DAY) % 7).unwrap_or(0);
        if !calendar.is_on(month, day, week_day) {
            continue;
        }
        for time in &times {
            let now = number * DAY + time;
            if let Some(last) = last {
                longest = longest.max(Some(now - last));
            }
            last = Some(now);
        }
    }
    longest
}

/// Month and day of the day with this number, from the first of January 1970.
fn date(number: u64) -> (u8, u8) {
    // Counted from the first of March of the year 0, so that the leap day is the last of its year.
    let number = number + 719_468;
    let of_era = number % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::{date, longest_gap};
    use stackc_compiler::atoms::{Atom as _, Cron};

    fn gap(cron: &str) -> Option<u64> {
        longest_gap(&Cron::parse(cron).expect("a cron line").0)
    }

    #[test]
    fn dates() {
        assert_eq!(date(0), (1, 1));
        assert_eq!(date(58), (2, 28));
        assert_eq!(date(59), (3, 1));
        assert_eq!(date(365 + 365 + 59), (2, 29));
        assert_eq!(date(364), (12, 31));
    }

    #[test]
    fn gaps_in_minutes() {
        assert_eq!(gap("0 * * * *"), Some(60));
        assert_eq!(gap("30 3 * * *"), Some(24 * 60));
        assert_eq!(gap("0 1,13,15 * * *"), Some(12 * 60));
        assert_eq!(gap("30 3 * * mon-fri"), Some(3 * 24 * 60));
        assert_eq!(gap("30 3 1 * *"), Some(31 * 24 * 60));
        assert_eq!(gap("0 0 29 2 *"), Some((4 * 365 + 1) * 24 * 60));
        assert_eq!(gap("0 0 31 * *"), Some(61 * 24 * 60));
    }
}
