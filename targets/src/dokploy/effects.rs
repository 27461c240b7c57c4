//! What Dokploy does when the files change.

use stackc_compiler::{
    effect::{Address, Apply, Axes, Disruption, Fact, Seen, Situation, Step},
    resolve::Stack,
};

use super::is_swarm;
use crate::parts::effects::project;

/// Every row of the table.
pub(super) const FACTS: &[Fact] = &[APPLY, IMPORT, GONE, SERVICE_GONE, BUILD, NEW, PROJECT_GONE];

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

const SERVICE_GONE: Fact = Fact {
    name: "dokploy-service-gone",
    change: "a service that is gone",
    axes: Axes::NONE,
    why: "its deploy removes what the Compose file no longer has, the container with it",
    step: Some(Step::Run("./dokploy-apply.sh")),
    known: "Dokploy 0.30: the commands of its deploy, in its source; not measured",
};

const BUILD: Fact = Fact {
    name: "dokploy-build",
    change: "how a service's image is built",
    axes: Axes::NONE.disruption(Disruption::Recreate),
    why: "its deploy builds each time, and a container whose image is another is made again",
    step: Some(Step::Run("./dokploy-apply.sh")),
    known: "Dokploy 0.30: the commands of its deploy, in its source; not measured",
};

const NEW: Fact = Fact {
    name: "dokploy-new",
    change: "a project that Dokploy has not yet: a first target, or an environment",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "someone has to install it there for the first time",
    step: Some(Step::ByHand(
        "install it by import, or by ./dokploy-apply.sh with a value for each variable, as README.md beside it says",
    )),
    known: "what the target makes",
};

const PROJECT_GONE: Fact = Fact {
    name: "dokploy-project-gone",
    change: "a project that is gone: an environment, or the target",
    axes: Axes::NONE.apply(Apply::ByHand),
    why: "Dokploy goes on running it, with its domains, schedules and backups",
    step: Some(Step::ByHand(
        "delete the service {project} in Dokploy, and keep its volumes while the data is wanted",
    )),
    known: "Dokploy 0.30: it knows nothing of the stack; not measured",
};

/// What docker compose leaves undone, and the deploy of Dokploy does.
fn by_its_deploy(seen: Seen, is_swarm: bool) -> Seen {
    let fact = match seen.fact.name {
        "compose-service-removed" | "compose-profile-removed" => &SERVICE_GONE,
        // A swarm builds nothing.
        "compose-build" if !is_swarm => &BUILD,
        _ => return seen,
    };
    Seen {
        fact,
        step: Seen::new(seen.address.clone(), fact).step,
        ..seen
    }
}

/// What is seen where Dokploy has the project only before, or only now.
fn see_whole(situation: Situation<'_>, fact: &'static Fact, stack: &Stack) -> Vec<Seen> {
    let names = [("project", stack.project.as_str())];
    let step = fact.step.map(|step| step.filled(&names));
    let files = situation.files.changed().into_iter();
    let files = files.filter(|file| !file.path.ends_with("README.md"));
    let one = Seen::new(Address::new("target", "dokploy"), fact).step(step);
    vec![files.fold(one, |one, file| one.in_file(file.path))]
}

/// What is seen in the files.
pub(super) fn see(situation: Situation<'_>) -> Vec<Seen> {
    if situation.files.after.is_empty() {
        return see_whole(situation, &PROJECT_GONE, situation.before);
    }
    if situation.files.before.is_empty() {
        return see_whole(situation, &NEW, situation.after);
    }
    let mut seen: Vec<Seen> = project::see(situation, "dokploy")
        .into_iter()
        .map(|one| by_its_deploy(one, is_swarm(situation.after)))
        .collect();
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
            Some(words) if words.starts_with("rm ") => Step::ByHand(format!(
                "on Dokploy's server: cd {folder} && docker compose -p APP {words}; {about}"
            )),
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
