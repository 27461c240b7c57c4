//! `README.md`: how a host's configuration takes the module, and what it needs.

use stackc_compiler::atoms::words::StoreKind;

use super::{module::is_built, plan::Plan, secrets};
use crate::{parts::project, text::shell::Word};

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>, banner: &[String]) -> String {
    let mut sections = vec![heading(plan, banner)];
    sections.extend(keys(plan));
    sections.extend(inputs(plan));
    sections.push(module(plan));
    sections.push(format!(
        "## Afterwards\n\n`systemctl status {unit}` and `journalctl -u {unit}` tell how it is; `nixos-rebuild switch` applies what was built anew, and `nixos-rebuild switch --rollback` goes back. Data is in Docker's volumes and below `{base}`.",
        unit = plan.unit(),
        base = plan.base(),
    ));
    if is_built(plan.stack) {
        sections.push(format!(
            "## New code\n\nWhat images are built of is copied into the store: `nixos-rebuild switch` builds them where it is another, and `{}` says how that goes. By hand: `arion build`, then `arion up`.",
            plan.unit()
        ));
    }
    sections.extend(units(plan));
    format!("{}\n", sections.join("\n\n"))
}

fn heading(plan: &Plan<'_>, banner: &[String]) -> String {
    format!(
        "# {} on NixOS\n\n{}\n\n`module.nix` is for the configuration of the host; arion makes the unit `{}` of `arion-compose.nix`.",
        plan.project(),
        banner.join("\n"),
        plan.unit(),
    )
}

fn module(plan: &Plan<'_>) -> String {
    let agenix = if secrets::encrypted(plan.stack).is_empty() {
        ""
    } else {
        "  agenix.nixosModules.default\n"
    };
    format!(
        "## Into the host's configuration\n\n```nix\nimports = [\n  arion.nixosModules.arion\n{agenix}  ./module.nix    # as the configuration sees this folder\n];\n```\n\n```sh\nsudo nixos-rebuild switch\n```"
    )
}

/// The encrypted files, each of which is made once.
fn keys(plan: &Plan<'_>) -> Option<String> {
    let all = secrets::encrypted(plan.stack);
    if all.is_empty() {
        return None;
    }
    let mut folders: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for secret in all {
        let file = plan.encrypted(&secret.name.value.0);
        let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
        if !folders.iter().any(|one| one == folder) {
            folders.push(folder.to_owned());
        }
        let file = Word::new(&file);
        lines.push(match project::generate(secret) {
            Some(command) => format!("{command} | agenix -e {file}"),
            None if project::is_htpasswd(&secret.name.value.0, plan.stack) => {
                format!(
                    "agenix -e {file}    # an editor opens: {}",
                    project::HTPASSWD
                )
            }
            None => format!("agenix -e {file}    # an editor opens: type or paste it"),
        });
    }
    let folders: Vec<String> = folders
        .iter()
        .map(|folder| Word::new(folder).to_string())
        .collect();
    let key = match secrets::age_keys(plan.stack).len() {
        0 => "for the host that the stack has to name first, with its `age-key`",
        1 => "for the key of the host",
        _ => "for the keys of the hosts",
    };
    Some(format!(
        "## Secrets\n\nEach is a file that agenix encrypts {key}, and that may be committed. It is made once, in this folder, before the first `nixos-rebuild`; the unit starts again when one changes that a service reads. Only who has one of these keys can open a file again: an administrator who shall is one more `host` of the target, with an `age-key`, and then `agenix -r` encrypts anew.\n\n```sh\nmkdir -p {}\n{}\n```",
        folders.join(" "),
        lines.join("\n"),
    ))
}

/// What the operator has to say, if the stack leaves anything to them.
fn inputs(plan: &Plan<'_>) -> Option<String> {
    if plan.stack.inputs.is_empty() {
        return None;
    }
    let lines: Vec<String> = project::inputs(plan.stack)
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    Some(format!(
        "## Inputs\n\nThey are lines of `/etc/{}/inputs.env`:\n\n```sh\n{}\n```",
        plan.project(),
        lines.join("\n"),
    ))
}

/// What else has a unit or a command.
fn units(plan: &Plan<'_>) -> Option<String> {
    if plan.stack.backups.is_empty() {
        return None;
    }
    let project = plan.project();
    let rows: Vec<String> = plan
        .stack
        .backups
        .iter()
        .map(|backup| {
            let name = &backup.name.value.0;
            let has_restic = backup.stores.iter().any(|store| store.kind.value == StoreKind::Restic);
            let unit = if has_restic {
                format!("restic-backups-{project}-{name}")
            } else {
                format!("{}-backup-{name}", plan.unit())
            };
            format!("| {name} | `systemctl start {unit}` | `restore-{project}-{name} --list`, then `restore-{project}-{name} COPY` |")
        })
        .collect();
    Some(format!(
        "## Backups\n\n| backup | now | back |\n| --- | --- | --- |\n{}",
        rows.join("\n")
    ))
}
