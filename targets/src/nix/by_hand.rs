//! What is done by hand on a host with NixOS.

use stackc_compiler::operations::{Command, Containers, Deploy, Operations, SecretPlace, kept};

use super::{plan::Plan, secrets};

/// The commands of a host whose module lies in the deploy's folder.
pub(super) fn operations(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let plan = Plan { stack, back: "" };
    let generation = || kept("generation");
    Operations {
        needs: vec![
            format!(
                "It runs on the host, as root, in the stack's folder, whose `{folder}` the host's configuration imports; with age, curl and openssl at hand: `nix-shell -p age curl openssl`. The new version is checked out and built, and no system is switched to it."
            ),
            "Where the configuration is a flake in another folder, `nixos-rebuild` needs its `--flake`: set NIXOS_CONFIG or edit the two commands.".to_owned(),
        ],
        containers: Containers::Project,
        folder: folder.into(),
        is_users: false,
        beside: Vec::new(),
        secrets: places(&plan),
        settled: &[],
        forced_by_hand: false,
        data_first: None,
        keep: vec![Command::new(["keep_generation"]).arg(generation())],
        prepare: vec![Command::new(["nixos-rebuild", "build"])],
        switch: vec![Command::new(["nixos-rebuild", "switch"])],
        back: vec![Command::new(["back_to_generation"]).arg(generation())],
    }
}

/// Each secret is encrypted for the host; the file may lie in git.
fn places(plan: &Plan<'_>) -> Vec<SecretPlace> {
    let keys = secrets::age_keys(plan.stack);
    let readers = match keys.as_slice() {
        [] => return Vec::new(),
        [_] => "the host alone",
        _ => "the hosts alone",
    };
    let all = plan
        .stack
        .secrets
        .iter()
        .filter(|secret| plan.secret_path(&secret.name.value.0).is_some());
    all.map(|secret| {
        let name = &secret.name.value.0;
        let file = plan.encrypted(name);
        SecretPlace {
            secret: name.clone(),
            place: format!(
                "{name} is `{file}`, encrypted by age for {readers}, as agenix has it: commit it"
            ),
            put: vec![
                Command::new(["encrypt"])
                    .arg(kept(name))
                    .arg(&*file)
                    .args(keys.iter().map(|(_, key)| key.as_str())),
            ],
            take_back: Vec::new(),
            with_switch: Vec::new(),
        }
    })
    .collect()
}
