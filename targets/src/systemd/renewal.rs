//! The timer that renews certificates: those of a host's nginx, and those that sign themselves.

use stackc_compiler::{
    answers,
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::SystemdFlavour,
    resolve::Stack,
    target::Report,
};

use super::{
    plan::{self, Plan, written},
    project,
};
use crate::{
    parts::{
        certificates, host_nginx,
        nginx::{CONTAINER_CONFIGURATION, certificate_folder, host_folder},
        project as parts,
    },
    text::{
        shell::Word,
        unit::{Setting, Text, Unit},
    },
};

answers! {
    USERS: ["site tls" "mode"] "where it is `letsencrypt` on a host with scope user" => Partial("is renewed by nothing of a user's units, which can't reload the host's nginx; let certbot's own timer do it: sudo systemctl enable --now certbot.timer");
    USERS_OWN: ["site tls" "mode"] "where it is `self-signed` on a host with scope user" => Partial("is renewed by nothing of a user's units, which can't reload the host's nginx; let cron of root run make-certificates.sh and reload nginx, or set scope system");
}

/// One certificate after the other, and a failure of one is no failure of those behind it.
const EACH: &str = "failed=0; for name in \"$@\"; do /usr/bin/certbot renew --quiet --no-random-sleep-on-renew --cert-name \"$name\" --deploy-hook 'systemctl reload nginx' || failed=1; done; exit \"$failed\"";

/// Reports certificates that no unit renews.
pub(super) fn check(stack: &Stack, user: bool, report: &mut Report<'_>) {
    if !user || !host_nginx::is_on_host(stack) {
        return;
    }
    let kinds = [
        (host_nginx::encrypted(stack), USERS),
        (host_nginx::self_signed(stack), USERS_OWN),
    ];
    for (sites, answer) in kinds {
        for tls in sites.into_iter().filter_map(|site| site.tls.as_ref()) {
            report.answer("tls", answer, tls.mode.span);
        }
    }
}

/// Which certificates the units renew.
struct Renewed {
    /// Let's Encrypt's, by the names that certbot has for them.
    encrypted: Vec<String>,
    /// Those that sign themselves, for the host's nginx.
    on_host: bool,
    /// The same for the edge's container.
    in_project: bool,
}

impl Renewed {
    fn of(plan: &Plan<'_>) -> Self {
        let stack = plan.stack;
        let on_host = !plan.user && host_nginx::is_on_host(stack);
        let encrypted = host_nginx::encrypted(stack).into_iter();
        let names = encrypted.map(|site| certificate_folder(&site.host.value.0));
        Self {
            encrypted: names.filter(|_| on_host).collect(),
            on_host: on_host && !host_nginx::self_signed(stack).is_empty(),
            in_project: plan::flavour(stack) == SystemdFlavour::Compose
                && !parts::self_signed(stack).is_empty(),
        }
    }

    fn is_none(&self) -> bool {
        self.encrypted.is_empty() && !self.on_host && !self.in_project
    }
}

/// The name of the timer and its service, without the ending; nothing if they would renew no certificate.
pub(super) fn name(plan: &Plan<'_>) -> Option<String> {
    (!Renewed::of(plan).is_none()).then(|| plan.unit("certificates"))
}

/// Whether the timer takes the place of certbot's own.
pub(super) fn is_certbots(plan: &Plan<'_>) -> bool {
    !Renewed::of(plan).encrypted.is_empty()
}

/// Whether the units call the script that makes certificates for the host's nginx.
pub(super) fn calls_script(plan: &Plan<'_>) -> bool {
    Renewed::of(plan).on_host
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
    let renewed = Renewed::of(plan);
    let what = format!("{}: renews the certificates", plan.stack.project);
    let mut unit = plan.start(&what)?;
    if renewed.in_project {
        in_project(plan, &mut unit)?;
        return Ok(unit.print().text);
    }
    if !renewed.encrypted.is_empty() {
        unit.add("Unit", "Wants", Setting::fixed("network-online.target"));
        unit.add("Unit", "After", Setting::fixed("network-online.target"));
    }
    unit.add("Service", "Type", Setting::fixed("oneshot"));
    if renewed.on_host {
        let folder = Text::new(format!("{}/tls", host_folder(plan.stack)));
        call_script(plan, &mut unit, Some(folder))?;
        let reload = ["/usr/bin/systemctl", "try-reload-or-restart", "nginx"];
        unit.add("Service", "ExecStart", words(&reload)?);
    }
    if !renewed.encrypted.is_empty() {
        unit.add("Service", "ExecStart", certbot(&renewed.encrypted)?);
    }
    unit.add("Service", "PrivateTmp", Setting::fixed("yes"));
    unit.add("Service", "ProtectHome", Setting::fixed("yes"));
    Ok(unit.print().text)
}

fn words(all: &[&str]) -> Result<Setting, Bug> {
    let all: Vec<Text> = all.iter().map(|word| Text::new(*word)).collect();
    written(Setting::command(&all))
}

fn certbot(names: &[String]) -> Result<Setting, Bug> {
    match names {
        [name] => words(&[
            "/usr/bin/certbot",
            "renew",
            "--quiet",
            "--no-random-sleep-on-renew",
            "--cert-name",
            name,
            "--deploy-hook",
            "systemctl reload nginx",
        ]),
        names => {
            let mut all = vec!["/bin/sh", "-c", EACH, "sh"];
            all.extend(names.iter().map(String::as_str));
            words(&all)
        }
    }
}

/// Calls the script in the stack's folder, which keeps what is valid for long enough.
fn call_script(plan: &Plan<'_>, unit: &mut Unit, to: Option<Text>) -> Result<(), Bug> {
    let script = plan.folder().then(format!("/{}", certificates::SCRIPT));
    let all: Vec<Text> = [Text::new("/bin/sh"), script]
        .into_iter()
        .chain(to)
        .collect();
    unit.add("Service", "ExecStart", written(Setting::command(&all))?);
    Ok(())
}

/// For the edge's container, which reads them again if it runs.
fn in_project(plan: &Plan<'_>, unit: &mut Unit) -> Result<(), Bug> {
    project::needs_docker(plan, unit);
    let stack = format!("{}.service", plan.stack.project);
    unit.add("Unit", "After", Setting::units([stack.as_str()]));
    unit.add("Service", "Type", Setting::fixed("oneshot"));
    let folder = written(Setting::line(&plan.folder()))?;
    unit.add("Service", "WorkingDirectory", folder);
    call_script(plan, unit, None)?;
    let calls: Vec<String> = project::compose(plan)
        .iter()
        .map(|word| Word::new(word).to_string())
        .collect();
    let compose = calls.join(" ");
    let reload = format!(
        "if [ -n \"$({compose} ps --quiet nginx)\" ]; then exec {compose} exec -T nginx nginx -c {CONTAINER_CONFIGURATION}/nginx.conf -s reload; fi"
    );
    unit.add("Service", "ExecStart", words(&["/bin/sh", "-c", &reload])?);
    project::harden(plan, unit);
    if !plan.user {
        let folder = written(Setting::line(&plan.folder()))?;
        unit.add("Service", "ReadWritePaths", folder);
    }
    Ok(())
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
