//! What is done by hand where Docker Compose runs a project in a folder.

use stackc_compiler::{
    operations::{Command, Containers, Deploy, Operations, SecretPlace, Word, kept},
    resolve::Stack,
};

use crate::parts::{
    compose::{is_mounted, is_variable},
    project,
};

/// The commands of a project in the deploy's folder.
#[must_use]
pub fn project(deploy: &Deploy<'_>) -> Operations {
    let (stack, folder) = (deploy.after, deploy.folder());
    let files = |call: &str| Command::new([call, folder]).args(deploy.named_files());
    let up = |orphans: &[&str]| {
        let up = Command::new(["docker", "compose", "up", "--detach"]).within(folder);
        if orphans.is_empty() {
            vec![up]
        } else {
            vec![stop(orphans), up.arg("--remove-orphans")]
        }
    };
    let mut switch = vec![files("new_files")];
    switch.extend(up(&deploy.gone()));
    let mut back = vec![files("old_files")];
    back.extend(up(&deploy.added()));
    Operations {
        needs: vec![format!(
            "It runs on the host of {}, in the folder of which the project's is `{folder}`, as someone who may use Docker. The new version is checked out and built there, and not started.",
            stack.project
        )],
        containers: Containers::Project,
        folder: folder.into(),
        is_users: false,
        beside: beside(stack),
        secrets: secrets(stack, &folder.into()),
        settled: SETTLED,
        forced_by_hand: false,
        data_first: None,
        keep: vec![Command::new(["has_before", folder]), files("new_files")],
        prepare: vec![Command::new(["fetch_images", folder])],
        switch,
        back,
    }
}

/// What `docker compose up --remove-orphans` makes take effect.
pub const SETTLED: &[&str] = &["compose-service-removed"];

/// Stops services whose ports and volumes others take over: a container that is made beside them would not get them.
#[must_use]
pub fn stop(services: &[&str]) -> Command {
    Command::new(["stop_services"]).args(services.iter().copied())
}

/// The services of the edge that go on running, if its container starts with the project.
#[must_use]
pub fn beside(stack: &Stack) -> Vec<&'static str> {
    let compose = stack.target("compose");
    if compose.is_some_and(|target| target.edge_file.is_some()) {
        return Vec::new();
    }
    let names = project::edge_names(stack).into_iter();
    names
        .filter(|(kind, name)| *kind == "service" && *name != "certificates")
        .map(|(_, name)| name)
        .collect()
}

/// Where Compose looks for each secret: `.env`, or `secrets/`.
#[must_use]
pub fn secrets(stack: &Stack, folder: &Word) -> Vec<SecretPlace> {
    let all = stack.secrets.iter().filter(|secret| {
        let elsewhere =
            secret.external.is_some() || secret.driver.is_some() || secret.file.is_some();
        !elsewhere
    });
    all.map(|secret| {
        let name = &secret.name.value.0;
        if is_variable(secret, stack) || !is_mounted(secret, stack) {
            let (file, variable) = (folder.below(".env"), secret.variable());
            let shown = file.shown();
            let set = Command::new(["set_variable"]).arg(file).arg(&variable);
            SecretPlace {
                secret: name.clone(),
                place: format!("{name} is `{variable}` in `{shown}`"),
                put: vec![set.clone().arg(kept(name))],
                take_back: vec![set],
                with_switch: Vec::new(),
            }
        } else {
            let file = folder.below(&format!("secrets/{name}"));
            SecretPlace {
                secret: name.clone(),
                place: format!("{name} is the file `{}`", file.shown()),
                put: vec![
                    Command::new(["put_secret"])
                        .arg(kept(name))
                        .arg(file.clone()),
                ],
                take_back: vec![Command::new(["rm", "-f"]).arg(file)],
                with_switch: Vec::new(),
            }
        }
    })
    .collect()
}
