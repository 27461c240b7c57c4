//! What Dokploy does when the files change.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation, Step};

use super::is_swarm;
use crate::parts::effects::project;

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[APPLY, IMPORT, GONE];

const APPLY: Fact = Fact {
    name: "dokploy-apply",
    change: "dokploy-api.json: the Compose file, variables, files, domains, backups, schedules",
    axes: Axes::NONE,
    why: "the calls update what is there by its name and deploy; a changed domain or file counts from that deploy on",
    step: Some(Step::Run("./dokploy-apply.sh")),
    known: "Dokploy 0.30: its source; the calls were made against a stand-in, not measured",
};

const IMPORT: Fact = Fact {
    name: "dokploy-import",
    change: "import.b64 or template.toml",
    axes: Axes::NONE,
    why: "for a first install alone; importing again would delete the domains, the mounts and the secrets",
    step: None,
    known: "Dokploy 0.30: compose.import, read in its source and run",
};

const GONE: Fact = Fact {
    name: "dokploy-domain-gone",
    change: "a site that is gone",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "the calls take nothing away: its domain stays and goes on serving",
    step: Some(Step::ByHand(
        "delete the domain {name} in Dokploy, then deploy",
    )),
    known: "what dokploy-apply.sh does",
};

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    let mut seen = project::see(situation);
    for one in &mut seen {
        if let Some(step) = one.step.take() {
            one.step = Some(step_here(&step, situation));
        }
    }
    let address = Address::new("target", "dokploy");
    for file in situation.files.changed() {
        let fact = match file.path {
            "dokploy-api.json" | "dokploy-apply.sh" => &APPLY,
            "import.b64" | "template.toml" => &IMPORT,
            _ => continue,
        };
        seen.push(
            Seen::new(address.clone(), fact)
                .what(file.path)
                .in_file(file.path),
        );
    }
    for before in &situation.before.sites {
        let name = &before.host.value;
        if !situation
            .after
            .sites
            .iter()
            .any(|after| after.host.value == *name)
        {
            seen.push(Seen::new(Address::new("site", &name.0), &GONE));
        }
    }
    seen
}

/// What is done where Dokploy runs the project: in a folder of its own, under a name of its own, and by its own deploy, which builds and removes what is gone.
fn step_here(step: &Step, situation: Situation<'_>) -> Step {
    let project = &situation.after.project;
    let folder = "/etc/dokploy/compose/APP/code";
    let about = format!("APP is {project} with the ending that Dokploy gave it");
    match step {
        Step::Run(command) => match command.strip_prefix("docker compose ") {
            Some(words) if words.starts_with("up -d --force-recreate") => {
                let services = words.trim_start_matches("up -d --force-recreate").trim();
                Step::ByHand(if is_swarm(situation.after) {
                    let commands: Vec<String> = services
                        .split_whitespace()
                        .map(|service| format!("docker service update --force APP_{service}"))
                        .collect();
                    format!("on Dokploy's server: {}; {about}", commands.join(" && "))
                } else {
                    format!(
                        "on Dokploy's server: cd {folder} && docker compose -p APP {words}; {about}"
                    )
                })
            }
            Some(words) if words.starts_with("down") => {
                let down = if is_swarm(situation.after) {
                    "docker stack rm APP"
                } else {
                    "docker compose -p APP down (never with -v)"
                };
                Step::ByHand(format!(
                    "on Dokploy's server: {down}; then deploy in Dokploy; {about}"
                ))
            }
            Some(_) => Step::Run("./dokploy-apply.sh".to_owned()),
            None => step.clone(),
        },
        Step::ByHand(words) => {
            let words = words
                .replace(" in .env", " in the Environment tab")
                .replace("docker compose up -d", "deploy in Dokploy");
            Step::ByHand(match words.split_once(" --force-recreate ") {
                Some((before, services)) => format!(
                    "{before}, and on its server: cd {folder} && docker compose -p APP up -d --force-recreate {services}; {about}"
                ),
                None => words,
            })
        }
    }
}
