//! Cron's five fields, read and written.

use super::{Calendar, MONTHS, Set, WEEK_DAYS};
use crate::atoms::Atom;

/// A time as cron says it: minute, hour, day of the month, month, day of the week.
///
/// What programs that read cron disagree about is refused: a step beside a single number, and a day field that starts with `*`
/// or covers every day beside one that doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cron(pub Calendar);

impl Atom for Cron {
    const TYPE: &'static str = "cron time";
    const EXAMPLE: &'static str = "\"30 2 * * mon-fri\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with('@') {
            return by_name(text).map(Self);
        }
        let fields: Vec<&str> = text.split_ascii_whitespace().collect();
        let &[minute, hour, month_day, month, week_day] = fields.as_slice() else {
            return Err(format!(
                "it has five fields (minute, hour, day of the month, month, day of the week), this has {}",
                fields.len()
            ));
        };
        let month_days = DAY_OF_MONTH.read(month_day)?;
        let week_days = DAY_OF_WEEK.read(week_day)?;
        // Sunday is 0 and 7.
        let week_days = Set::steps(0, 6, 1).intersect(week_days.with(if week_days.contains(7) {
            Set::one(0)
        } else {
            Set::default()
        }));
        days_are_clear(month_day, month_days, week_day, week_days)?;
        let matters =
            |text: &str, set: Set, days: usize| (text != "*" && set.len() < days).then_some(set);
        Ok(Self(Calendar {
            minutes: MINUTE.read(minute)?,
            hours: HOUR.read(hour)?,
            month_days: matters(month_day, month_days, 31),
            months: MONTH.read(month)?,
            week_days: matters(week_day, week_days, 7),
        }))
    }
}

/// `@daily` and its like.
fn by_name(text: &str) -> Result<Calendar, String> {
    let fields = match text.to_ascii_lowercase().as_str() {
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@reboot" => {
            return Err("it is no time; what runs when the machine starts is a service".to_owned());
        }
        _ => return Err("there are @hourly, @daily, @weekly, @monthly and @yearly".to_owned()),
    };
    Cron::parse(fields).map(|cron| cron.0)
}

/// Whether every program reads the two day fields in the same way.
fn days_are_clear(
    month_day: &str,
    month_days: Set,
    week_day: &str,
    week_days: Set,
) -> Result<(), String> {
    let plain = |text: &str| text == "*";
    if plain(month_day) || plain(week_day) {
        return Ok(());
    }
    let odd = |text: &str, set: Set, days: usize| text.starts_with('*') || set.len() == days;
    for (text, is_odd) in [
        (month_day, odd(month_day, month_days, 31)),
        (week_day, odd(week_day, week_days, 7)),
    ] {
        if is_odd {
            return Err(format!(
                "programs disagree what `{text}` means beside another day field; write `*`, or the days one by one"
            ));
        }
    }
    Ok(())
}

/// A field of a cron line.
struct Field {
    shown: &'static str,
    first: u8,
    last: u8,
    names: &'static [&'static str],
    /// The number of the first name.
    names_from: u8,
}

const MINUTE: Field = Field {
    shown: "minute",
    first: 0,
    last: 59,
    names: &[],
    names_from: 0,
};
const HOUR: Field = Field {
    shown: "hour",
    last: 23,
    ..MINUTE
};
const DAY_OF_MONTH: Field = Field {
    shown: "day of the month",
    first: 1,
    last: 31,
    ..MINUTE
};
const MONTH: Field = Field {
    shown: "month",
    first: 1,
    last: 12,
    names: &MONTHS,
    names_from: 1,
};
const DAY_OF_WEEK: Field = Field {
    shown: "day of the week",
    last: 7,
    names: &WEEK_DAYS,
    ..MINUTE
};

impl Field {
    fn read(&self, text: &str) -> Result<Set, String> {
        text.split(',')
            .try_fold(Set::default(), |set, item| Ok(set.with(self.item(item)?)))
    }

    /// `*`, a number, a range, each of the latter with a step behind it but for the number.
    fn item(&self, text: &str) -> Result<Set, String> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(self.step(step)?)),
            None => (text, None),
        };
        let last_of_all = if self.last == 7 { 6 } else { self.last };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.first, last_of_all),
            Some((first, last)) => (self.number(first)?, self.number(last)?),
            None if step.is_some() => {
                return Err(format!(
                    "programs disagree what a step behind one number means; write \"{range}-{last_of_all}/{}\"",
                    step.unwrap_or(1)
                ));
            }
            None => {
                let number = self.number(range)?;
                (number, number)
            }
        };
        if first > last {
            return Err(format!(
                "`{range}` runs backwards: its {} starts behind its end",
                self.shown
            ));
        }
        Ok(Set::steps(first, last, step.unwrap_or(1)))
    }

    fn step(&self, text: &str) -> Result<u8, String> {
        match plain_number(text) {
            Some(step) if step >= 1 && step <= self.last => Ok(step),
            _ => Err(format!(
                "a step of its {} is from 1 to {}",
                self.shown, self.last
            )),
        }
    }

    fn number(&self, text: &str) -> Result<u8, String> {
        let named = self
            .names
            .iter()
            .zip(self.names_from..)
            .find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some((_, number)) = named {
            return Ok(number);
        }
        match plain_number(text) {
            Some(number) if (self.first..=self.last).contains(&number) => Ok(number),
            _ => Err(format!(
                "its {} is from {} to {}, not `{text}`",
                self.shown, self.first, self.last
            )),
        }
    }
}

/// A number of one or two digits and nothing else.
fn plain_number(text: &str) -> Option<u8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

impl Calendar {
    /// The five fields, as every cron reads them.
    #[must_use]
    pub fn cron(&self) -> String {
        let number = |number: u8| number.to_string();
        let field = |set: Set, last: u8| match set.step(last) {
            Some(1) => "*".to_owned(),
            Some(step) => format!("*/{step}"),
            None => set.list("-", number),
        };
        // A step of `*` is no day to every program: days are written out.
        let days =
            |set: Option<Set>| set.map_or_else(|| "*".to_owned(), |set| set.list("-", number));
        let months = if self.months.len() == 12 {
            "*".to_owned()
        } else {
            self.months.list("-", number)
        };
        format!(
            "{} {} {} {months} {}",
            field(self.minutes, 59),
            field(self.hours, 23),
            days(self.month_days),
            days(self.week_days)
        )
    }
}
