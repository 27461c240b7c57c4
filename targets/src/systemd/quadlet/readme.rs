//! `README.md` of the flavour: what is copied where, which secrets are made, what starts it.

use std::fmt::Write as _;

use stackc_compiler::{
    artifact::{Artifacts, Origin, Traced},
    model::Secret,
    resolve::Stack,
};

use super::{
    files::{is_optional, podman_secret},
    script,
};
use crate::{
    parts::{backup, certificates, compose::is_mounted, project},
    systemd::{
        plan::Plan,
        readme::{USERS_PORTS, commands, contexts, editor, finish, heading, others},
        renewal, runs,
    },
    text::shell::Word,
};

pub(super) fn text(plan: &Plan<'_>, artifacts: &Artifacts) -> String {
    let project = &plan.stack.project;
    let folder = plan.shell_folder();
    let mut sections = vec![
        heading(plan),
        format!(
            "For podman 5.4 and later: its generator makes a unit of each file in `quadlet`. `{project}.target` is the whole stack; a unit that is stopped by itself is started again by the target, so stop the target. Relative paths of the stack lie below `{folder}`: put what it mounts and reads there. Volumes, networks and containers have the names that Docker Compose gives them, `{project}_…` and `{project}-…-1`."
        ),
    ];
    let (all, _) = super::runs(plan);
    sections.push(commands("Installing it", "", &steps(plan, artifacts)));
    sections.extend(inputs(plan, artifacts));
    sections.extend(secrets(plan, artifacts));
    let mut started = vec![format!(
        "{} enable --now {project}.target",
        plan.systemctl()
    )];
    started.extend(others(plan, &all));
    sections.push(commands("Starting it", "", &started));
    sections.push(updating(plan));
    if plan.user {
        sections.push(format!(
            "## Ports\n\nThe containers are a user's: {USERS_PORTS}"
        ));
    }
    sections.extend(runs::section(plan, &all));
    finish(plan, sections)
}

fn inputs(plan: &Plan<'_>, artifacts: &Artifacts) -> Option<String> {
    artifacts.get("env.example")?;
    let folder = plan.shell_folder();
    let script = script::SCRIPT;
    let composed = if artifacts.get(script).is_some() {
        format!(
            " Before a unit starts, `{script}` composes what it needs of them, with the stack's defaults, into a file below `/run` that only its owner reads."
        )
    } else {
        String::new()
    };
    Some(format!(
        "## Values\n\nThe deployer's values stand in `{folder}/env`, one `NAME=value` in a line, as `env.example` names them.{composed} A changed value is taken when the unit starts the next time. Once, before the first start:\n\n```sh\n{}install -m 0600 env.example {folder}/env\n{}\n```",
        plan.sudo(),
        editor(plan, "env")
    ))
}

/// How a later version of the stack comes to the host.
fn updating(plan: &Plan<'_>) -> String {
    let project = &plan.stack.project;
    let systemctl = plan.systemctl();
    let mut builds = plan.stack.services.iter().filter(|one| one.build.is_some());
    let anew = builds.next().map(|_| {
        format!("{systemctl} restart {project}-NAME-build.service    # first, what builds an image")
    });
    let steps: Vec<String> = anew
        .into_iter()
        .chain([
            format!("{systemctl} restart {project}.target    # every service of it"),
            format!("{systemctl} restart {project}-NAME.service    # or only what has changed"),
        ])
        .collect();
    commands(
        "Updating it",
        &format!(
            "A later version is installed by the same commands; `stackc plan` says what it changes. `daemon-reload` makes new units, and containers that run keep what they have until their units are restarted. What the stack no longer has is stopped first, and its file taken out of `{}`.",
            quadlet_folder(plan)
        ),
        &steps,
    )
}

fn quadlet_folder(plan: &Plan<'_>) -> &'static str {
    if plan.user {
        "~/.config/containers/systemd"
    } else {
        "/etc/containers/systemd"
    }
}

fn is_used(secret: &Secret, stack: &Stack) -> bool {
    is_mounted(secret, stack) || stack.value_secrets.contains(&secret.name.value.0)
}

fn is_made_here(secret: &Secret) -> bool {
    let external = secret.external.as_ref().and_then(|flag| flag.get());
    !external.is_some_and(|flag| flag.0)
}

fn secrets(plan: &Plan<'_>, artifacts: &Artifacts) -> Option<String> {
    let stack = plan.stack;
    let used: Vec<&Secret> = stack
        .secrets
        .iter()
        .filter(|secret| is_used(secret, stack) && is_made_here(secret))
        .collect();
    if used.is_empty() {
        return None;
    }
    let sudo = plan.sudo();
    let folder = format!("{}/secrets", plan.shell_folder());
    let mut text = format!(
        "## Secrets\n\nEach is a file that only its owner reads, and a secret of podman's with the same value. A changed one is given to podman again, and its services are restarted.\n\n```sh\n{sudo}mkdir -p {folder} && {sudo}chmod 700 {folder}\n"
    );
    for secret in used {
        let name = &secret.name.value.0;
        let file = format!("{folder}/{}", Word::new(name));
        let shell = if plan.user { "sh -c" } else { "sudo sh -c" };
        let made = project::generate(secret).unwrap_or_else(|| "cat".to_owned());
        let line = format!("umask 077; {made} > {file}");
        let hints: Vec<&str> = (made == "cat")
            .then_some("type or paste it, then Ctrl-D twice")
            .into_iter()
            .chain(is_optional(secret).then(|| optional(secret, stack, artifacts)))
            .collect();
        let hint = if hints.is_empty() {
            String::new()
        } else {
            format!("    # {}", hints.join("; "))
        };
        let _ = writeln!(text, "{shell} {}{hint}", Word::new(&line));
        let _ = writeln!(
            text,
            "{sudo}podman secret create --replace {} {file}",
            Word::new(&podman_secret(stack, name))
        );
    }
    text.push_str("```");
    Some(text)
}

/// What is done without an optional secret: for a variable only the files say whether podman hands it on.
fn optional(secret: &Secret, stack: &Stack, artifacts: &Artifacts) -> &'static str {
    let line = format!("Secret={},", podman_secret(stack, &secret.name.value.0));
    let mut files = artifacts.iter();
    let handed = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&line);
    if is_mounted(secret, stack) || files.any(|(_, file)| handed(&file.bytes)) {
        "optional, but podman needs it: any text will do where there is none"
    } else {
        "optional: leave both lines out where there is none"
    }
}

/// The folders of the host that are stores, for a shell.
fn stores(plan: &Plan<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for backup in backup::plans(plan.stack) {
        for store in &backup.stores {
            let Some(path) = store.folder() else { continue };
            let span = store.store.place.span;
            let path = if path.starts_with('/') {
                Word::new(path).to_string()
            } else if let Some(rest) = path.strip_prefix("~/") {
                format!("~/{}", Word::new(rest))
            } else {
                let seen = plan.stack.resolve_path(path, span);
                let seen = stackc_compiler::resolve::join("", &seen);
                format!("{}/{}", plan.shell_folder(), Word::new(&seen))
            };
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

fn steps(plan: &Plan<'_>, artifacts: &Artifacts) -> Vec<String> {
    let project = &plan.stack.project;
    let (sudo, folder) = (plan.sudo(), plan.shell_folder());
    let quadlet = quadlet_folder(plan);
    let mut steps = vec![format!(
        "{sudo}mkdir -p {folder} {quadlet} {}",
        plan.unit_folder()
    )];
    steps.extend(contexts(plan));
    let has = |start: &str| artifacts.iter().any(|(path, _)| path.starts_with(start));
    if has("files/") {
        steps.push(format!("{sudo}cp -R files {folder}/"));
    }
    if has(script::SCRIPT) {
        steps.push(format!(
            "{sudo}install -m 0755 {} {folder}/",
            script::SCRIPT
        ));
    }
    if renewal::calls_script(plan) {
        let script = certificates::SCRIPT;
        steps.push(format!(
            "{sudo}install -m 0755 {script} {folder}/    # what renews the certificates that sign themselves"
        ));
    }
    if has("backup/") {
        steps.push(format!("{sudo}cp -R backup {folder}/"));
        for path in stores(plan) {
            steps.push(if plan.user && path.starts_with('/') {
                format!("sudo install -d -m 0700 -o \"$USER\" {path}    # copies lie there, and the folder has to be the user's")
            } else {
                format!("{sudo}mkdir -p -m 0700 {path}    # copies lie there; a folder that is there keeps its mode")
            });
        }
    }
    steps.push(format!("{sudo}install -m 0644 quadlet/* {quadlet}/"));
    let mut units = vec![format!("{project}.target")];
    if let Some(timer) = renewal::name(plan) {
        units.extend([format!("{timer}.service"), format!("{timer}.timer")]);
    }
    let (all, plain) = super::runs(plan);
    let with_services: Vec<&str> = plain.iter().map(|run| run.unit.as_str()).collect();
    for run in &all {
        if with_services.contains(&run.unit.as_str()) {
            units.push(format!("{}.service", run.unit));
        }
        if run.is_timed(plan) {
            units.push(format!("{}.timer", run.unit));
        }
    }
    let to = plan.unit_folder();
    steps.push(format!("{sudo}install -m 0644 {} {to}/", units.join(" ")));
    steps.push(format!("{} daemon-reload", plan.systemctl()));
    steps
}

/// `env.example`: every input.
pub(super) fn env_example(plan: &Plan<'_>) -> Traced {
    let own = |line: String| (line, Origin::default());
    let banner = plan.banner.iter().map(|line| format!("# {line}"));
    let mut lines: Vec<(String, Origin)> = banner.map(own).collect();
    let to = plan.shell_folder();
    lines.push(own(format!(
        "# Copy it to {to}/env and fill it in; nobody else has to read it: chmod 600"
    )));
    lines.extend(project::traced_inputs(plan.stack));
    Traced::lines(lines)
}
