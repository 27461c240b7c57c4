//! `README.md`: how to install what was made.

use stackc_compiler::resolve::Stack;

use super::{
    delivery,
    ingress::Ingress,
    steps, template,
    variables::{self, Variable},
};
use crate::text::shell::Word;

/// The text.
pub(super) fn text(
    stack: &Stack,
    ingress: &Ingress,
    beside: &[String],
    banner: &[String],
    folder: &str,
) -> String {
    let mut lines = vec![format!("# {} in Dokploy", stack.project), String::new()];
    lines.extend(banner.iter().cloned());
    lines.push(String::new());
    if !super::is_git(stack) {
        lines.extend(first_import(stack, ingress));
    }
    if super::is_git(stack) {
        lines.extend(first_clone(stack, ingress, folder));
    }
    lines.extend([
        "## From then on, by CI".to_owned(),
        String::new(),
        "`./dokploy-apply.sh` makes the calls of `dokploy-api.json`, deploys and waits for the end. Run again it updates what it finds by name, and takes nothing away.".to_owned(),
        "It needs curl, jq, `DOKPLOY_URL`, `DOKPLOY_API_KEY` and the variables below that have no value on the server yet.".to_owned(),
    ]);
    if super::is_git(stack) {
        lines.push("The repository is named by `DOKPLOY_GIT_URL`, `DOKPLOY_GIT_BRANCH` and `DOKPLOY_COMPOSE_PATH`, each time; the stack's folder is its root.".to_owned());
    }
    lines.push(String::new());
    lines.extend(variable_lines(stack));
    lines.extend(file_lines(stack, ingress));
    lines.extend(beside_lines(beside));
    lines.extend([
        "## What Dokploy does".to_owned(),
        String::new(),
        format!("It adds a random ending to the project's name. Volumes keep their names on every target, `{}_…`; networks and containers don't.", stack.project),
        "A change of a domain is there after the next deploy.".to_owned(),
        String::new(),
    ]);
    lines.join("\n")
}

/// The first install by hand, from what the import takes to the first deploy.
fn first_import(stack: &Stack, ingress: &Ingress) -> Vec<String> {
    let kind = if super::is_swarm(stack) {
        "Stack"
    } else {
        "Docker Compose"
    };
    let mut steps = vec![
        format!(
            "In Dokploy make the project `{}`, and in its environment `{}` a compose service of the type {kind} with the name `{}`: the script below finds all three by these names.",
            steps::project_name(stack),
            steps::environment_name(stack),
            stack.name
        ),
        "Import the line of `import.b64` there.".to_owned(),
        "Fill in what is empty in its Environment tab. Secrets that say how they are made are there already.".to_owned(),
    ];
    let by_hand = by_hand(stack, ingress);
    if !by_hand.is_empty() {
        steps.push(format!(
            "Make the files that an import can't, before the first deploy: {}. Or set their variables and run `./dokploy-apply.sh`, which makes them and does what is left.",
            by_hand.join(", ")
        ));
    }
    if ingress.domains.iter().any(|domain| domain.letsencrypt) {
        steps.push(
            "Set the certificate of each domain to Let's Encrypt: an import can't.".to_owned(),
        );
    }
    steps.push("Deploy.".to_owned());
    let mut lines = vec!["## The first install, by import".to_owned(), String::new()];
    lines.extend(numbered(steps));
    lines.extend([
        String::new(),
        "An import replaces the domains, the mounts and the environment, and makes new secrets: it is for the first install alone.".to_owned(),
        String::new(),
    ]);
    lines
}

/// The files that a deploy needs and no import makes.
fn by_hand(stack: &Stack, ingress: &Ingress) -> Vec<String> {
    let secrets = stack.secrets.iter().filter(|secret| {
        delivery::is_file(secret, stack) && variables::of_secret(secret).helper.is_none()
    });
    let mounts = secrets.map(|secret| {
        let path = template::secret_path(&secret.name.value.0);
        format!("the file mount `{path}` of the service")
    });
    let passwords = ingress.middlewares.passwords.iter();
    let passwords = passwords.map(|passwords| format!("`{}` on the server", passwords.path));
    mounts.chain(passwords).collect()
}

fn numbered(steps: Vec<String>) -> impl Iterator<Item = String> {
    let numbers = (1..).zip(steps);
    numbers.map(|(number, step)| format!("{number}. {step}"))
}

/// The first install where Dokploy clones the repository: the script makes everything, from the project on.
fn first_clone(stack: &Stack, ingress: &Ingress, folder: &str) -> Vec<String> {
    let path = stackc_compiler::resolve::join(folder, "docker-compose.yml");
    let mut steps = vec![
        "Commit this folder and push it: Dokploy clones the repository, and builds there what is built.".to_owned(),
        "Make an API key in Dokploy's settings.".to_owned(),
    ];
    if ingress.domains.iter().any(|domain| domain.letsencrypt) {
        steps.push("Let each domain lead to the server: Let's Encrypt asks there.".to_owned());
    }
    let run = if variables::of(stack).is_empty() {
        "Run the script:"
    } else {
        "Set the variables below, as far as they are required, and run the script:"
    };
    steps.push(run.to_owned());
    let mut lines = vec![
        "## The first install, from a git repository".to_owned(),
        String::new(),
    ];
    lines.extend(numbered(steps));
    lines.extend([
        String::new(),
        "```sh".to_owned(),
        "export DOKPLOY_URL=https://dokploy.example.com DOKPLOY_API_KEY=…".to_owned(),
        format!("export DOKPLOY_GIT_URL=git@git.example.com:you/{}.git DOKPLOY_GIT_BRANCH=main", stack.project),
        format!("export DOKPLOY_COMPOSE_PATH={}", Word::new(&format!("./{path}"))),
        "./dokploy-apply.sh".to_owned(),
        "```".to_owned(),
        String::new(),
        "It makes the project, the compose service, its environment and its domains, and deploys. A private repository needs a key of Dokploy's: make it under SSH Keys, give its public half to the repository, let the first run stop at the deployment, choose the key at the service's provider Git, and run the script again.".to_owned(),
        "Dokploy 0.30.3 loses the variables of a Compose file that does not lie at the root of the repository; 0.30.2 does not.".to_owned(),
        String::new(),
    ]);
    lines
}

fn variable_lines(stack: &Stack) -> Vec<String> {
    let all = variables::of(stack);
    if all.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        "## Variables".to_owned(),
        String::new(),
        "| variable | is | make one with |".to_owned(),
        "| --- | --- | --- |".to_owned(),
    ];
    lines.extend(all.iter().map(row));
    lines.push(String::new());
    lines
}

fn row(variable: &Variable) -> String {
    let need = match (&variable.default, variable.required) {
        (Some(_), _) => "has a default",
        (None, true) => "required",
        (None, false) => "optional",
    };
    let what = if variable.secret { "secret" } else { "value" };
    let command = variable.command.as_ref();
    // A bar would end the cell.
    let command = command.map(|command| format!("`{}`", command.replace('|', "\\|")));
    let rules = match variable.rules.join("; ") {
        rules if rules.is_empty() => rules,
        rules => format!(": {}", cell(&rules)),
    };
    format!(
        "| `{}` | {what}, {need}{rules} | {} |",
        variable.name,
        command.unwrap_or_default()
    )
}

/// A text as it stands in a cell of a table.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '\\' | '|' | '`' | '*' | '<' | '[' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// What destinations and backups hold.
fn beside_lines(variables: &[String]) -> Vec<String> {
    if variables.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
    vec![
        "## Secrets of backups".to_owned(),
        String::new(),
        format!(
            "Dokploy keeps them with its destinations and backups; the CI gives them at the first run, and to change them: {}.",
            names.join(", ")
        ),
        String::new(),
    ]
}

fn file_lines(stack: &Stack, ingress: &Ingress) -> Vec<String> {
    let mut rows: Vec<String> = stack
        .secrets
        .iter()
        .filter(|secret| delivery::is_file(secret, stack))
        .map(|secret| {
            let path = template::secret_path(&secret.name.value.0);
            format!("| `{path}`, a file mount | `{}` |", secret.variable())
        })
        .collect();
    rows.extend(
        ingress
            .middlewares
            .passwords
            .iter()
            .filter_map(|passwords| {
                let secret = stack.secret(&passwords.secret)?;
                Some(format!(
                    "| `{}`, on the server | `{}` |",
                    passwords.path,
                    secret.variable()
                ))
            }),
    );
    if rows.is_empty() {
        return rows;
    }
    let mut lines = vec![
        "## Secrets that are files".to_owned(),
        String::new(),
        "| file | variable of the CI that holds it |".to_owned(),
        "| --- | --- |".to_owned(),
    ];
    lines.extend(rows);
    lines.push(String::new());
    lines
}
