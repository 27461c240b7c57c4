//! `timers.sh`: the lines of cron for everything that has a time, and what starts with a login.

use stackc_compiler::{
    atoms::words::TlsMode,
    model::{Schedule, When},
    resolve::Stack,
};

use super::{
    entries, notify,
    plan::Plan,
    script::{Arg, Script},
};

const TIMERS: &str = include_str!("sh/timers.sh");
const END: &str = include_str!("sh/timers_end.sh");
/// Minutes between two checks if no monitor says so.
const USUAL_MINUTES: u64 = 15;
/// Minutes that divide an hour, which is what cron can say.
const DIVISORS: [u64; 12] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let project = &plan.stack.project;
    let says = vec![
        format!(
            "The timers of {project}, for a host without systemd, or beside its timers: lines of the crontab of whoever calls this, and what starts when they log in."
        ),
        "usage: timers.sh print|check|install|remove [checks]".to_owned(),
        "  checks  the health check, and what renews certificates, alone: for a host whose systemd has timers for the rest".to_owned(),
    ];
    let mut script = Script::new(plan, says, TIMERS.replace("@PROJECT@", project));
    let mut health = vec![
        Arg::Written(format!("'{}'", health_times(plan.stack))),
        Arg::Empty,
        Arg::Text("health-check.sh"),
        Arg::Text("--quiet"),
    ];
    health.extend(notify::argument(plan));
    let mut checks = vec![script.words("at", &health)];
    if entries::has(plan.stack, TlsMode::SelfSigned) {
        let renewal = [
            Arg::Text("30 4 * * *"),
            Arg::Empty,
            Arg::Text("certificates.sh"),
        ];
        checks.push(script.words("at", &renewal));
    }
    let mut lines = Vec::new();
    for backup in &plan.stack.backups {
        let name = &backup.name.value.0;
        lines.extend(line(
            plan,
            backup.schedule.as_ref(),
            "backup",
            name,
            &mut script,
        ));
    }
    for job in plan.stack.jobs.iter().filter(|job| job.before.is_empty()) {
        let name = &job.name.value.0;
        lines.extend(line(plan, job.schedule.as_ref(), "job", name, &mut script));
    }
    if lines.is_empty() {
        lines.push(":".to_owned());
    }
    let (checks, schedules) = (function("checks", &checks), function("schedules", &lines));
    script.add(&format!("{checks}{schedules}{END}"));
    script.finish()
}

fn function(name: &str, lines: &[String]) -> String {
    let calls: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    format!("{name}() {{\n{calls}}}\n")
}

/// A line for its times, and one for the login, where it has them.
fn line(
    plan: &Plan<'_>,
    schedule: Option<&Schedule>,
    kind: &str,
    name: &str,
    script: &mut Script<'_>,
) -> Vec<String> {
    let Some(schedule) = schedule else {
        return Vec::new();
    };
    let file = format!("{kind}.sh");
    let mut call = vec![Arg::Text(&file)];
    call.extend(notify::argument(plan));
    call.push(Arg::Text(name));
    let mut lines = Vec::new();
    if let Ok(When::Calendar(calendar)) = schedule.when() {
        let zone = plan.stack.time_zone(schedule);
        let mut arguments = vec![
            Arg::Written(format!("'{}'", calendar.cron())),
            zone.map_or(Arg::Empty, |zone| Arg::Text(&zone.0)),
        ];
        arguments.extend(call.clone());
        lines.push(script.words("at", &arguments));
    }
    if schedule.is_at_login() {
        let id = format!("{kind}-{name}");
        let mut arguments = vec![Arg::Text(&id)];
        arguments.extend(call);
        lines.push(script.words("at_login", &arguments));
    }
    lines
}

/// How often everything is checked: as often as the most watchful monitor asks for.
pub(super) fn health_minutes(stack: &Stack) -> u64 {
    let intervals = stack.monitors.iter().map(|monitor| {
        let interval = monitor.interval.as_ref();
        interval.map_or(1, |interval| interval.value.seconds().div_ceil(60))
    });
    let wanted = intervals.min().unwrap_or(USUAL_MINUTES);
    let fits = DIVISORS.iter().rev().copied();
    fits.into_iter().find(|one| *one <= wanted).unwrap_or(1)
}

fn health_times(stack: &Stack) -> String {
    match health_minutes(stack) {
        1 => "* * * * *".to_owned(),
        60 => "0 * * * *".to_owned(),
        minutes => format!("*/{minutes} * * * *"),
    }
}
