//! The parts of a schedule in words: a time of the day, days of the week, days of the month.

use super::{Set, WEEK_DAYS};
use crate::atoms::{Atom, Literal};

/// A time of the day on a clock of 24 hours: `"02:00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Atom for TimeOfDay {
    const TYPE: &'static str = "time of day";
    const EXAMPLE: &'static str = "\"02:00\"";

    fn parse(text: &str) -> Result<Self, String> {
        let two = |text: &str, last: u8| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number: u8 = digits.then(|| text.parse().ok()).flatten()?;
            (number <= last).then_some(number)
        };
        text.split_once(':')
            .and_then(|(hour, minute)| {
                Some(Self {
                    hour: two(hour, 23)?,
                    minute: two(minute, 59)?,
                })
            })
            .ok_or_else(|| "it is from \"00:00\" to \"23:59\", with two digits each".to_owned())
    }
}

/// Days of the week: `mon`, `"mon thu"`, `"mon-fri"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekDays(pub Set);

const LONG: [&str; 7] = [
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];

impl Atom for WeekDays {
    const TYPE: &'static str = "days of the week";
    const EXAMPLE: &'static str = "\"mon thu\"";

    fn parse(text: &str) -> Result<Self, String> {
        let day = |text: &str| {
            let among = |names: &[&str]| {
                let mut names = names.iter();
                names.position(|name| name.eq_ignore_ascii_case(text))
            };
            let place = among(&WEEK_DAYS).or_else(|| among(&LONG));
            place
                .and_then(|place| u8::try_from(place).ok())
                .ok_or_else(|| format!("`{text}` is no day: they are mon, tue, wed, thu, fri, sat, sun, and \"mon-fri\" is a row of them"))
        };
        let mut days = Set::default();
        for item in text.split_ascii_whitespace() {
            let (first, last) = item.split_once('-').unwrap_or((item, item));
            let (first, last) = (day(first)?, day(last)?);
            // A row may go over the weekend.
            days = days.with(if first <= last {
                Set::range(first, last)
            } else {
                Set::range(first, 6).with(Set::range(0, last))
            });
        }
        if days.is_empty() {
            return Err("it names no day".to_owned());
        }
        Ok(Self(days))
    }
}

/// Days of the month: `1`, `"1 15"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDays(pub Set);

impl Atom for MonthDays {
    const TYPE: &'static str = "days of the month";
    const EXAMPLE: &'static str = "1";
    const LITERAL: Literal = Literal::IntegerOrText;

    fn parse(text: &str) -> Result<Self, String> {
        let mut days = Set::default();
        for item in text.split_ascii_whitespace() {
            let digits = item.len() <= 2 && item.bytes().all(|byte| byte.is_ascii_digit());
            match item.parse() {
                Ok(day @ 1..=31) if digits => days = days.with(Set::one(day)),
                _ => return Err(format!("`{item}` is no day of a month: they are 1 to 31")),
            }
        }
        if days.is_empty() {
            return Err("it names no day".to_owned());
        }
        Ok(Self(days))
    }
}
