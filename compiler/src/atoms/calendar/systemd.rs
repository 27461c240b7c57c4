//! systemd's calendar events, as systemd.time(7) describes them.

use super::{Calendar, Set, WEEK_DAYS, ZoneName, name};

impl Calendar {
    /// The events of `OnCalendar=`, one a line: systemd joins its day fields by "and", cron by "or", so both need two events.
    #[must_use]
    pub fn on_calendar(&self, zone: Option<&ZoneName>) -> Vec<String> {
        match (self.month_days, self.week_days) {
            (Some(month_days), Some(week_days)) => vec![
                self.event(Some(month_days), None, zone),
                self.event(None, Some(week_days), zone),
            ],
            (month_days, week_days) => vec![self.event(month_days, week_days, zone)],
        }
    }

    fn event(
        &self,
        month_days: Option<Set>,
        week_days: Option<Set>,
        zone: Option<&ZoneName>,
    ) -> String {
        let two = |number: u8| format!("{number:02}");
        let day_name = |number: u8| name(&WEEK_DAYS, number).to_owned();
        let minutes = match self.minutes.step(59) {
            Some(1) => "*".to_owned(),
            Some(step) => format!("00/{step}"),
            None => self.minutes.list("..", two),
        };
        // Hours in steps are listed: where clocks leave one of them out, as they leave out midnight in America/Santiago, systemd finds no next
        // time of `00/6` ("Resource deadlock avoided"), and the timer fails.
        let hours = if self.hours.len() == 24 {
            "*".to_owned()
        } else {
            self.hours.list("..", two)
        };
        let week_days = week_days.map_or_else(String::new, |days| {
            format!("{} ", from_monday(days, day_name))
        });
        let months = if self.months.len() == 12 {
            "*".to_owned()
        } else {
            self.months.list("..", two)
        };
        let days = month_days.map_or_else(|| "*".to_owned(), |days| days.list("..", two));
        let zone = zone.map_or_else(String::new, |zone| format!(" {}", zone.0));
        format!("{week_days}*-{months}-{days} {hours}:{minutes}:00{zone}")
    }
}

/// Days of the week in systemd's order, in which Sunday is the last.
fn from_monday(days: Set, show: impl Fn(u8) -> String) -> String {
    let sunday = days.contains(0).then(|| show(0));
    let others = days.intersect(Set::range(1, 6));
    let others = (!others.is_empty()).then(|| others.list("..", show));
    let parts: Vec<String> = others.into_iter().chain(sunday).collect();
    parts.join(",")
}
