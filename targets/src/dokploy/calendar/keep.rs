//! How many copies Dokploy has to keep: it counts them, and knows no days.

use stackc_compiler::{
    atoms::{Calendar, TimeOfDay},
    model::{Keep, Schedule, When},
};

/// How many copies are kept, and whether these are the ones that the stack says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// The newest so many.
    pub copies: u64,
    /// Whether others are kept too, since some of those that are to stay are older than some that are not.
    pub is_more: bool,
}

/// The count that keeps everything that is to be kept, if anything is to go at all. What runs by hand counts as if it ran daily.
pub(super) fn count(keep: Option<&Keep>, schedule: Option<&Schedule>) -> Option<Count> {
    let Keep {
        days,
        daily,
        weekly,
        monthly,
        span: _,
    } = keep?;
    let calendar = match schedule.map(Schedule::when) {
        Some(Ok(When::Calendar(calendar))) => calendar,
        _ => Calendar::daily(TimeOfDay { hour: 0, minute: 0 }),
    };
    let in_day = in_day(&calendar);
    let periods = [
        (daily, in_day),
        (weekly, most(&all_days(&calendar), 7).saturating_mul(in_day)),
        (monthly, in_month(&calendar).saturating_mul(in_day)),
    ];
    let of_days = days.as_ref().map(|days| Count {
        copies: younger(&calendar, days.value.0),
        is_more: false,
    });
    let of_periods = periods.into_iter().filter_map(|(said, runs)| {
        let copies = said.as_ref()?.value.0.saturating_mul(runs);
        let is_more = runs > 1;
        Some(Count { copies, is_more })
    });
    let all: Vec<Count> = of_days.into_iter().chain(of_periods).collect();
    let most = all.iter().max_by_key(|count| count.copies)?;
    (most.copies > 0).then_some(Count {
        is_more: most.is_more || all.len() > 1,
        ..*most
    })
}

/// How often it comes on a day on which it comes.
fn in_day(calendar: &Calendar) -> u64 {
    u64::try_from(calendar.hours.len() * calendar.minutes.len()).unwrap_or(u64::MAX)
}

/// The most copies that are at most so many days older than the newest, which is one of them.
fn younger(calendar: &Calendar, days: u64) -> u64 {
    let (all, in_day) = (all_days(calendar), in_day(calendar));
    let touched = most(&all, days.saturating_add(1)).saturating_mul(in_day);
    let before = most(&all, days).saturating_mul(in_day);
    touched.min(before.saturating_add(1))
}

/// The most days on which it comes among so many in a row.
fn most(all: &[bool], days: u64) -> u64 {
    let length = usize::try_from(days).unwrap_or(usize::MAX).min(all.len());
    let mut inside: u64 = all.iter().take(length).map(|on| u64::from(*on)).sum();
    let mut most = inside;
    for (old, new) in all.iter().zip(all.iter().skip(length)) {
        inside = inside + u64::from(*new) - u64::from(*old);
        most = most.max(inside);
    }
    most
}

/// The most days of a month on which it comes.
fn in_month(calendar: &Calendar) -> u64 {
    let starts = (1..=12).flat_map(|month| (0..7).map(move |first| (month, first)));
    let months = starts.map(|(month, first)| {
        let days = (1..=31_u8).filter(|day| calendar.is_on(month, *day, (first + day) % 7));
        u64::try_from(days.count()).unwrap_or(u64::MAX)
    });
    months.max().unwrap_or(0)
}

/// Whether it comes, for each day of the 28 years after which days and weeks go together again.
fn all_days(calendar: &Calendar) -> Vec<bool> {
    const LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut all = Vec::new();
    let mut week_day = 1;
    for year in 0..28 {
        for (month, length) in (1..).zip(LENGTHS) {
            let leap = u8::from(month == 2 && year % 4 == 0);
            for day in 1..=length + leap {
                all.push(calendar.is_on(month, day, week_day));
                week_day = (week_day + 1) % 7;
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{in_day, in_month, most, younger};
    use stackc_compiler::atoms::{Atom as _, Calendar, Cron};

    fn calendar(cron: &str) -> Calendar {
        Cron::parse(cron).unwrap().0
    }

    #[test]
    fn what_is_younger_than_so_many_days() {
        for (cron, days, copies) in [
            ("0 3 * * *", 30, 31),
            ("0 3 * * *", 1, 2),
            ("0 */6 * * *", 1, 5),
            ("0 3 * * sun", 30, 5),
            ("0 3 * * sun", 28, 5),
            ("0 3 * * sun", 27, 4),
            ("0 3 1 * *", 31, 2),
            ("0 3 1 * *", 27, 1),
            ("0 3 29 2 *", 1461, 2),
        ] {
            assert_eq!(younger(&calendar(cron), days), copies, "{cron} in {days}");
        }
    }

    #[test]
    fn how_often_it_comes_in_a_period() {
        for (cron, day, week, month) in [
            ("0 3 * * *", 1, 7, 31),
            ("0 3,15 * * *", 2, 7, 31),
            ("0 3 * * sun", 1, 1, 5),
            ("0 3 1 * *", 1, 1, 1),
            ("0 3 1,15 * *", 1, 1, 2),
        ] {
            let calendar = calendar(cron);
            assert_eq!(in_day(&calendar), day, "{cron}");
            assert_eq!(most(&super::all_days(&calendar), 7), week, "{cron}");
            assert_eq!(in_month(&calendar), month, "{cron}");
        }
    }
}
