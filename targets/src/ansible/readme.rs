//! `README.md`: what the playbook needs, what is given to it, and how it is run.

use super::{
    plan::{Plan, Runs, hosts, is_optional},
    tasks,
};
use crate::text::shell::Word;

/// The text of the file.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let mut sections = vec![heading(plan), RUN.to_owned(), steps(plan), needs(plan)];
    if plan.runs != Runs::Quadlet {
        sections.push(IMAGES.to_owned());
    }
    sections.extend(values(plan));
    sections.push(BACK.to_owned());
    format!("{}\n", sections.join("\n\n"))
}

const RUN: &str = "## Running it

```sh
ansible-playbook --inventory inventory.yml playbook.yml --check --diff    # a rehearsal: nothing is changed
ansible-playbook --inventory inventory.yml playbook.yml
```

A second run changes nothing. `--tags check` only looks, `--tags copy` only copies, `--tags start` only starts what lies there; `--limit HOST` deploys to one of several hosts. A rehearsal starts nothing, and says what is missing without stopping there.";

const IMAGES: &str = "## Images

What is not there is fetched. What the stack builds is looked for at every run, for it may have been pushed again under the same tag; where the stack says a `pull-policy`, that counts. `--extra-vars pull=always` looks for all of them anew, where another tag moves; `pull=missing` for none.";

const BACK: &str = "## Going back

Check out the commit that ran before and run the playbook: its files take the place of the newer ones, and those that it does not know are removed. What an earlier run copied is written down on the host, with its hash, in `.deployed.json`; only what stands there and was not changed since is ever removed.";

fn heading(plan: &Plan<'_>) -> String {
    let hosts: Vec<String> = hosts(plan.stack)
        .into_iter()
        .map(|host| format!("`{}`", host.name.value.0))
        .collect();
    format!(
        "# Deploying {}\n\n{}\n\nThe playbook copies what the lock names, checks it and starts it, on {}. Everything lies below `{}` as it lies below the stack's folder in the repository, so that relative paths lead to the same places{}.",
        plan.stack.project,
        plan.banner.join("\n"),
        hosts.join(" and "),
        plan.home(),
        match plan.runs {
            Runs::Compose => "",
            Runs::Unit | Runs::Quadlet =>
                "; what the units need lies in that folder itself, and units where systemd looks for them",
        },
    )
}

/// What is done, in order.
fn steps(plan: &Plan<'_>) -> String {
    let rows: Vec<String> = tasks::steps(plan)
        .iter()
        .map(|file| format!("| `{}` | `{}` | {} |", file.path(), file.tag, file.says))
        .collect();
    format!(
        "| file | tag | what it does |\n| --- | --- | --- |\n{}",
        rows.join("\n")
    )
}

fn needs(plan: &Plan<'_>) -> String {
    let runs = match plan.runs {
        Runs::Compose | Runs::Unit => "Docker with docker compose 2.26 or later",
        Runs::Quadlet => {
            "podman 5.4 or later, and its secrets, as the README of the systemd target says"
        }
    };
    let nginx = if plan.nginx().is_some() {
        "; nginx, and the first certificates of Let's Encrypt, as the README beside its configuration says"
    } else {
        ""
    };
    let logins = if matches!(plan.runs, Runs::Unit) {
        ", and so has the unit, as the README of the systemd target says"
    } else {
        ""
    };
    format!(
        "## What it needs\n\nHere: ansible-core 2.19 or later, without collections, and `sha256sum`. On the host: Python 3, a user who may log in by SSH and become root with sudo, {runs}{nginx}. Keys of hosts are not accepted blindly: `known_hosts` has them before the first run. Where images are private, root on the host has logged in to their registry{logins}."
    )
}

/// What the operator supplies, if the stack needs anything.
fn values(plan: &Plan<'_>) -> Option<String> {
    let files = plan.secret_files();
    let values = plan.needed_values();
    if files.is_empty() && values.is_empty() {
        return None;
    }
    let mut lines = vec![
        "## Values and secrets".to_owned(),
        String::new(),
        "No value stands in these files. Either they are on the host before the first run, or they are given to the playbook:".to_owned(),
        String::new(),
        "| variable | what it is |".to_owned(),
        "| --- | --- |".to_owned(),
        format!("| `values_file` | a file here, encrypted by ansible-vault or not, that becomes `{}`, mode 0600 |", plan.values()),
    ];
    if !files.is_empty() {
        lines.push(format!("| `secret_values` | a dictionary from names to values, each of which becomes a file in `{}/secrets`, mode 0444 in a folder that only root enters; one with `{{{{` in it is marked `!unsafe` |", plan.project()));
    }
    lines.push(String::new());
    lines.push("```sh".to_owned());
    lines.push("ansible-playbook --inventory inventory.yml playbook.yml --ask-vault-pass --extra-vars @vault.yml".to_owned());
    lines.push("```".to_owned());
    lines.push(String::new());
    lines.push("Needed are:".to_owned());
    lines.push(String::new());
    lines.extend(values.iter().map(|name| format!("- `{name}`")));
    let needed = files.iter().filter(|one| !is_optional(one));
    lines.extend(needed.map(|one| format!("- `secrets/{}`", Word::new(&one.name.value.0))));
    Some(lines.join("\n"))
}
