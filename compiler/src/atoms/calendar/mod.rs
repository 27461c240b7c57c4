//! Calendar times: one typed value, and what each scheduler calls it.
//!
//! A time is a set of minutes, hours, days and months, as in cron. Every form that a stack may write becomes this value, and
//! everything that a target writes comes from it.

mod cron;
mod days;
mod set;
mod systemd;
mod task;
mod words;
mod zone;

#[cfg(test)]
mod tests;

pub use cron::Cron;
pub use days::{MonthDays, TimeOfDay, WeekDays};
pub use set::Set;
pub use task::{TaskTrigger, TriggerDays};
pub use zone::{Shift, ZoneName};

/// The English names of the months, three letters each, from January.
pub(crate) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// The English names of the days of the week, three letters each, from Sunday.
pub(crate) const WEEK_DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/// How many days each month has at most.
const MONTH_LENGTHS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Points in time that come again, to the minute: every minute of `minutes` in every hour of `hours` on every day that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// 0 to 59.
    pub minutes: Set,
    /// 0 to 23.
    pub hours: Set,
    /// Days of the month, 1 to 31, if they matter.
    pub month_days: Option<Set>,
    /// 1 to 12.
    pub months: Set,
    /// Days of the week, 0 (Sunday) to 6, if they matter. Beside days of the month either is enough, as in cron.
    pub week_days: Option<Set>,
}

impl Calendar {
    /// Every day at a time.
    #[must_use]
    pub fn daily(at: TimeOfDay) -> Self {
        Self {
            minutes: Set::one(at.minute),
            hours: Set::one(at.hour),
            month_days: None,
            months: Set::range(1, 12),
            week_days: None,
        }
    }

    /// Every hour, at one of its minutes.
    #[must_use]
    pub fn hourly(minute: u8) -> Self {
        Self {
            minutes: Set::one(minute),
            hours: Set::range(0, 23),
            month_days: None,
            months: Set::range(1, 12),
            week_days: None,
        }
    }

    /// Every so many minutes, counted from midnight: a number that divides an hour or, in whole hours, a day.
    #[must_use]
    pub fn every(minutes: u64) -> Option<Self> {
        let minutes = u16::try_from(minutes).ok()?;
        let minute = u8::try_from(minutes).ok();
        if let Some(step) = minute.filter(|step| *step > 0 && 60 % step == 0) {
            return Some(Self {
                minutes: Set::steps(0, 59, step),
                ..Self::hourly(0)
            });
        }
        let hours = u8::try_from(minutes / 60).ok()?;
        let whole = minutes.is_multiple_of(60) && hours > 0 && 24_u8.checked_rem(hours) == Some(0);
        whole.then(|| Self {
            hours: Set::steps(0, 23, hours),
            ..Self::hourly(0)
        })
    }

    /// Whether there is a day on which it comes.
    #[must_use]
    pub fn comes(&self) -> bool {
        let Some(days) = self.month_days.filter(|_| self.week_days.is_none()) else {
            return true;
        };
        self.months
            .iter()
            .any(|month| days.first().is_some_and(|day| day <= month_length(month)))
    }

    /// Months that it names and that are too short for every day it names.
    #[must_use]
    pub fn skipped_months(&self) -> Vec<&'static str> {
        let Some(days) = self.month_days.filter(|_| self.week_days.is_none()) else {
            return Vec::new();
        };
        // In most years February has 28 days.
        let shortest = |month: u8| if month == 2 { 28 } else { month_length(month) };
        let short = |month: &u8| days.first().is_some_and(|day| day > shortest(*month));
        let names = self.months.iter().filter(short);
        names.map(|month| name(&MONTHS, month - 1)).collect()
    }

    /// Whether it comes on a day: its month, its day in it, and its day of the week.
    #[must_use]
    pub fn is_on(&self, month: u8, day: u8, week_day: u8) -> bool {
        let of_month = self.month_days.map(|days| days.contains(day));
        let of_week = self.week_days.map(|days| days.contains(week_day));
        let fits = match (of_month, of_week) {
            (Some(of_month), Some(of_week)) => of_month || of_week,
            (one, other) => one.or(other).unwrap_or(true),
        };
        fits && self.months.contains(month)
    }

    /// Whether it comes at a time of a day on which it comes at all.
    #[must_use]
    pub fn is_at(&self, hour: u8, minute: u8) -> bool {
        self.hours.contains(hour) && self.minutes.contains(minute)
    }
}

fn month_length(month: u8) -> u8 {
    let index = usize::from(month).saturating_sub(1);
    MONTH_LENGTHS.get(index).copied().unwrap_or(31)
}

/// A name of a list by its number.
fn name(names: &[&'static str], index: u8) -> &'static str {
    names.get(usize::from(index)).copied().unwrap_or("")
}
