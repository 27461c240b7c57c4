//! Triggers of Windows' Task Scheduler, which counts in local time and knows no cron.

use super::{Calendar, Set};

/// More triggers than this a task can't have.
const MOST_TRIGGERS: usize = 48;

/// A trigger of a task: at a time on some days, and again after a while if it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskTrigger {
    /// The hour of its first run on a day.
    pub hour: u8,
    /// The minute of its first run on a day.
    pub minute: u8,
    /// The days.
    pub days: TriggerDays,
    /// Minutes until it runs again, all day long.
    pub repeated: Option<u16>,
}

/// The days of a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriggerDays {
    /// `ScheduleByDay`: all of them.
    Every,
    /// `ScheduleByWeek`: 0 (Sunday) to 6.
    Week(Set),
    /// `ScheduleByMonth`: days of months.
    Month {
        /// 1 to 31.
        days: Set,
        /// 1 to 12.
        months: Set,
    },
    /// `ScheduleByMonthDayOfWeek`: every such day of the week in months.
    WeekInMonths {
        /// 0 (Sunday) to 6.
        days: Set,
        /// 1 to 12.
        months: Set,
    },
}

impl Calendar {
    /// The triggers that together say it.
    ///
    /// # Errors
    /// The reason, to stand behind the time: it takes more triggers than a task can have.
    pub fn task_triggers(&self) -> Result<Vec<TaskTrigger>, String> {
        let times = self.times();
        let days = self.trigger_days();
        let count = times.len() * days.len();
        if count > MOST_TRIGGERS {
            return Err(format!(
                "takes {count} triggers of the Task Scheduler, which has at most {MOST_TRIGGERS} for a task"
            ));
        }
        let all = days.into_iter().flat_map(|days| {
            times
                .iter()
                .map(move |(hour, minute, repeated)| TaskTrigger {
                    hour: *hour,
                    minute: *minute,
                    days: days.clone(),
                    repeated: *repeated,
                })
        });
        Ok(all.collect())
    }

    /// Hour and minute of each first run, and after how many minutes it comes again.
    fn times(&self) -> Vec<(u8, u8, Option<u16>)> {
        if let Some(times) = self.repeated_times() {
            return times;
        }
        let hours = self.hours.iter();
        hours
            .flat_map(|hour| self.minutes.iter().map(move |minute| (hour, minute, None)))
            .collect()
    }

    /// The same with repetition, where runs are evenly spread over a day: every 15 minutes, or at some minutes of every hour.
    fn repeated_times(&self) -> Option<Vec<(u8, u8, Option<u16>)>> {
        let every_hours = match self.hours.len() {
            24 => 1,
            1 => return None,
            _ => self.hours.step(23).filter(|step| 24 % step == 0)?,
        };
        let between = self.minutes.step(59).filter(|step| 60 % step == 0);
        match between {
            Some(step) if every_hours == 1 => Some(vec![(0, 0, Some(u16::from(step)))]),
            _ => {
                let minutes = self.minutes.iter();
                let hours = u16::from(every_hours) * 60;
                Some(minutes.map(|minute| (0, minute, Some(hours))).collect())
            }
        }
    }

    fn trigger_days(&self) -> Vec<TriggerDays> {
        let months = self.months;
        let all_year = months.len() == 12;
        let of_month = |days| TriggerDays::Month { days, months };
        let of_week = |days| {
            if all_year {
                TriggerDays::Week(days)
            } else {
                TriggerDays::WeekInMonths { days, months }
            }
        };
        match (self.month_days, self.week_days) {
            (None, None) if all_year => vec![TriggerDays::Every],
            (None, None) => vec![of_month(Set::range(1, 31))],
            (Some(days), None) => vec![of_month(days)],
            (None, Some(days)) => vec![of_week(days)],
            // Where both are given the two triggers meet on some days: the task, which runs once at a time, is told to ignore the second.
            (Some(month), Some(week)) => vec![of_month(month), of_week(week)],
        }
    }
}
