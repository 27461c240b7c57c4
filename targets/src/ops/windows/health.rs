//! `health-check.ps1`: what `health-check.sh` looks at, by what Windows has.

use std::fmt::Write as _;

use stackc_compiler::atoms::words::StoreKind;

use super::{
    list, opening,
    script::{SECRET_FILE, Script},
};
use crate::{
    ops::{
        age, containers, environment,
        monitors::{self, Watch},
        plan::{Plan, SecretPlace},
        script::{Arg, Piece},
        sites,
    },
    parts::{
        backup::{Plan as Backup, plans},
        compose::store_name,
        project,
    },
    text::powershell::Quoted,
};

const REPORT: Piece = Piece(include_str!("health/report.ps1"));
const FOLDER: Piece = Piece(include_str!("health/folder.ps1"));
const VARIABLES: Piece = Piece(include_str!("health/variables.ps1"));
const ENVIRONMENT: Piece = Piece(include_str!("health/environment.ps1"));
const CONTAINERS: Piece = Piece(include_str!("health/containers.ps1"));
const CURL: Piece = Piece(include_str!("health/curl.ps1"));
const SITES: Piece = Piece(include_str!("health/sites.ps1"));
const REDIRECTS: Piece = Piece(include_str!("health/redirects.ps1"));
const CERTIFICATES: Piece = Piece(include_str!("health/certificates.ps1"));
const AGE: Piece = Piece(include_str!("health/age.ps1"));
const FOLDER_STORE: Piece = Piece(include_str!("health/folder_store.ps1"));
const CLIENT_STORE: Piece = Piece(include_str!("health/client_store.ps1"));
const STORAGE: Piece = Piece(include_str!("health/storage.ps1"));
const PAGE: Piece = Piece(include_str!("health/page.ps1"));
const PORT: Piece = Piece(include_str!("health/port.ps1"));
const MAIL_SERVER: Piece = Piece(include_str!("health/mail_server.ps1"));
const BUCKET: Piece = Piece(include_str!("health/bucket.ps1"));
const WEBHOOK: Piece = Piece(include_str!("health/webhook.ps1"));
const TELL: &str = include_str!("health/tell.ps1");
const END: &str = include_str!("health/end.ps1");

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let project = &plan.stack.project;
    let mut options = vec![
        ("Quiet", "only what fails"),
        ("Json", "an object on each line"),
        (
            "Quick",
            "without the stores that a client has to be started for",
        ),
        (
            "Dns",
            "sites are asked by their names, not where the edge listens",
        ),
    ];
    if tells_anybody(plan) {
        options.push((
            "Notify",
            "tells whoever the stack names a webhook of, when what fails has changed",
        ));
    }
    let mut says = vec![
        format!(
            "Checks {project}: its environment, containers, sites, certificates, backups and storage, and what its monitors watch."
        ),
        "One line for each check; the exit code is 1 if one of them fails.".to_owned(),
    ];
    says.extend(
        options
            .iter()
            .map(|(name, what)| format!("  -{name}  {what}")),
    );
    let params: Vec<String> = options
        .iter()
        .map(|(name, _)| format!("    [switch]${name}"))
        .collect();
    let params = format!("param(\n{}\n)\n", params.join(",\n"));
    let mut text = opening(plan, &says, &params);
    text.push_str(&compose_files(plan));
    text.push_str(&checks(plan));
    text
}

/// Whether there is somebody whom Windows can tell.
pub(super) fn tells_anybody(plan: &Plan<'_>) -> bool {
    let mut all = plan.stack.notifies.iter();
    all.any(|notify| notify.email.is_none() && notify.webhook.is_some())
}

/// The files of the project, as docker compose is told of them.
fn compose_files(plan: &Plan<'_>) -> String {
    let file = project::edge_file(plan.stack);
    let files = file.map(|file| {
        list([
            "--file",
            "docker-compose.yml",
            "--file",
            file.value.0.as_str(),
        ])
    });
    format!("$composeFiles = @({})\n", files.unwrap_or_default())
}

fn checks(plan: &Plan<'_>) -> String {
    let mut script = Script::new(plan);
    script.needs(&[REPORT, FOLDER]);
    environment(plan, &mut script);
    services(plan, &mut script);
    sites(plan, &mut script);
    for backup in plans(plan.stack) {
        copies(plan, &backup, &mut script);
    }
    storage(plan, &mut script);
    for monitor in &plan.stack.monitors {
        script.needs(&[CURL]);
        let name = Arg::Text(&monitor.name.value.0);
        if let Some(watch) = monitors::watch(plan, monitor) {
            watched(name, watch, &mut script);
        }
    }
    tell(plan, &mut script);
    script.add(END);
    script.finish()
}

/// What `.env`, `secrets/` and the certificates of the project hold.
fn environment(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[VARIABLES, SECRET_FILE, ENVIRONMENT]);
    let stack = plan.stack;
    let secrets = stack.secrets.iter();
    let secrets: Vec<_> = secrets
        .filter_map(|secret| Some((secret, plan.windows_secret(secret)?)))
        .collect();
    let inputs = stack.inputs.iter().map(|input| input.name.value.0.as_str());
    let variables = secrets.iter().filter_map(|(_, place)| match place {
        SecretPlace::Variable(variable) => Some(variable.as_str()),
        SecretPlace::File(_) | SecretPlace::Elsewhere => None,
    });
    let names: Vec<&str> = inputs.chain(variables).collect();
    if !names.is_empty() {
        script.add(&format!("Read-Variables @({})\n", list(names)));
    }
    for input in &stack.inputs {
        script.call("Test-Input", &environment::rules(input));
    }
    for (secret, place) in &secrets {
        let [need, least, message] = environment::secret_rules(secret);
        match place {
            SecretPlace::Variable(variable) => {
                let name = Quoted::new(variable).to_string();
                let value = Arg::Written(format!("(Get-Value {name})"));
                let arguments = [Arg::Written(name), value, need, least, message];
                script.call("Test-Secret", &arguments);
            }
            SecretPlace::File(path) => {
                let path = Arg::Written(path.clone());
                script.call("Test-SecretFile", &[path, need, least, message]);
            }
            SecretPlace::Elsewhere => {}
        }
    }
    for folder in project::self_signed(stack) {
        script.call("Test-OwnCertificate", &[Arg::Text(&folder)]);
    }
    script.add("Write-Environment\n");
}

fn services(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[CONTAINERS]);
    script.add("Read-Containers\n");
    for wanted in containers::wanted(plan.stack) {
        let count = Arg::number(Some(wanted.count));
        let arguments = [Arg::Text(wanted.service), Arg::Text(wanted.state), count];
        script.call("Test-Service", &arguments);
    }
}

fn sites(plan: &Plan<'_>, script: &mut Script<'_>) {
    for view in sites::views(plan.stack) {
        script.needs(&[CURL, SITES]);
        for page in &view.pages {
            let arguments = [
                Arg::Text(&page.url),
                Arg::Text(&page.through),
                Arg::Written(page.status.unwrap_or(0).to_string()),
                Arg::Written(pairs(page.headers.iter().map(|(name, value)| {
                    (
                        Quoted::new(name).to_string(),
                        Quoted::new(value).to_string(),
                    )
                }))),
                page.certificate.as_deref().map_or(Arg::Empty, Arg::Text),
            ];
            script.call("Test-Site", &arguments);
        }
        if let Some(redirect) = &view.redirect {
            script.needs(&[REDIRECTS]);
            let arguments = [&redirect.from, &redirect.through, &redirect.to];
            script.call("Test-Redirect", &arguments.map(|text| Arg::Text(text)));
        }
        for one in &view.certificates {
            script.needs(&[CERTIFICATES]);
            let arguments = [
                Arg::Text(&one.host),
                Arg::Text(&one.address),
                Arg::Written(one.port.to_string()),
                Arg::Written(one.days.to_string()),
            ];
            script.call("Test-Certificate", &arguments);
        }
    }
}

/// A list of pairs; a comma before the only one keeps PowerShell from taking it apart.
fn pairs(all: impl Iterator<Item = (String, String)>) -> String {
    let all: Vec<String> = all
        .map(|(name, value)| format!("@({name}, {value})"))
        .collect();
    let comma = if all.len() == 1 { "," } else { "" };
    format!("@({comma}{})", all.join(", "))
}

/// How old the copies in each store are.
fn copies(plan: &Plan<'_>, backup: &Backup<'_>, script: &mut Script<'_>) {
    script.needs(&[AGE]);
    let limit = age::limit(backup.backup.schedule.as_ref()).unwrap_or(0);
    for store in &backup.stores {
        let kind = store.store.kind.value;
        let shown = format!("store {} ({})", store.number, kind.word());
        let mut arguments = vec![
            Arg::Text(&backup.backup.name.value.0),
            Arg::Text(&shown),
            Arg::Written(limit.to_string()),
        ];
        let client = store_name(backup, store);
        if kind == StoreKind::Local {
            script.needs(&[FOLDER_STORE]);
            let place = &store.store.place;
            let place = plan.windows_path(&place.value.0, place.span);
            let copies = Quoted::new(&backup.copies(&plan.stack.project));
            arguments.push(Arg::Written(format!("(Join-Path {place} {copies})")));
            script.call("Test-FolderStore", &arguments);
        } else {
            script.needs(&[CLIENT_STORE]);
            arguments.push(Arg::Text(&client));
            arguments.push(Arg::Written(store.number.to_string()));
            script.call("Test-ClientStore", &arguments);
        }
    }
}

/// Where the project and the copies lie.
fn storage(plan: &Plan<'_>, script: &mut Script<'_>) {
    script.needs(&[STORAGE]);
    script.add("Test-Storage $project\n");
    for backup in plans(plan.stack) {
        for store in &backup.stores {
            if let Some(folder) = store.folder() {
                let path = plan.windows_path(folder, store.store.place.span);
                script.call("Test-Storage", &[Arg::Written(path)]);
            }
        }
    }
}

/// The check of a monitor.
fn watched(name: Arg<'_>, watch: Watch<'_>, script: &mut Script<'_>) {
    match watch {
        Watch::Page([url, status, text, user, password], certificate) => {
            script.needs(&[PAGE]);
            let status = match status {
                Arg::Empty => Arg::Written("0".to_owned()),
                said => said,
            };
            let mut arguments = vec![name, url, status, text, user, password];
            arguments.extend(certificate.map(Arg::Owned));
            script.call("Test-Page", &arguments);
        }
        Watch::Port(place) => {
            script.needs(&[PORT]);
            script.call("Test-Port", &[name, place]);
        }
        Watch::MailServer(server) => {
            script.needs(&[MAIL_SERVER]);
            let arguments: Vec<Arg<'_>> = std::iter::once(name).chain(server).collect();
            script.call("Test-MailServer", &arguments);
        }
        Watch::Bucket(url, variables) => {
            script.needs(&[BUCKET]);
            let variables: Vec<(String, String)> = variables
                .iter()
                .map(|(variable, value)| (Quoted::new(variable).to_string(), script.word(value)))
                .collect();
            let variables = Arg::Written(pairs(variables.into_iter()));
            script.call("Test-Bucket", &[name, url, variables]);
        }
    }
}

/// Whoever has a webhook is told.
fn tell(plan: &Plan<'_>, script: &mut Script<'_>) {
    if !tells_anybody(plan) {
        return;
    }
    script.needs(&[CURL, WEBHOOK]);
    let mut lines = String::new();
    for notify in &plan.stack.notifies {
        if let (None, Some(webhook)) = (&notify.email, &notify.webhook) {
            let url = script.word(&Arg::Secret(webhook));
            let _ = writeln!(
                lines,
                "    if (-not (Send-Webhook {url} $Subject $Text)) {{ $all = $false }}"
            );
        }
    }
    script.add(&format!(
        "\nfunction Send-Message([string]$Subject, [string]$Text) {{\n    $all = $true\n{lines}    return $all\n}}\n"
    ));
    script.add(&TELL.replace("PROJECT", &plan.stack.project));
}
