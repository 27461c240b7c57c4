//! A time that no year has.

use super::{Rule, schedules};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "never-comes",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (schedule, calendar) in schedules::calendars(stack) {
        if !calendar.comes() {
            diagnostics.push(
                Diagnostic::error(RULE.code, schedule.span, "this time never comes")
                    .label("none of its months has such a day")
                    .help(
                        "the last day of every month is 28 or later: take on-day=28, or the first",
                    ),
            );
        }
    }
}
