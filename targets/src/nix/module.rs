//! `module.nix`: the host. It runs the composition as a unit, decrypts its secrets and serves its sites.

use stackc_compiler::{
    artifact::{Bug, Traced},
    model::Job,
    resolve::Stack,
};

use super::{calendar, plan::Plan, secrets, sites};
use crate::text::{
    nix::{Attrs, File, Nix, print},
    shell::Word,
};

/// The text of the module.
///
/// # Errors
/// Only a fault of our own.
pub(super) fn text(plan: &Plan<'_>, banner: &[String]) -> Result<Traced, Bug> {
    let mut body = Attrs::new();
    arion(plan, &mut body);
    body.section(["systemd", "services", plan.unit()], unit(plan));
    let mut names = Attrs::new();
    if let Some((unit, script)) = secrets::unit(plan) {
        names = script;
        let name = format!("{}-secrets", plan.unit());
        body.section(["systemd", "services", name.as_str()], unit);
    }
    for (name, secret, span) in secrets::age(plan) {
        body.section(["age", "secrets", name.as_str()], secret)
            .come_from(span, &[]);
    }
    calendar::add_units(plan, &mut body);
    sites::add(plan, &mut body)?;
    let mut arguments = Vec::new();
    let on_host = calendar::is_on_host(plan.stack);
    if on_host || secrets::names_files(plan) || is_built(plan.stack) {
        arguments.push("config");
    }
    arguments.push("lib");
    if on_host || sites::self_signed(plan.stack) {
        arguments.push("pkgs");
    }
    let mut lines = banner.to_vec();
    lines.extend(requirements(plan.stack));
    Ok(print(&File {
        banner: lines,
        arguments: Some(arguments),
        names,
        body: body.into(),
    }))
}

/// What the host's configuration has to bring.
fn requirements(stack: &Stack) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "A module for NixOS. The host's configuration imports it, and before it:".to_owned(),
        "  arion.nixosModules.arion".to_owned(),
    ];
    if !secrets::encrypted(stack).is_empty() {
        lines.push("  agenix.nixosModules.default".to_owned());
    }
    if !stack.inputs.is_empty() {
        lines.push(format!(
            "Inputs stand in {}, one NAME=value to a line.",
            inputs_file(stack)
        ));
    }
    lines
}

fn inputs_file(stack: &Stack) -> String {
    format!("/etc/{}/inputs.env", stack.project)
}

fn arion(plan: &Plan<'_>, body: &mut Attrs) {
    let docker = Nix::call(["lib", "mkDefault"], "docker");
    body.put(["virtualisation", "arion", "backend"], docker);
    let mut project = Attrs::new();
    project.set("serviceName", plan.unit());
    project.put(
        ["settings", "imports"],
        vec![Nix::Path("./arion-compose.nix".to_owned())],
    );
    body.put(
        ["virtualisation", "arion", "projects", plan.project()],
        project,
    );
}

/// What arion's own unit lacks: the engine before it, the variables, and a reason to start again.
fn unit(plan: &Plan<'_>) -> Attrs {
    let mut unit = Attrs::new();
    let socket = vec![
        Nix::from("docker.service"),
        Nix::from("network-online.target"),
    ];
    unit.set("after", socket);
    unit.set("wants", vec![Nix::from("network-online.target")]);
    let files: Vec<Nix> = environment_files(plan).into_iter().map(Nix::from).collect();
    if !files.is_empty() {
        unit.put(["serviceConfig", "EnvironmentFile"], files);
    }
    let triggers = secrets::triggers(plan);
    if !triggers.is_empty() {
        unit.set("restartTriggers", triggers);
    }
    if is_built(plan.stack) {
        building(plan, &mut unit);
    }
    unit
}

/// Whether an image is built of something that the stack says.
pub(super) fn is_built(stack: &Stack) -> bool {
    stack.services.iter().any(|service| service.build.is_some())
}

/// Where the host keeps for which Compose file images were built.
const BUILT: &str = "/var/lib/stackc";

/// arion takes an image that is there as it is, though what it is built of may be another since. The Compose file names that by its content.
fn building(plan: &Plan<'_>, unit: &mut Attrs) {
    let project = Word::new(plan.project());
    let called = |job: &Job| job.before.is_empty() && job.like.is_some();
    let profile = if plan.stack.jobs.iter().any(called) {
        " --profile jobs"
    } else {
        ""
    };
    let folder = Word::new(&format!("{BUILT}/{}", plan.project()));
    unit.set(
        "path",
        vec![Nix::reference([
            "config",
            "virtualisation",
            "docker",
            "package",
        ])],
    );
    unit.put(["serviceConfig", "TimeoutStartSec"], "infinity");
    unit.set(
        "preStart",
        format!(
            "# An image that is there is taken as it is: what it is built of may be another since.
built={folder}/built
if [ \"$(cat \"$built\" 2>/dev/null || true)\" != \"$ARION_PREBUILT\" ]; then
  docker compose --file \"$ARION_PREBUILT\" --project-name {project}{profile} build
  mkdir -p {folder}
  printf '%s\\n' \"$ARION_PREBUILT\" > \"$built\"
fi
"
        ),
    );
}

/// The files with the variables of the Compose file, as `EnvironmentFile=` takes them.
pub(super) fn environment_files(plan: &Plan<'_>) -> Vec<String> {
    let inputs = (!plan.stack.inputs.is_empty()).then(|| format!("-{}", inputs_file(plan.stack)));
    let all = inputs.into_iter();
    all.chain(secrets::environment_file(plan)).collect()
}
