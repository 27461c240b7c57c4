//! A day that some months don't have.

use super::{Rule, schedules};
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "skipped-months",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for (schedule, calendar) in schedules::calendars(stack) {
        let skipped = calendar.skipped_months();
        if calendar.comes() && !skipped.is_empty() {
            diagnostics.push(
                Diagnostic::warning(
                    RULE.code,
                    schedule.span,
                    format!("this does not run in {}", skipped.join(", ")),
                )
                .label("these have no such day, February at most in leap years")
                .help("a day up to 28 comes in every month"),
            );
        }
    }
}
