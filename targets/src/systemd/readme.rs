//! `README.md`: how the host gets the units and what they need.

use stackc_compiler::artifact::Artifacts;

use super::{
    plan::Plan,
    project, renewal,
    runs::{self, Run},
};
use crate::{
    parts::{host_nginx, project as parts},
    text::shell::Word,
};

/// What a user's units can and can't say of Docker.
const USERS_DOCKER: &str = "## Docker

Units of a user know none of the machine's. Where Docker is rootless, `docker.service` is the user's own, and it is started first. Where Docker is the machine's, the user has to be in the group `docker`, and nothing here waits for it but its socket: `sudo systemctl enable --now docker.socket` lets the first call start it.";

/// What a user has no right to.
pub(super) const USERS_PORTS: &str = "ports below 1024 are the machine's own, and no user's container can have one: publish higher ones, or let the machine give them away with `sudo sysctl -w net.ipv4.ip_unprivileged_port_start=80`.";

/// The instructions of the flavour `compose`.
pub(super) fn project(plan: &Plan<'_>, artifacts: &Artifacts) -> String {
    let project = &plan.stack.project;
    let folder = plan.shell_folder();
    let sudo = plan.sudo();
    let mut copied = vec![format!("{sudo}mkdir -p {folder}")];
    copied.extend(contexts(plan));
    copied.push(format!("{sudo}cp -R . {folder}"));
    let units = plan.unit_folder();
    let mut names = vec![format!("{project}.service")];
    if let Some(timer) = renewal::name(plan) {
        names.push(format!("{timer}.service"));
        names.push(format!("{timer}.timer"));
    }
    let all = project::runs(plan);
    names.extend(runs::files(plan, &all));
    copied.push(format!("{sudo}mkdir -p {units}"));
    copied.push(format!(
        "{sudo}install -m 0644 {} {units}/",
        names.join(" ")
    ));
    copied.push(format!("{} daemon-reload", plan.systemctl()));
    let mut started = vec![format!(
        "{} enable --now {project}.service",
        plan.systemctl()
    )];
    started.extend(others(plan, &all));
    let mut sections = vec![
        heading(plan),
        format!(
            "`{project}.service` brings the Compose project up with the machine and stops it with the machine. `{} reload {project}` applies what has changed; a container that ends is Docker's to start again, as its `restart` says. Relative paths of the stack lie below `{folder}`: put what the stack mounts and reads there, beside `docker-compose.yml`.",
            plan.systemctl()
        ),
        commands("Installing it", "", &copied),
    ];
    sections.extend(filling(plan, artifacts));
    sections.push(commands("Starting it", "", &started));
    sections.extend(rebuilding(plan));
    sections.push(if plan.user {
        format!("{USERS_DOCKER}\n\nWhere Docker is rootless: {USERS_PORTS}")
    } else {
        logins(plan)
    });
    sections.extend(runs::section(plan, &all));
    finish(plan, sections)
}

/// What has to be there before the first start.
fn filling(plan: &Plan<'_>, artifacts: &Artifacts) -> Option<String> {
    let (sudo, folder) = (plan.sudo(), plan.shell_folder());
    let mut steps = Vec::new();
    if artifacts.get(".env.example").is_some() {
        steps.push(format!(
            "Once, before the first start:\n\n```sh\n{sudo}install -m 0600 .env.example {folder}/.env\n{}\n```",
            editor(plan, ".env")
        ));
    }
    if artifacts.get("SECRETS.md").is_some() {
        let root = if plan.user {
            ""
        } else {
            ", as root (`sudo -s`)"
        };
        steps.push(format!(
            "The secrets are made as `SECRETS.md` says, in `{folder}`{root}."
        ));
    }
    if !parts::self_signed(plan.stack).is_empty() {
        steps.push(certificates(plan));
    }
    if !plan.user && !steps.is_empty() {
        steps.push(
            "All of it belongs to root: the unit may not read what only another user may."
                .to_owned(),
        );
    }
    (!steps.is_empty()).then(|| format!("## Filling it in\n\n{}", steps.join("\n\n")))
}

/// How the certificates are made that sign themselves.
fn certificates(plan: &Plan<'_>) -> String {
    let (sudo, folder) = (plan.sudo(), plan.shell_folder());
    let unit = plan.unit("certificates");
    format!(
        "The certificates that sign themselves, without which nginx does not start:\n\n```sh\n(cd {folder} && {sudo}sh make-certificates.sh)\n```\n\n`{unit}.timer` calls the same script twice a day, which renews what expires soon, and has nginx read it. `{} start {unit}.service` does so at once.",
        plan.systemctl()
    )
}

/// The command that opens a file of the folder.
pub(super) fn editor(plan: &Plan<'_>, file: &str) -> String {
    let folder = plan.shell_folder();
    if plan.user {
        format!("${{EDITOR:-vi}} {folder}/{file}")
    } else {
        format!("sudoedit {folder}/{file}")
    }
}

/// How images that are built here come up to date.
fn rebuilding(plan: &Plan<'_>) -> Option<String> {
    let mut services = plan.stack.services.iter();
    if !services.any(|service| service.build.is_some()) {
        return None;
    }
    let (sudo, folder) = (plan.sudo(), plan.shell_folder());
    Some(format!(
        "## New code\n\nThe unit builds an image that is missing, and keeps one that is there. Where what it is built of has changed, in `{folder}`:\n\n```sh\n(cd {folder} && {sudo}docker compose build)\n{} reload {}\n```",
        plan.systemctl(),
        plan.stack.project
    ))
}

/// How the unit gets at registries.
fn logins(plan: &Plan<'_>) -> String {
    let folder = project::docker_config(plan);
    format!(
        "## Registries\n\nThe unit can write to no home, and does not look into one. Where images need a login, it is kept in the unit's own folder:\n\n```sh\nsudo install -d -m 0700 {folder}\nsudo DOCKER_CONFIG={folder} docker login REGISTRY\n```"
    )
}

/// What starts beside the stack itself.
pub(super) fn others(plan: &Plan<'_>, all: &[Run<'_>]) -> Vec<String> {
    let mut steps = Vec::new();
    if let Some(timer) = renewal::name(plan) {
        let certbots = if renewal::is_certbots(plan) {
            "    # in place of certbot's own timer, if there is one"
        } else {
            ""
        };
        steps.push(format!(
            "{} enable --now {timer}.timer{certbots}",
            plan.systemctl()
        ));
    }
    steps.extend(runs::steps(plan, all));
    if plan.user {
        steps.push(runs::linger(plan, all));
    }
    steps
}

/// What a copied folder is for.
const BUILT: &str = "# what an image is built of, with its Dockerfile and .dockerignore";
/// What of the stack's own folder is not the image's: the host has its own.
const KEPT: [&str; 5] = [".git", ".env", "env", "secrets", "tls"];

/// The commands that copy the folders of which images are built, with all that is in them.
pub(super) fn contexts(plan: &Plan<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for build in plan
        .stack
        .services
        .iter()
        .filter_map(|one| one.build.as_ref())
    {
        let said = build.context.as_ref();
        let known = said.map_or(Some("."), |context| {
            context.get().map(|path| path.0.as_str())
        });
        let span = said.map_or(build.span, |context| context.span);
        let Some(path) = known.filter(|path| !is_elsewhere(path)) else {
            continue;
        };
        let seen = stackc_compiler::resolve::join("", &plan.stack.resolve_path(path, span));
        if !found.contains(&seen) {
            found.push(seen);
        }
    }
    let (sudo, folder) = (plan.sudo(), plan.shell_folder());
    let back = if plan.back.is_empty() {
        "."
    } else {
        &plan.back
    };
    let copy = |seen: &String| {
        if seen == "." || seen.is_empty() {
            let from = Word::new(back);
            let left = KEPT.map(|name| format!("--exclude=./{name} ")).concat();
            return format!(
                "tar -C {from} {left}-cf - . | {sudo}tar -C {folder} --no-same-owner -xf -    {BUILT}"
            );
        }
        let from = Word::new(&format!("{back}/{seen}/."));
        let to = format!("{folder}/{}", Word::new(seen));
        format!("{sudo}mkdir -p {to} && {sudo}cp -R {from} {to}/    {BUILT}")
    };
    found.iter().map(copy).collect()
}

/// Whether a context is no folder beside the stack.
fn is_elsewhere(path: &str) -> bool {
    path.starts_with(['/', '~']) || path.contains("://") || path.starts_with("git@")
}

/// The title and where the file comes from.
pub(super) fn heading(plan: &Plan<'_>) -> String {
    format!(
        "# The units of {}\n\n{}",
        plan.stack.project,
        plan.banner.join("\n")
    )
}

/// A section with commands, behind a text if there is one.
pub(super) fn commands(title: &str, text: &str, steps: &[String]) -> String {
    let text = if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n\n")
    };
    format!("## {title}\n\n{text}```sh\n{}\n```", steps.join("\n"))
}

/// All sections, those of the host's nginx too.
pub(super) fn finish(plan: &Plan<'_>, mut sections: Vec<String>) -> String {
    if host_nginx::is_on_host(plan.stack) && !plan.stack.sites.is_empty() {
        sections.push("# nginx\n\n`nginx.conf` is for the host's nginx. It is whole: it takes the place of `/etc/nginx/nginx.conf`.".to_owned());
        let timer = renewal::name(plan).map(|name| format!("{name}.timer"));
        sections.extend(host_nginx::steps(plan.stack, timer.as_deref()));
    }
    format!("{}\n", sections.join("\n\n"))
}
