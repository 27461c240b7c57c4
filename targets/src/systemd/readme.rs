//! `README.md`: how the host gets the units and what they need.

use stackc_compiler::artifact::Artifacts;

use super::{plan::Plan, project, renewal, runs};
use crate::parts::host_nginx;

/// What a user's units can and can't say of Docker.
const USERS_DOCKER: &str = "## Docker

Units of a user know none of the machine's. Where Docker is rootless, `docker.service` is the user's own, and it is started first. Where Docker is the machine's, the user has to be in the group `docker`, and nothing here waits for it but its socket: `sudo systemctl enable --now docker.socket` lets the first call start it.";

/// The instructions of the flavour `compose`.
pub(super) fn project(plan: &Plan<'_>, artifacts: &Artifacts) -> String {
    let project = &plan.stack.project;
    let folder = plan.shell_folder();
    let sudo = plan.sudo();
    let mut steps = vec![
        format!("{sudo}mkdir -p {folder}"),
        format!("{sudo}cp -R . {folder}"),
    ];
    if artifacts.get(".env.example").is_some() {
        steps.push(format!(
            "{sudo}install -m 0600 .env.example {folder}/.env    # once; then fill it in"
        ));
    }
    let units = plan.unit_folder();
    let mut names = vec![format!("{project}.service")];
    if let Some(timer) = renewal::name(plan) {
        names.push(format!("{timer}.service"));
        names.push(format!("{timer}.timer"));
    }
    let all = project::runs(plan);
    names.extend(runs::files(plan, &all));
    steps.push(format!("{sudo}mkdir -p {units}"));
    steps.push(format!(
        "{sudo}install -m 0644 {} {units}/",
        names.join(" ")
    ));
    steps.push(format!("{} daemon-reload", plan.systemctl()));
    steps.push(format!(
        "{} enable --now {project}.service",
        plan.systemctl()
    ));
    if plan.user {
        steps.push(
            "loginctl enable-linger    # so that it runs while nobody is logged in".to_owned(),
        );
    }
    if let Some(timer) = renewal::name(plan) {
        steps.push(format!(
            "{} enable --now {timer}.timer    # in place of certbot's own timer, if there is one",
            plan.systemctl()
        ));
    }
    steps.extend(runs::steps(plan, &all));
    let secrets = if artifacts.get("SECRETS.md").is_some() {
        format!(
            "\n\nBefore the first start the secrets have to be made, as `SECRETS.md` says, in `{folder}`."
        )
    } else {
        String::new()
    };
    let mut sections = vec![
        heading(plan),
        format!(
            "`{project}.service` brings the Compose project up with the machine and stops it with the machine. `systemctl reload` applies what has changed; a container that ends is Docker's to start again, as its `restart` says. Relative paths of the stack lie below `{folder}`: put what the stack mounts, builds and reads there, beside `docker-compose.yml`.{secrets}"
        ),
        installing(&steps),
    ];
    if plan.user {
        sections.push(USERS_DOCKER.to_owned());
    }
    sections.extend(runs::section(plan, &all));
    finish(plan, sections)
}

/// The title and where the file comes from.
pub(super) fn heading(plan: &Plan<'_>) -> String {
    format!(
        "# The units of {}\n\n{}",
        plan.stack.project,
        plan.banner.join("\n")
    )
}

/// A section with commands.
pub(super) fn installing(steps: &[String]) -> String {
    format!("## Installing it\n\n```sh\n{}\n```", steps.join("\n"))
}

/// All sections, those of the host's nginx too.
pub(super) fn finish(plan: &Plan<'_>, mut sections: Vec<String>) -> String {
    if host_nginx::is_on_host(plan.stack) && !plan.stack.sites.is_empty() {
        sections.push("# nginx\n\n`nginx.conf` is for the host's nginx. It is whole: it takes the place of `/etc/nginx/nginx.conf`.".to_owned());
        sections.extend(host_nginx::steps(plan.stack));
    }
    format!("{}\n", sections.join("\n\n"))
}
