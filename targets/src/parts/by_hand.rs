//! What is done by hand where Docker Compose runs a project in a folder.

use stackc_compiler::{
    operations::{Command, Containers, Operations, SecretPlace, kept},
    resolve::{Stack, join},
};

use crate::parts::compose::{is_mounted, is_variable};

/// The commands of a project whose files lie in `folder`.
#[must_use]
pub fn project(stack: &Stack, folder: &str) -> Operations {
    let up = || Command::new(["docker", "compose", "up", "--detach"]).within(folder);
    Operations {
        needs: vec![format!(
            "It runs on the host of {}, in the folder of which the project's is `{folder}`, as someone who may use Docker. The new version is checked out and built there, and not started.",
            stack.project
        )],
        containers: Containers::Project,
        folder: folder.to_owned(),
        secrets: secrets(stack, folder),
        keep: vec![
            Command::new(["has_before", folder]),
            Command::new(["new_files", folder]),
        ],
        prepare: vec![Command::new(["fetch_images", folder])],
        switch: vec![Command::new(["new_files", folder]), up()],
        back: vec![Command::new(["old_files", folder]), up()],
    }
}

/// Where Compose looks for each secret: `.env`, or `secrets/`.
#[must_use]
pub fn secrets(stack: &Stack, folder: &str) -> Vec<SecretPlace> {
    let all = stack.secrets.iter().filter(|secret| {
        let elsewhere =
            secret.external.is_some() || secret.driver.is_some() || secret.file.is_some();
        !elsewhere
    });
    all.map(|secret| {
        let name = &secret.name.value.0;
        if is_variable(secret, stack) || !is_mounted(secret, stack) {
            let (file, variable) = (join(folder, ".env"), secret.variable());
            let set = Command::new(["set_variable", &file, &variable]);
            SecretPlace {
                secret: name.clone(),
                place: format!("{name} is `{variable}` in `{file}`"),
                put: vec![set.clone().arg(kept(name))],
                take_back: vec![set],
                with_switch: Vec::new(),
            }
        } else {
            let file = join(folder, &format!("secrets/{name}"));
            SecretPlace {
                secret: name.clone(),
                place: format!("{name} is the file `{file}`"),
                put: vec![Command::new(["put_secret"]).arg(kept(name)).arg(&file)],
                take_back: vec![Command::new(["rm", "-f", &file])],
                with_switch: Vec::new(),
            }
        }
    })
    .collect()
}
