//! Timers: when a unit that runs once is started.

use stackc_compiler::{
    answers,
    artifact::Bug,
    model::{Schedule, When},
    resolve::Stack,
    target::Report,
};

use super::plan::{Plan, written};
use crate::text::unit::{Setting, Text};

/// The timer of the unit that has its name; nothing for a time that these units can't know.
pub(super) fn text(
    plan: &Plan<'_>,
    what: &str,
    schedule: &Schedule,
) -> Result<Option<String>, Bug> {
    let mut unit = plan.start(&format!("{}: the times of {what}", plan.stack.project))?;
    match schedule.when() {
        Ok(When::Calendar(calendar)) => {
            for event in calendar.on_calendar(plan.stack.time_zone(schedule)) {
                let event = written(Setting::line(&Text::new(event)))?;
                unit.add("Timer", "OnCalendar", event);
            }
            // Otherwise it may be a minute late.
            unit.add("Timer", "AccuracySec", Setting::fixed("1s"));
            unit.add("Timer", "Persistent", Setting::fixed("true"));
            if schedule.is_at_login() && plan.user {
                unit.add("Timer", "OnStartupSec", Setting::fixed("0"));
            }
        }
        Ok(When::Login) if plan.user => {
            unit.add("Timer", "OnStartupSec", Setting::fixed("0"));
        }
        Ok(When::Login) | Err(_) => return Ok(None),
    }
    unit.add("Install", "WantedBy", Setting::fixed("timers.target"));
    Ok(Some(unit.print().text))
}

/// Whether there is a timer for a schedule.
pub(super) fn is_made(plan: &Plan<'_>, schedule: &Schedule) -> bool {
    match schedule.when() {
        Ok(When::Calendar(_)) => true,
        Ok(When::Login) => plan.user,
        Err(_) => false,
    }
}

answers! {
    USERS_LOGIN: ["backup schedule" "login", "job schedule" "login", "backup schedule" "rhythm", "job schedule" "rhythm"] "at a login with scope user" => Lowered("at a login is when the user's manager starts: at the first login, or with the machine where the user lingers; README.md beside the units says how every login starts it");
    LOGIN: ["backup schedule" "login", "job schedule" "login", "backup schedule" "rhythm", "job schedule" "rhythm"] "at a login" => Partial("at a login is unknown to the units of a machine, so no timer starts it then; set scope user");
}

/// Reports what no timer can say.
pub(super) fn check(stack: &Stack, user: bool, report: &mut Report<'_>) {
    let backups = stack.backups.iter().filter_map(|one| one.schedule.as_ref());
    let jobs = stack.jobs.iter().filter_map(|one| one.schedule.as_ref());
    for schedule in backups.chain(jobs) {
        if !schedule.is_at_login() {
            continue;
        }
        let answer = if user { USERS_LOGIN } else { LOGIN };
        report.answer("schedule", answer, schedule.login_span());
    }
}
