//! The definitions of tasks for the Task Scheduler, and the script that registers them.

use std::fmt::Write as _;

use stackc_compiler::{
    answers,
    atoms::calendar::{TaskTrigger, TriggerDays},
    model::{Schedule, When},
    resolve::Stack,
    target::Report,
};

use super::{health::tells_anybody, opening};
use crate::ops::{plan::Plan, timers::health_minutes};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEK_DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
/// The day from which the triggers count; any one that is past.
const FIRST_DAY: &str = "2026-01-01";
const LOGON: &str = "    <LogonTrigger>\n      <Enabled>true</Enabled>\n    </LogonTrigger>\n";
const REGISTER: &str = include_str!("tasks.ps1");

answers! {
    TRIGGERS: ["backup schedule" "rhythm"] "on Windows where it takes too many triggers" => Refused("takes more triggers than a task of Windows has; take windows from platform, or a simpler time");
    ZONE: ["backup schedule" "time-zone"] "on Windows" => Partial("is counted in the zone of the machine: the Task Scheduler knows no other; set the machine's zone to it");
    JOB: ["job" "name"] "on Windows" => Partial("is left out on Windows; run it with docker compose");
    EMAIL: ["notify" "email"] "on Windows" => Partial("is not written to from Windows, which has no command for mail; name a webhook beside it");
}

/// Reports what Windows has no task for.
pub(in crate::ops) fn review(stack: &Stack, report: &mut Report<'_>) {
    for backup in &stack.backups {
        let Some(schedule) = &backup.schedule else {
            continue;
        };
        if let Ok(When::Calendar(calendar)) = schedule.when()
            && calendar.task_triggers().is_err()
        {
            report.answer("schedule", TRIGGERS, schedule.span);
        }
        if stack.time_zone(schedule).is_some() {
            report.answer("schedule", ZONE, schedule.span);
        }
    }
    for job in stack.jobs.iter().filter(|job| job.before.is_empty()) {
        report.answer("job", JOB, job.name.span);
    }
    for email in stack.notifies.iter().filter_map(|one| one.email.as_ref()) {
        report.answer("email", EMAIL, email.span);
    }
}

/// Name and text of each definition.
pub(super) fn definitions(plan: &Plan<'_>) -> Vec<(String, String)> {
    let mut all = vec![(
        "health-check".to_owned(),
        definition(
            plan,
            "checks everything that the stack promises",
            &health_call(plan),
            &every(health_minutes(plan.stack)),
        ),
    )];
    for backup in &plan.stack.backups {
        let name = &backup.name.value.0;
        let Some(triggers) = backup.schedule.as_ref().and_then(triggers) else {
            continue;
        };
        let what = format!("makes a copy for the backup {name}");
        let call = format!("backup.ps1 -Name {name}");
        all.push((
            format!("backup-{name}"),
            definition(plan, &what, &call, &triggers),
        ));
    }
    all
}

/// `tasks.ps1`.
pub(super) fn script(plan: &Plan<'_>) -> String {
    let says = vec![
        format!(
            "Registers the tasks of {} for whoever calls it, or takes them away.",
            plan.stack.project
        ),
        "usage: tasks.ps1 -Action install|remove".to_owned(),
    ];
    let params = "param(\n    [Parameter(Mandatory = $true)][ValidateSet('install', 'remove')][string]$Action\n)\n";
    let mut text = opening(plan, &says, params);
    text.push_str(&REGISTER.replace("PROJECT", &plan.stack.project));
    text
}

/// `FOLDER` is filled in when the task is registered.
fn definition(plan: &Plan<'_>, what: &str, call: &str, triggers: &str) -> String {
    let banner: String = plan
        .banner
        .iter()
        .map(|line| format!("<!-- {} -->\n", line.replace("--", "- -")))
        .collect();
    let project = &plan.stack.project;
    let (file, rest) = call.split_once(' ').unwrap_or((call, ""));
    let arguments = format!(
        "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"FOLDER\\{file}\" {rest}"
    );
    format!(
        "<?xml version=\"1.0\"?>\n{banner}<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">
  <RegistrationInfo>
    <Description>{}</Description>
  </RegistrationInfo>
  <Triggers>
{triggers}  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>powershell.exe</Command>
      <Arguments>{}</Arguments>
    </Exec>
  </Actions>
</Task>
",
        escaped(&format!("{project}: {what}")),
        escaped(arguments.trim_end()),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The health check as the task calls it.
fn health_call(plan: &Plan<'_>) -> String {
    let tells = if tells_anybody(plan) { " -Notify" } else { "" };
    format!("health-check.ps1 -Quiet{tells}")
}

/// All day, each of so many minutes.
fn every(minutes: u64) -> String {
    trigger(&TaskTrigger {
        hour: 0,
        minute: 0,
        days: TriggerDays::Every,
        repeated: u16::try_from(minutes).ok(),
    })
}

fn triggers(schedule: &Schedule) -> Option<String> {
    match schedule.when() {
        Ok(When::Calendar(calendar)) => {
            let triggers = calendar.task_triggers().ok()?;
            let at_login = if schedule.is_at_login() { LOGON } else { "" };
            let all: String = triggers.iter().map(trigger).collect();
            Some(all + at_login)
        }
        _ => Some(LOGON.to_owned()),
    }
}

fn trigger(trigger: &TaskTrigger) -> String {
    let TaskTrigger {
        hour,
        minute,
        days,
        repeated,
    } = trigger;
    let mut text = String::from("    <CalendarTrigger>\n");
    if let Some(minutes) = repeated {
        let _ = writeln!(
            text,
            "      <Repetition>\n        <Interval>PT{minutes}M</Interval>\n        <Duration>P1D</Duration>\n      </Repetition>"
        );
    }
    let _ = writeln!(
        text,
        "      <StartBoundary>{FIRST_DAY}T{hour:02}:{minute:02}:00</StartBoundary>\n      <Enabled>true</Enabled>"
    );
    text.push_str(&match days {
        TriggerDays::Every => part("ScheduleByDay", "        <DaysInterval>1</DaysInterval>\n"),
        TriggerDays::Week(days) => {
            let days = week_days(days.iter());
            part(
                "ScheduleByWeek",
                &format!("        <WeeksInterval>1</WeeksInterval>\n{days}"),
            )
        }
        TriggerDays::Month { days, months } => {
            let days: String = days.iter().map(|day| format!("<Day>{day}</Day>")).collect();
            let days = format!("        <DaysOfMonth>{days}</DaysOfMonth>\n");
            part(
                "ScheduleByMonth",
                &format!("{days}{}", in_months(months.iter())),
            )
        }
        TriggerDays::WeekInMonths { days, months } => {
            let weeks = ["1", "2", "3", "4", "Last"].map(|week| format!("<Week>{week}</Week>"));
            let weeks = format!("        <Weeks>{}</Weeks>\n", weeks.concat());
            let rest = format!("{}{}", week_days(days.iter()), in_months(months.iter()));
            part("ScheduleByMonthDayOfWeek", &format!("{weeks}{rest}"))
        }
    });
    text.push_str("    </CalendarTrigger>\n");
    text
}

fn part(name: &str, inside: &str) -> String {
    format!("      <{name}>\n{inside}      </{name}>\n")
}

fn week_days(days: impl Iterator<Item = u8>) -> String {
    let names = days.filter_map(|day| WEEK_DAYS.get(usize::from(day)));
    let days: String = names.map(|name| format!("<{name} />")).collect();
    format!("        <DaysOfWeek>{days}</DaysOfWeek>\n")
}

fn in_months(months: impl Iterator<Item = u8>) -> String {
    let names = months.filter_map(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    let months: String = names.map(|name| format!("<{name} />")).collect();
    format!("        <Months>{months}</Months>\n")
}
