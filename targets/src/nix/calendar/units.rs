//! The units, timers and commands of the host.

use super::{
    Plan, compose_file, is_called, jobs, repositories, restic, script, scripts::COMMAND, timer,
};
use crate::{
    nix::{module::environment_files, secrets},
    parts::backup,
    text::nix::{Attrs, Nix, Segment},
};

/// Adds everything that backups and jobs ask of the host.
pub(in super::super) fn add(plan: &Plan<'_>, body: &mut Attrs) {
    let mut commands = Vec::new();
    for backup in backup::plans(plan.stack) {
        if repositories(&backup).is_empty() {
            own_unit(&backup, plan, body);
        } else {
            repository_units(&backup, plan, body);
        }
        let name = &backup.backup.name.value.0;
        commands.push(command(
            &format!("restore-{}-{name}", plan.project()),
            &script(&format!("restore-{name}.sh"), ""),
            plan,
        ));
    }
    for job in plan.stack.jobs.iter().filter(|job| is_called(job)) {
        let line = jobs::line(job);
        if jobs::is_interactive(job) {
            let name = format!("{}-{}", plan.project(), job.name.value.0);
            commands.push(command(&name, &Nix::from(line), plan));
            continue;
        }
        let name = format!("{}-job-{}", plan.unit(), job.name.value.0);
        let title = format!("Job {} of {}", job.name.value.0, plan.project());
        let mut unit = runner(&title, plan);
        unit.set("script", format!("exec {line}\n"));
        body.section(["systemd", "services", name.as_str()], unit);
        timed(&name, timer(job.schedule.as_ref(), plan.stack), body);
    }
    if !commands.is_empty() {
        body.section(["environment", "systemPackages"], commands);
    }
}

/// A backup without a repository of restic.
fn own_unit(backup: &backup::Plan<'_>, plan: &Plan<'_>, body: &mut Attrs) {
    let name = &backup.backup.name.value.0;
    let unit_name = format!("{}-backup-{name}", plan.unit());
    let mut unit = runner(&format!("Backup {name} of {}", plan.project()), plan);
    unit.put(
        ["serviceConfig", "ExecStart"],
        script(&format!("run-{name}.sh"), ""),
    );
    body.section(["systemd", "services", unit_name.as_str()], unit);
    let timer = timer(backup.backup.schedule.as_ref(), plan.stack);
    timed(&unit_name, timer, body);
}

/// A backup that restic's units make.
fn repository_units(backup: &backup::Plan<'_>, plan: &Plan<'_>, body: &mut Attrs) {
    for (name, entry) in restic::entries(backup, plan) {
        let environment = entry
            .bindings()
            .iter()
            .find(|binding| binding.path == ["environmentFile"])
            .map(|binding| binding.value.clone());
        let mut unit = Attrs::new();
        around(plan, &mut unit);
        let mut files = environments(plan);
        if !files.is_empty() {
            let value = match environment {
                // The option takes one file, and the containers need theirs.
                Some(own) => {
                    files.push(own);
                    Nix::call(["lib", "mkForce"], files)
                }
                None => Nix::from(files),
            };
            unit.put(["serviceConfig", "EnvironmentFile"], value);
        }
        body.section(["services", "restic", "backups", name.as_str()], entry);
        let service = format!("restic-backups-{name}");
        body.section(["systemd", "services", service.as_str()], unit);
    }
}

/// A unit that runs containers of the composition once.
fn runner(title: &str, plan: &Plan<'_>) -> Attrs {
    let mut unit = Attrs::new();
    unit.set("description", title);
    around(plan, &mut unit);
    unit.put(["serviceConfig", "Type"], "oneshot");
    let files = environments(plan);
    if !files.is_empty() {
        unit.put(["serviceConfig", "EnvironmentFile"], files);
    }
    unit
}

/// What every unit that calls Docker Compose needs.
fn around(plan: &Plan<'_>, unit: &mut Attrs) {
    let mut after = vec![
        Nix::from("docker.service"),
        Nix::from(format!("{}.service", plan.unit())),
    ];
    if secrets::unit(plan).is_some() {
        let secrets = format!("{}-secrets.service", plan.unit());
        after.push(Nix::from(secrets.as_str()));
        unit.set("requires", vec![Nix::from(secrets)]);
    }
    unit.set("after", after);
    unit.set("path", tools());
    let file = Nix::Text(vec![Segment::Value(compose_file(plan))]);
    unit.put(["environment", "COMPOSE_FILE"], file);
    unit.put(["environment", "COMPOSE_PROJECT_NAME"], plan.project());
}

fn environments(plan: &Plan<'_>) -> Vec<Nix> {
    let files = environment_files(plan).into_iter();
    files.map(Nix::from).collect()
}

/// Docker as the host runs it, and `flock`.
fn tools() -> Vec<Nix> {
    vec![
        Nix::reference(["config", "virtualisation", "docker", "package"]),
        Nix::reference(["pkgs", "util-linux"]),
    ]
}

fn timed(name: &str, timer: Option<Attrs>, body: &mut Attrs) {
    if let Some(timer) = timer {
        let mut set = Attrs::new();
        set.set("wantedBy", vec![Nix::from("timers.target")]);
        set.set("timerConfig", timer);
        body.section(["systemd", "timers", name], set);
    }
}

/// A command of the host, which [`COMMAND`] runs as a unit for a moment.
fn command(name: &str, line: &Nix, plan: &Plan<'_>) -> Nix {
    let mut text = vec![
        Segment::Literal("export COMPOSE_FILE=".to_owned()),
        Segment::Value(compose_file(plan)),
        Segment::Literal("; exec ".to_owned()),
        Segment::Value(Nix::reference(["pkgs", "runtimeShell"])),
        Segment::Literal(" ".to_owned()),
        Segment::Value(Nix::Path(format!("./{COMMAND}"))),
        Segment::Literal(" ".to_owned()),
    ];
    if let Nix::Text(segments) = line {
        text.extend(segments.iter().cloned());
    }
    text.push(Segment::Literal(" \"$@\"".to_owned()));
    let mut set = Attrs::new();
    set.set("name", name);
    set.set("runtimeInputs", tools());
    set.set("text", Nix::Text(text));
    Nix::call(["pkgs", "writeShellApplication"], set)
}
