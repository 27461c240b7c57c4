//! The timer that renews the certificates of a host's nginx.

use stackc_compiler::{
    answers,
    artifact::{Artifact, Artifacts, Bug},
    resolve::Stack,
    target::Report,
};

use super::plan::{Plan, written};
use crate::{
    parts::{host_nginx, nginx::certificate_folder},
    text::unit::{Setting, Text},
};

answers! {
    USERS: ["site tls" "mode"] "where it is `letsencrypt` on a host with scope user" => Partial("is renewed by nothing of a user's units, which can't reload the host's nginx; let certbot's own timer do it: sudo systemctl enable --now certbot.timer");
}

/// Reports certificates that no unit renews.
pub(super) fn check(stack: &Stack, user: bool, report: &mut Report<'_>) {
    if !user || !host_nginx::is_on_host(stack) {
        return;
    }
    for tls in host_nginx::encrypted(stack)
        .into_iter()
        .filter_map(|site| site.tls.as_ref())
    {
        report.answer("tls", USERS, tls.mode.span);
    }
}

/// The name of the timer and its service, without the ending; nothing if no certificate is Let's Encrypt's.
pub(super) fn name(plan: &Plan<'_>) -> Option<String> {
    let wanted = !plan.user
        && host_nginx::is_on_host(plan.stack)
        && !host_nginx::encrypted(plan.stack).is_empty();
    wanted.then(|| plan.unit("certificates"))
}

/// Adds both, if they are wanted.
pub(super) fn add(plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
    let Some(name) = name(plan) else {
        return Ok(());
    };
    artifacts.add(format!("{name}.service"), Artifact::text(service(plan)?))?;
    artifacts.add(format!("{name}.timer"), Artifact::text(timer(plan)?))
}

fn service(plan: &Plan<'_>) -> Result<String, Bug> {
    let what = format!("{}: renews the certificates", plan.stack.project);
    let mut unit = plan.start(&what)?;
    unit.add("Unit", "Wants", Setting::fixed("network-online.target"));
    unit.add("Unit", "After", Setting::fixed("network-online.target"));
    unit.add("Service", "Type", Setting::fixed("oneshot"));
    for site in host_nginx::encrypted(plan.stack) {
        let folder = certificate_folder(&site.host.value.0);
        let words = [
            "/usr/bin/certbot",
            "renew",
            "--quiet",
            "--no-random-sleep-on-renew",
            "--cert-name",
            &folder,
            "--deploy-hook",
            "systemctl reload nginx",
        ];
        let words = words.map(Text::new);
        unit.add("Service", "ExecStart", written(Setting::command(&words))?);
    }
    unit.add("Service", "PrivateTmp", Setting::fixed("yes"));
    unit.add("Service", "ProtectHome", Setting::fixed("yes"));
    Ok(unit.print().text)
}

fn timer(plan: &Plan<'_>) -> Result<String, Bug> {
    let what = format!(
        "{}: renews the certificates twice a day",
        plan.stack.project
    );
    let mut unit = plan.start(&what)?;
    unit.add("Timer", "OnCalendar", Setting::fixed("*-*-* 00,12:00:00"));
    unit.add("Timer", "RandomizedDelaySec", Setting::fixed("1h"));
    unit.add("Timer", "Persistent", Setting::fixed("true"));
    unit.add("Install", "WantedBy", Setting::fixed("timers.target"));
    Ok(unit.print().text)
}
