//! When a container starts, starts again and stops.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{Atom as _, words::Condition},
    model::{DependsOn, Restart, Service},
    resolve::Stack,
    template::Expr,
};

use super::{health, links, settled::settled, sheet::Sheet};
use crate::{
    systemd::plan::{Plan, written},
    text::unit::{Setting, Text},
};

/// The time for fetching an image and starting a container.
const START_SECONDS: u64 = 900;
/// How long podman lets a container stop if nothing is said.
const USUAL_STOP_SECONDS: u64 = 10;
/// What stopping takes beside the container's own time.
const STOP_MARGIN_SECONDS: u64 = 10;

/// The longest time that systemd takes, which counts microseconds.
const MOST_SECONDS: u64 = u64::MAX / 1_000_000 - 1;
/// The highest number of starts that systemd takes.
const MOST_STARTS: u64 = u32::MAX as u64;

/// Seconds, or no end where systemd takes no such time.
fn time(seconds: u64) -> Setting {
    if seconds > MOST_SECONDS {
        Setting::fixed("infinity")
    } else {
        Setting::number(seconds, "")
    }
}

/// How long a container runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// As a service does: until it is stopped, or until its end if another service waits for that.
    Service,
    /// Until its end, each time that it is started.
    Once,
}

/// How a service is started again, if nothing else is set where it is deployed.
fn policy(stack: &Stack, service: &Service) -> Option<Restart> {
    let said = service.restart.as_ref()?;
    match &said.expr {
        Expr::Known(known) => Some(known.clone()),
        Expr::Deferred(template) => Restart::parse(&settled(stack, template)?).ok(),
    }
}

fn condition(one: &DependsOn) -> Condition {
    one.condition
        .map_or(Condition::Started, |condition| condition.value)
}

/// Whether a service waits until this one is healthy.
pub(super) fn is_awaited_healthy(plan: &Plan<'_>, service: &Service) -> bool {
    let name = &service.name.value.0;
    plan.relations.is_awaited(name, Condition::Healthy)
}

/// Whether the service runs once: another one waits for its end.
fn is_one_shot(plan: &Plan<'_>, service: &Service) -> bool {
    let name = &service.name.value.0;
    plan.relations.is_awaited(name, Condition::Completed)
}

/// Whether the stack keeps the service running.
pub(super) fn is_kept(plan: &Plan<'_>, service: &Service) -> bool {
    let restart = policy(plan.stack, service);
    !is_one_shot(plan, service) && matches!(restart, Some(Restart::Always | Restart::UnlessStopped))
}

fn has_profile(service: &Service) -> bool {
    service.profiles.is_some()
}

/// `[Unit]`: the order, and what else has to be there.
pub(super) fn waits_for(sheet: &mut Sheet<'_>, all: &[DependsOn]) {
    for one in all {
        let Some(of) = sheet.known("depends-on", Some(&one.service)) else {
            continue;
        };
        let unit = format!("{}.service", sheet.plan.unit(&of.0));
        let required = one.required.as_ref();
        let required = required.is_none() || sheet.is_set("required", required);
        let add = |sheet: &mut Sheet<'_>, key| {
            let unit = Setting::units([unit.as_str()]);
            sheet.unit.add_from("Unit", key, unit, one.span.into());
        };
        let strong = required && condition(one) != Condition::Started;
        // What only a profile starts is not started by one who can do without it.
        let left = !required && sheet.plan.stack.service(&of.0).is_some_and(has_profile);
        if !left {
            let key = if strong { "Requires" } else { "Wants" };
            add(sheet, key);
        }
        add(sheet, "After");
        if sheet.is_set("restart", one.restart.as_ref()) {
            add(sheet, "PartOf");
        }
    }
}

/// `[Unit]`: what it belongs to, what it waits for, how often it may start.
pub(super) fn unit(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let target = format!("{}.target", sheet.plan.stack.project);
    sheet
        .unit
        .add("Unit", "PartOf", Setting::units([target.as_str()]));
    waits_for(sheet, &service.depends_on);
    for of in links::linked(sheet, service) {
        let unit = format!("{}.service", sheet.plan.unit(&of));
        for key in ["Wants", "After"] {
            sheet.unit.add("Unit", key, Setting::units([unit.as_str()]));
        }
    }
    let (interval, burst) = match sheet.known("restart", service.restart.as_ref()) {
        Some(Restart::OnFailure(Some(times))) if times > 0 => (None, Some(times)),
        Some(Restart::No) | None => (None, None),
        Some(_) => (Some("0"), None),
    };
    if let Some(interval) = interval {
        sheet
            .unit
            .add("Unit", "StartLimitIntervalSec", Setting::fixed(interval));
    }
    if let Some(times) = burst {
        sheet
            .unit
            .add("Unit", "StartLimitIntervalSec", Setting::fixed("1d"));
        // The first start counts too.
        let burst = times.saturating_add(1).min(MOST_STARTS);
        let burst = Setting::number(burst, "");
        sheet.unit.add("Unit", "StartLimitBurst", burst);
    }
    Ok(())
}

/// `[Service]`, and how the container is stopped.
pub(super) fn service(sheet: &mut Sheet<'_>, service: &Service, life: Life) -> Result<(), Bug> {
    sheet.option("StopSignal", service.stop_signal.as_ref())?;
    let stop = sheet.known("stop-grace-period", service.stop_grace_period.as_ref());
    let stop = stop.map(|period| period.seconds());
    let seconds = stop.unwrap_or(USUAL_STOP_SECONDS);
    if stop.is_some() {
        sheet.bare("StopTimeout", Text::new(seconds.to_string()))?;
    }
    let awaited = is_one_shot(sheet.plan, service);
    let one_shot = awaited || life == Life::Once;
    if one_shot {
        ends(sheet, awaited);
    }
    restart(sheet, service, one_shot);
    if !one_shot {
        let healthy = service
            .healthcheck
            .as_ref()
            .map_or(0, health::start_seconds);
        let start = time(START_SECONDS.saturating_add(healthy));
        sheet.unit.add("Service", "TimeoutStartSec", start);
    }
    let stop = Setting::number(seconds.saturating_add(STOP_MARGIN_SECONDS), "");
    sheet.unit.add("Service", "TimeoutStopSec", stop);
    values(sheet, &service.name.value.0)
}

/// The unit is done when its container is; where another one waits for that it stays so.
pub(super) fn ends(sheet: &mut Sheet<'_>, awaited: bool) {
    sheet.unit.add("Service", "Type", Setting::fixed("oneshot"));
    if awaited {
        sheet
            .unit
            .add("Service", "RemainAfterExit", Setting::fixed("yes"));
    }
}

answers! {
    ALWAYS: ["service" "restart"] "where it is `always` and another service waits for the end" => Refused("can't be `always` where another service waits for its end; use on-failure");
}

fn restart(sheet: &mut Sheet<'_>, service: &Service, one_shot: bool) {
    let word = match policy(sheet.plan.stack, service) {
        None | Some(Restart::No) => return,
        Some(Restart::OnFailure(_)) => "on-failure",
        Some(Restart::Always | Restart::UnlessStopped) => "always",
    };
    if one_shot && word == "always" {
        let span = service
            .restart
            .as_ref()
            .map_or(service.span, |one| one.span);
        sheet.report("restart", ALWAYS, span);
    }
    sheet.unit.add("Service", "Restart", Setting::fixed(word));
    sheet
        .unit
        .add("Service", "RestartSec", Setting::number(5, ""));
}

/// Runs the script before the unit starts, where there is something to compose, and reads what it wrote.
pub(super) fn values(sheet: &mut Sheet<'_>, name: &str) -> Result<(), Bug> {
    let plan = sheet.plan;
    for (variable, text) in sheet.values.known() {
        let setting = written(Setting::variable(variable, text))?;
        sheet.unit.add("Service", "Environment", setting);
    }
    let folder = plan.folder();
    if let Some(said) = sheet.from_folder {
        // Podman takes a relative path from where it runs.
        let folder = written(Setting::line(&folder))?;
        let origin = said.into();
        sheet
            .unit
            .add_from("Service", "WorkingDirectory", folder, origin);
    }
    if sheet.values.is_empty() {
        return Ok(());
    }
    let unit = plan.unit(name);
    let runtime = Text::specifier('t').then(format!("/{unit}"));
    let composed = runtime.then("/values");
    let words = [
        Text::new("/bin/sh"),
        folder.then(format!("/{}", super::script::SCRIPT)),
        Text::new(name),
        composed.clone(),
    ];
    sheet.unit.add(
        "Service",
        "RuntimeDirectory",
        Setting::units([unit.as_str()]),
    );
    sheet
        .unit
        .add("Service", "RuntimeDirectoryMode", Setting::fixed("0700"));
    sheet.unit.add(
        "Service",
        "ExecStartPre",
        written(Setting::command(&words))?,
    );
    // The script needs no variable, and podman gets none but these.
    let composed = written(Setting::line(&Text::new("-").join(composed)))?;
    sheet.unit.add("Service", "EnvironmentFile", composed);
    Ok(())
}
