//! A calendar time as a sentence.

use super::{Calendar, MONTHS, Set, WEEK_DAYS, name};

impl Calendar {
    /// What a reader wants to know: `every day at 02:00`.
    #[must_use]
    pub fn words(&self) -> String {
        let days = match (self.month_days, self.week_days) {
            (None, None) => "every day".to_owned(),
            (None, Some(week)) => format!("on {}", week_days(week)),
            (Some(month), None) => format!("on {}", month_days(month)),
            (Some(month), Some(week)) => {
                format!("on {} and on {}", month_days(month), week_days(week))
            }
        };
        let months = if self.months.len() == 12 {
            String::new()
        } else {
            format!(
                " in {}",
                self.months.list(" to ", month_name).replace(',', ", ")
            )
        };
        let whole_day = self.hours.len() == 24;
        let anyway = self.month_days.is_none() && self.week_days.is_none() && months.is_empty();
        let time = self.time();
        if whole_day && anyway {
            return time;
        }
        format!("{days}{months}, {time}").replace(", at", " at")
    }

    fn time(&self) -> String {
        let whole_day = self.hours.len() == 24;
        let minutes = match (self.minutes.step(59), self.minutes.len()) {
            (Some(1), _) => Some("every minute".to_owned()),
            (Some(step), _) if 60 % step == 0 => Some(format!("every {step} minutes")),
            _ => None,
        };
        match (minutes, whole_day) {
            (Some(minutes), true) => minutes,
            (Some(minutes), false) => {
                format!("{minutes} in the hours {}", numbers(self.hours))
            }
            (None, true) if self.minutes == Set::one(0) => "every hour".to_owned(),
            (None, true) => format!("every hour at minute {}", numbers(self.minutes)),
            (None, false) if self.hours.len() * self.minutes.len() <= 6 => {
                let times = self.hours.iter().flat_map(|hour| {
                    self.minutes
                        .iter()
                        .map(move |minute| format!("{hour:02}:{minute:02}"))
                });
                format!("at {}", times.collect::<Vec<_>>().join(", "))
            }
            (None, false) => format!(
                "at minute {} of the hours {}",
                numbers(self.minutes),
                numbers(self.hours)
            ),
        }
    }
}

fn numbers(set: Set) -> String {
    set.list(" to ", |number| number.to_string())
        .replace(',', ", ")
}

fn week_days(days: Set) -> String {
    let shown = |day: u8| name(&WEEK_DAYS, day).to_owned();
    days.list(" to ", shown).replace(',', ", ")
}

fn month_days(days: Set) -> String {
    let word = if days.len() == 1 { "day" } else { "days" };
    format!("{word} {} of the month", numbers(days))
}

fn month_name(month: u8) -> String {
    name(&MONTHS, month.saturating_sub(1)).to_owned()
}
