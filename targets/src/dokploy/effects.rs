//! What Dokploy does when the files change.

use stackc_compiler::effect::{Address, Apply, Axes, Fact, Seen, Situation, Step};

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
        // The project is deployed by Dokploy, which removes what is gone too, not by hand in a folder.
        if let Some(Step::Run(command)) = &one.step
            && [
                "docker compose up -d",
                "docker compose up -d --remove-orphans",
            ]
            .contains(&command.as_str())
        {
            one.step = Some(Step::Run("./dokploy-apply.sh".to_owned()));
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
