//! A schedule whose parts don't fit together.

use super::{Rule, said_wrong::is_wrong, schedules};
use crate::{diag::Diagnostics, model::WRONG_SCHEDULE, resolve::Stack};

pub(super) const RULE: Rule = Rule {
    code: WRONG_SCHEDULE,
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for schedule in schedules::all(stack) {
        if let Err(found) = schedule.when()
            && !is_wrong(schedule.span, diagnostics)
        {
            diagnostics.push(*found);
        }
    }
}
