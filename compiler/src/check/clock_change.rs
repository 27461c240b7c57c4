//! A time that is left out, or comes twice, when clocks are changed.

use super::{Rule, schedules};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "clock-change",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (schedule, calendar) in schedules::calendars(stack) {
        let Some(zone) = stack.time_zone(schedule) else {
            continue;
        };
        // What runs in every hour runs in those around the change too.
        if calendar.hours.len() == 24 {
            continue;
        }
        let shifts = zone.shifts();
        let first = |left_out: bool| {
            let mut of_kind = shifts.iter().filter(|shift| shift.left_out == left_out);
            let found = of_kind.find_map(|shift| shift.first_of(&calendar));
            // Rules of zones hold for every year; the year that is looked at will soon be past.
            found.map(|time| time.strftime("%H:%M on a day in %B").to_string())
        };
        let message = match (first(true), first(false)) {
            (Some(out), Some(twice)) => {
                format!("clocks leave out {out}, and {twice} comes twice")
            }
            (Some(out), None) => format!("clocks leave out {out}"),
            (None, Some(twice)) => format!("{twice} comes twice"),
            (None, None) => continue,
        };
        diagnostics.push(
            Diagnostic::warning(RULE.code, schedule.span, format!("{message} in {}", zone.0))
                .label("schedulers disagree about what they do then")
                .help("take a time of the day that every day has once, or time-zone=\"UTC\""),
        );
    }
}
