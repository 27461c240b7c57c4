//! What is done by hand on a host with Dokploy.

use stackc_compiler::{
    operations::{Command, Containers, Deploy, Operations, SecretPlace, before, kept},
    resolve::join,
};

use crate::parts::by_hand;

/// The commands of a host on which the calls in the deploy's folder are made.
pub(super) fn operations(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let apply = "dokploy-apply.sh";
    let script = join(folder, apply);
    let places = stack.secrets.iter().map(|secret| {
        let (name, variable) = (&secret.name.value.0, secret.variable());
        SecretPlace {
            secret: name.clone(),
            place: format!(
                "{name} is `{variable}` in the Environment tab, where the script puts it"
            ),
            put: Vec::new(),
            take_back: Vec::new(),
            with_switch: vec![Command::new(["export_secret", &variable]).arg(kept(name))],
        }
    });
    // Dokploy deploys with `--remove-orphans`, and starts what is new beside what still runs.
    let deployed = |orphans: &[&str], call: Command| {
        let stop = (!orphans.is_empty()).then(|| by_hand::stop(orphans));
        stop.into_iter().chain([call]).collect::<Vec<Command>>()
    };
    Operations {
        needs: vec![format!(
            "It runs on Dokploy's server, for the databases are asked in their containers, in the folder of which the project's is `{folder}`; with curl and jq, and with DOKPLOY_URL and DOKPLOY_API_KEY in the environment. The new version is checked out and built there, and not deployed."
        )],
        containers: Containers::ProjectWithEnding,
        folder: folder.into(),
        is_users: false,
        beside: Vec::new(),
        secrets: places.collect(),
        settled: &[],
        forced_by_hand: true,
        data_first: None,
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: deployed(&deploy.gone(), Command::new(["sh", &script])),
        back: deployed(&deploy.added(), Command::new(["sh"]).arg(before(&script))),
    }
}
