//! What is done by hand on a host with Dokploy.

use stackc_compiler::{
    operations::{Command, Containers, Operations, SecretPlace, before, kept},
    resolve::{Stack, join},
};

/// The commands of a host whose calls lie in `folder`.
pub(super) fn operations(stack: &Stack, folder: &str) -> Operations {
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
    Operations {
        needs: vec![format!(
            "It runs on Dokploy's server, for the databases are asked in their containers, in the folder of which the project's is `{folder}`; with curl and jq, and with DOKPLOY_URL and DOKPLOY_API_KEY in the environment. The new version is checked out and built there, and not deployed."
        )],
        containers: Containers::ProjectWithEnding,
        folder: folder.to_owned(),
        secrets: places.collect(),
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: vec![Command::new(["sh", &script])],
        back: vec![Command::new(["sh"]).arg(before(&script))],
    }
}
