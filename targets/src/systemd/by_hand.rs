//! What is done by hand on a host with units of systemd.

use stackc_compiler::{
    atoms::words::SystemdFlavour,
    operations::{
        Command, Containers, Deploy, Operations, SecretPlace, Word, at_home, before, kept,
    },
    resolve::{Stack, join},
};

use super::plan;
use crate::parts::{by_hand, compose::is_mounted};

/// Where a host keeps what the units need.
struct Home {
    /// The folder of the stack.
    stack: Word,
    units: Word,
    quadlet: Word,
    is_users: bool,
}

impl Home {
    fn of(stack: &Stack) -> Self {
        if plan::is_users(stack) {
            return Self {
                stack: at_home(&stack.project),
                units: at_home(".config/systemd/user"),
                quadlet: at_home(".config/containers/systemd"),
                is_users: true,
            };
        }
        Self {
            stack: format!("/opt/{}", stack.project).into(),
            units: "/etc/systemd/system".into(),
            quadlet: "/etc/containers/systemd".into(),
            is_users: false,
        }
    }

    fn needs(&self, folder: &str) -> Vec<String> {
        let who = if self.is_users {
            "as the user whose units they are, in a session of its own or with XDG_RUNTIME_DIR set"
        } else {
            "as root"
        };
        vec![format!(
            "It runs on the host, {who}, in the folder of which the units' is `{folder}`. The new version is checked out and built there, and not installed."
        )]
    }
}

/// The commands of a host with these units. Where their owner or their flavour changes, the old ones have to go by hand before the new ones come.
pub(super) fn operations(deploy: &Deploy<'_>) -> Option<Operations> {
    let is_new = deploy.before.target("systemd").is_none();
    let who = |stack: &Stack| (plan::flavour(stack), plan::is_users(stack));
    if !is_new && who(deploy.after) != who(deploy.before) {
        return None;
    }
    Some(match plan::flavour(deploy.after) {
        SystemdFlavour::Compose => project(deploy),
        SystemdFlavour::Quadlet => quadlet(deploy),
    })
}

fn project(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let home = Home::of(stack);
    let unit = format!("{}.service", stack.project);
    let install = |from: Word, orphans: &[&str]| {
        let put = Command::new(["put_files"])
            .arg(from.clone())
            .arg(home.stack.clone());
        let mut all = vec![
            put.args(deploy.named_files()),
            Command::new(["install_units"])
                .arg(from)
                .arg(home.units.clone()),
            Command::new(["systemctl", "daemon-reload"]),
        ];
        if !orphans.is_empty() {
            all.push(by_hand::stop(orphans));
        }
        all.push(Command::new(["systemctl", "reload-or-restart", &unit]));
        all
    };
    Operations {
        needs: home.needs(folder),
        containers: Containers::Project,
        beside: by_hand::beside(stack),
        secrets: by_hand::secrets(stack, &home.stack),
        settled: by_hand::SETTLED,
        forced_by_hand: false,
        data_first: None,
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: install(folder.into(), &deploy.gone()),
        back: install(before(folder), &deploy.added()),
        folder: home.stack,
        is_users: home.is_users,
    }
}

fn quadlet(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let home = Home::of(stack);
    let target = format!("{}.target", stack.project);
    let install = |from: &dyn Fn(&str) -> Word, gone: &[&str]| {
        let remove =
            |service: &&str| Command::new(["remove_container", service]).arg(home.quadlet.clone());
        let mut all: Vec<Command> = gone.iter().map(remove).collect();
        all.extend([
            Command::new(["put_files"])
                .arg(from(&join(folder, "quadlet")))
                .arg(home.quadlet.clone()),
            Command::new(["install_units"])
                .arg(from(folder))
                .arg(home.units.clone()),
            Command::new(["install_values"])
                .arg(from(folder))
                .arg(home.stack.clone()),
            Command::new(["systemctl", "daemon-reload"]),
            Command::new(["systemctl", "restart", &target]),
        ]);
        all
    };
    Operations {
        needs: home.needs(folder),
        containers: Containers::Name,
        beside: Vec::new(),
        secrets: places(stack, &home.stack),
        // The switch of Quadlet installs values.sh.
        settled: &["systemd-values"],
        forced_by_hand: false,
        data_first: None,
        keep: vec![Command::new(["has_before", folder])],
        prepare: Vec::new(),
        switch: install(&|path| path.into(), &deploy.gone()),
        back: install(&before, &deploy.added()),
        folder: home.stack,
        is_users: home.is_users,
    }
}

/// A file that only its owner reads, and a secret of podman's.
fn places(stack: &Stack, home: &Word) -> Vec<SecretPlace> {
    let all = stack.secrets.iter().filter(|secret| {
        secret.file.is_none() && secret.external.is_none() && secret.driver.is_none()
    });
    all.filter(|secret| {
        is_mounted(secret, stack) || stack.value_secrets.contains(&secret.name.value.0)
    })
    .map(|secret| {
        let name = &secret.name.value.0;
        let file = home.below(&format!("secrets/{name}"));
        let shown = file.shown();
        let known = format!("{}_{name}", stack.project);
        SecretPlace {
            secret: name.clone(),
            place: format!("{name} is podman's secret `{known}`, and the file `{shown}`"),
            put: vec![
                Command::new(["put_secret"]).arg(kept(name)).arg(file),
                Command::new(["podman", "secret", "create", "--replace", &known]).arg(kept(name)),
            ],
            take_back: Vec::new(),
            with_switch: Vec::new(),
        }
    })
    .collect()
}
