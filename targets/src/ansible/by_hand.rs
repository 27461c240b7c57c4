//! What is done by hand where the playbook is played from.

use stackc_compiler::operations::{Command, Containers, Deploy, Operations, before};

/// The commands of the machine on which the compiled files lie.
pub(super) fn operations(deploy: &Deploy<'_>) -> Operations {
    let folder = deploy.folder();
    Operations {
        needs: vec![
            format!(
                "It runs where the playbook is played from, in the folder of which the playbook's is `{folder}`, with ansible-core 2.19 or later. The new version is checked out and built there, and not played."
            ),
            "PLAY holds further options of ansible-playbook, such as `--ask-vault-pass --extra-vars @vault.yml`.".to_owned(),
        ],
        containers: Containers::None,
        folder: folder.into(),
        is_users: false,
        beside: Vec::new(),
        secrets: Vec::new(),
        settled: &[],
        forced_by_hand: false,
        data_first: Some(
            "Data, passwords and new secrets are changed on the host. The steps for that are those of the target whose files the playbook puts there, with `--target`; play the playbook in place of their switch.",
        ),
        keep: vec![Command::new(["has_before", folder])],
        prepare: vec![Command::new(["play", folder, "--check"])],
        switch: vec![Command::new(["play", folder])],
        back: vec![Command::new(["play"]).arg(before(folder))],
    }
}
