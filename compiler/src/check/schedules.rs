//! Every schedule of a stack, for the rules about them.

use crate::{
    atoms::Calendar,
    model::{Schedule, When},
    resolve::Stack,
};

/// The schedules, in the order of the stack.
pub(super) fn all(stack: &Stack) -> impl Iterator<Item = &Schedule> {
    let backups = stack.backups.iter().filter_map(|one| one.schedule.as_ref());
    let jobs = stack.jobs.iter().filter_map(|one| one.schedule.as_ref());
    backups.chain(jobs)
}

/// Those that say a calendar time.
pub(super) fn calendars(stack: &Stack) -> impl Iterator<Item = (&Schedule, Calendar)> {
    all(stack).filter_map(|schedule| match schedule.when() {
        Ok(When::Calendar(calendar)) => Some((schedule, calendar)),
        _ => None,
    })
}
