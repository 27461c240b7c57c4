//! What is done by hand on a host with units of systemd.

use stackc_compiler::{
    atoms::words::SystemdFlavour,
    operations::{Command, Containers, Deploy, Operations, SecretPlace, Word, before, kept},
    resolve::{Stack, join},
};

use super::plan;
use crate::parts::{by_hand, compose::is_mounted};

const UNITS: &str = "/etc/systemd/system";
const QUADLET: &str = "/etc/containers/systemd";

/// The commands of a host with these units; units of a user have another owner, who has to do it in other places.
pub(super) fn operations(deploy: &Deploy<'_>) -> Option<Operations> {
    if plan::is_users(deploy.after) {
        return None;
    }
    Some(match plan::flavour(deploy.after) {
        SystemdFlavour::Compose => project(deploy),
        SystemdFlavour::Quadlet => quadlet(deploy),
    })
}

fn home(stack: &Stack) -> String {
    format!("/opt/{}", stack.project)
}

fn needs(folder: &str) -> Vec<String> {
    vec![format!(
        "It runs on the host, as root, in the folder of which the units' is `{folder}`. The new version is checked out and built there, and not installed."
    )]
}

fn project(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let home = home(stack);
    let unit = format!("{}.service", stack.project);
    let install = |from: Word, orphans: &[&str]| {
        let put = Command::new(["put_files"]).arg(from.clone()).arg(&home);
        let mut all = vec![
            put.args(deploy.named_files()),
            Command::new(["install_units"]).arg(from).arg(UNITS),
            Command::new(["systemctl", "daemon-reload"]),
        ];
        if !orphans.is_empty() {
            all.push(by_hand::stop(orphans));
        }
        all.push(Command::new(["systemctl", "reload-or-restart", &unit]));
        all
    };
    Operations {
        needs: needs(folder),
        containers: Containers::Project,
        beside: by_hand::beside(stack),
        secrets: by_hand::secrets(stack, &home),
        settled: by_hand::SETTLED,
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: install(folder.into(), &deploy.gone()),
        back: install(before(folder), &deploy.added()),
        folder: home,
    }
}

fn quadlet(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let home = home(stack);
    let target = format!("{}.target", stack.project);
    let install = |from: &dyn Fn(&str) -> Word, gone: &[&str]| {
        let remove = |service: &&str| Command::new(["remove_container", service, QUADLET]);
        let mut all: Vec<Command> = gone.iter().map(remove).collect();
        all.extend([
            Command::new(["put_files"])
                .arg(from(&join(folder, "quadlet")))
                .arg(QUADLET),
            Command::new(["install_units"]).arg(from(folder)).arg(UNITS),
            Command::new(["install_values"])
                .arg(from(folder))
                .arg(&home),
            Command::new(["systemctl", "daemon-reload"]),
            Command::new(["systemctl", "restart", &target]),
        ]);
        all
    };
    Operations {
        needs: needs(folder),
        containers: Containers::Name,
        beside: Vec::new(),
        secrets: places(stack, &home),
        // The switch of Quadlet installs values.sh.
        settled: &["systemd-values"],
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: install(&|path| path.into(), &deploy.gone()),
        back: install(&before, &deploy.added()),
        folder: home,
    }
}

/// A file that only root reads, and a secret of podman's.
fn places(stack: &Stack, home: &str) -> Vec<SecretPlace> {
    let all = stack.secrets.iter().filter(|secret| {
        secret.file.is_none() && secret.external.is_none() && secret.driver.is_none()
    });
    all.filter(|secret| {
        is_mounted(secret, stack) || stack.value_secrets.contains(&secret.name.value.0)
    })
    .map(|secret| {
        let name = &secret.name.value.0;
        let file = join(home, &format!("secrets/{name}"));
        let known = format!("{}_{name}", stack.project);
        SecretPlace {
            secret: name.clone(),
            place: format!("{name} is podman's secret `{known}`, and the file `{file}`"),
            put: vec![
                Command::new(["put_secret"]).arg(kept(name)).arg(&file),
                Command::new(["podman", "secret", "create", "--replace", &known]).arg(kept(name)),
            ],
            take_back: Vec::new(),
            with_switch: Vec::new(),
        }
    })
    .collect()
}
