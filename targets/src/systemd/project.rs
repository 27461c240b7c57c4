//! The flavour `compose`: one unit around the Compose project.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    model::Service,
};

use super::{
    names::{self, Named},
    plan::{Plan, written},
    readme, renewal,
    runs::{self, Run},
};
use crate::{
    parts::{compose::Context, host_nginx, project},
    text::unit::{Setting, Text, Unit},
};

/// How long Docker lets a container stop if nothing is said.
const USUAL_STOP_SECONDS: u64 = 10;
/// What stopping takes beside the containers' own time.
const STOP_MARGIN_SECONDS: u64 = 30;

/// What the command line of Docker works with, and more than that it has not. Who may speak to Docker is root, with or without it.
const HARDENING: [(&str, &str); 20] = [
    ("NoNewPrivileges", "yes"),
    ("CapabilityBoundingSet", ""),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "read-only"),
    ("PrivateTmp", "yes"),
    ("PrivateDevices", "yes"),
    ("ProtectKernelTunables", "yes"),
    ("ProtectKernelModules", "yes"),
    ("ProtectKernelLogs", "yes"),
    ("ProtectControlGroups", "yes"),
    ("ProtectClock", "yes"),
    ("ProtectHostname", "yes"),
    ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"),
    ("RestrictNamespaces", "yes"),
    ("RestrictRealtime", "yes"),
    ("RestrictSUIDSGID", "yes"),
    ("LockPersonality", "yes"),
    ("SystemCallArchitectures", "native"),
    ("SystemCallFilter", "@system-service"),
    ("UMask", "0077"),
];

/// The same for the units of a user, whose manager may not do more.
const USER_HARDENING: [(&str, &str); 2] = [("NoNewPrivileges", "yes"), ("UMask", "0077")];

/// The files of the flavour.
pub(super) fn artifacts(plan: &Plan<'_>) -> Result<Artifacts, Bug> {
    let context = Context {
        stack: plan.stack,
        back: "",
    };
    let mut artifacts = project::artifacts(context, &plan.banner)?;
    let name = format!("{}.service", plan.stack.project);
    artifacts.add(name, Artifact::text(unit(plan)?))?;
    for run in runs(plan) {
        run.add_service(&once(plan, &run)?, &mut artifacts)?;
        run.add_timer(plan, &mut artifacts)?;
    }
    renewal::add(plan, &mut artifacts)?;
    if host_nginx::is_on_host(plan.stack) {
        host_nginx::add(plan.stack, &plan.banner, &mut artifacts)?;
    }
    let readme = readme::project(plan, &artifacts);
    artifacts.add("README.md", Artifact::text(readme))?;
    Ok(artifacts)
}

fn unit(plan: &Plan<'_>) -> Result<String, Bug> {
    let stack = plan.stack;
    let what = stack.description.as_deref().unwrap_or("Compose project");
    let mut unit = plan.start(&format!("{}: {what}", stack.project))?;
    needs_docker(plan, &mut unit);
    unit.add("Service", "Type", Setting::fixed("oneshot"));
    unit.add("Service", "RemainAfterExit", Setting::fixed("yes"));
    let folder = written(Setting::line(&plan.folder()))?;
    unit.add("Service", "WorkingDirectory", folder);
    let calls = project::start(stack, &["--remove-orphans"], &[]);
    for key in ["ExecStart", "ExecReload"] {
        for words in &calls {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            unit.add("Service", key, command(plan, &words)?);
        }
    }
    unit.add("Service", "ExecStop", command(plan, &["stop"])?);
    unit.add("Service", "TimeoutStopSec", stop_timeout(plan));
    harden(plan, &mut unit);
    unit.add("Install", "WantedBy", plan.wanted_by());
    Ok(unit.print().text)
}

/// The units that it writes.
pub(super) fn units(plan: &Plan<'_>) -> Vec<Named> {
    let mut all = vec![Named::of_stack(plan, "service")];
    all.extend(names::of_runs(plan, &runs(plan)));
    all
}

/// Backups and jobs, each of which is a script of the project.
pub(super) fn runs<'a>(plan: &Plan<'a>) -> Vec<Run<'a>> {
    let mut all = runs::backups(plan);
    all.extend(runs::jobs(plan));
    all
}

/// The unit of a backup or a job. What is copied or asked is there when the project is up; nothing is started for it.
fn once(plan: &Plan<'_>, run: &Run<'_>) -> Result<Unit, Bug> {
    let mut unit = run.start(plan)?;
    needs_docker(plan, &mut unit);
    let project = format!("{}.service", plan.stack.project);
    unit.add("Unit", "After", Setting::units([project.as_str()]));
    let words = [
        Text::new("/bin/sh"),
        plan.folder().then(format!("/{}", run.script)),
    ];
    unit.add("Service", "ExecStart", written(Setting::command(&words))?);
    unit.add("Service", "TimeoutStopSec", stop_timeout(plan));
    harden(plan, &mut unit);
    Ok(unit)
}

/// What a unit that calls Docker needs.
pub(super) fn needs_docker(plan: &Plan<'_>, unit: &mut Unit) {
    if plan.user {
        // Only where Docker is rootless has the user's manager such a unit; to require one that it does not know would be never to start.
        unit.add("Unit", "Wants", Setting::fixed("docker.service"));
        unit.add("Unit", "After", Setting::fixed("docker.service"));
    } else {
        unit.add("Unit", "Requires", Setting::fixed("docker.service"));
        let after = Setting::fixed("docker.service network-online.target");
        unit.add("Unit", "After", after);
        unit.add("Unit", "Wants", Setting::fixed("network-online.target"));
    }
}

/// Takes every right that Docker's command line can do without.
pub(super) fn harden(plan: &Plan<'_>, unit: &mut Unit) {
    let hardening: &[(&str, &str)] = if plan.user {
        &USER_HARDENING
    } else {
        &HARDENING
    };
    for (key, value) in hardening {
        unit.add("Service", key, Setting::fixed(value));
    }
    if !plan.user {
        // Logins to registries, and what a build keeps: a home that can only be read takes neither.
        let state = format!("stackc/{}", plan.stack.project);
        unit.add(
            "Service",
            "StateDirectory",
            Setting::units([state.as_str()]),
        );
        unit.add("Service", "StateDirectoryMode", Setting::fixed("0700"));
        let folder = format!("DOCKER_CONFIG={}", docker_config(plan));
        unit.add("Service", "Environment", Setting::units([folder.as_str()]));
    }
}

/// The folder of Docker's command line in the units of the machine.
pub(super) fn docker_config(plan: &Plan<'_>) -> String {
    format!("/var/lib/stackc/{}", plan.stack.project)
}

/// The words that call docker compose for the project, in the stack's folder.
pub(super) fn compose<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
    let mut all = vec![
        "/usr/bin/docker",
        "compose",
        "--project-name",
        &plan.stack.project,
        "--file",
        "docker-compose.yml",
    ];
    if let Some(file) = project::edge_file(plan.stack) {
        all.extend(["--file", &file.value.0]);
    }
    all
}

fn command(plan: &Plan<'_>, words: &[&str]) -> Result<Setting, Bug> {
    let mut all = compose(plan);
    all.extend(words);
    let words: Vec<Text> = all.into_iter().map(Text::new).collect();
    written(Setting::command(&words))
}

/// More than all containers need one after the other: each waits for those that depend on it.
fn stop_timeout(plan: &Plan<'_>) -> Setting {
    let sum: u64 = plan.stack.services.iter().map(stop_seconds).sum();
    Setting::number(sum + STOP_MARGIN_SECONDS, "")
}

fn stop_seconds(service: &Service) -> u64 {
    let known = service
        .stop_grace_period
        .as_ref()
        .and_then(|period| period.get());
    known.map_or(
        USUAL_STOP_SECONDS,
        stackc_compiler::atoms::Duration::seconds,
    )
}
