//! The deployment on NixOS: its module is evaluated, the unit's secrets are made by the module's own script, the composition that arion would start is
//! started, and an nginx with what the module says is in front of it.

use std::{fs, path::Path, process::Command};

use serde_json::Value;
use stackc_golden_tests::{
    engine::{Engine, Family, Project, Setup},
    live::wait_until,
    nix, stackc,
};

use tempfile::TempDir;

use super::{
    backups,
    deployment::{Backup, Deployment, PLAIN, up},
    events,
    examples::{NOSNIFF, REFERRER, SAMEORIGIN, STRICT},
    leaks, lives, nix_nginx,
    pages::{self, PATIENCE, ask},
    report::Report,
};

/// Where the folder of the output lies beside the engine.
const PLACE: &str = "/srv/live/crm-nixos";

const DEPLOYMENT: Deployment = Deployment {
    name: "crm-nixos",
    site: "https://crm.example.com",
    plain: "http://crm.example.com",
    websockets: &["/graphql"],
    headers: &[NOSNIFF, SAMEORIGIN, REFERRER, STRICT],
    secrets: &[
        ("DB_PASSWORD", &["server", "worker"]),
        ("APP_SECRET", &["server", "worker"]),
    ],
    backup: Some(Backup {
        name: "nightly",
        stores: &["1"],
    }),
    // As the module's units and its command say them.
    assigned: "COMPOSE_PROJECT_NAME=twenty COMPOSE_FILE=/srv/live/crm-nixos/docker-compose.yml",
    ..PLAIN
};

/// What agenix decrypts at a start of the host.
const AGENIX: &str = "
umask 077
mkdir -p /run/agenix /run/twenty
openssl rand -hex 32 | tr -d '\\n' >/run/agenix/twenty-db-password
openssl rand -base64 32 | tr -d '\\n' >/run/agenix/twenty-app-secret
";

/// The host's nginx, with a certificate where NixOS's ACME leaves one.
const NGINX: &str = "
mkdir -p /var/lib/acme/crm.example.com
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=crm.example.com \
    -keyout /var/lib/acme/crm.example.com/key.pem -out /var/lib/acme/crm.example.com/fullchain.pem 2>/dev/null
docker run --detach --name host-nginx --network host -v /srv/live/nginx.conf:/etc/nginx/nginx.conf:ro -v /var/lib/acme:/var/lib/acme:ro \
    \"$image\" nginx -g 'daemon off;'
";

pub(super) fn prove() {
    let mut report = Report::new(DEPLOYMENT.name);
    let example = with_encrypted_files();
    let output = example.path().join("crm-nixos/out/nix");
    let module = nix::host(&[output.join("module.nix")]).unwrap_or_else(|error| panic!("{error}"));
    let composition = nix::compose_file(&output.join("arion-compose.nix"))
        .unwrap_or_else(|error| panic!("{error}"));
    report.proved("the module and the composition are evaluated");

    let engine = Engine::new();
    let made = engine.sh(
        "/",
        &format!(
            "{AGENIX}{}",
            text(&module["systemd"]["services"]["twenty-secrets"]["script"])
        ),
    );
    assert!(made.succeeded(), "{}", made.output());
    report.proved("the unit's secrets are made of agenix' files by the module's own script");

    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("docker-compose.yml"),
        in_place(&composition),
    )
    .unwrap();
    let copied = Command::new("cp")
        .arg("-R")
        .arg(output.join("backup"))
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(copied.success());
    let project = project(&engine, folder.path());
    events::listen(&engine);
    leaks::watch(&engine);
    up(&project, DEPLOYMENT.name);
    report.proved("everything starts and is healthy");

    let conf = nix_nginx::conf(&module["services"]["nginx"]);
    fs::write(engine.path("/srv/live/nginx.conf"), conf).unwrap();
    let image = Family::Nginx(28).image();
    let started = engine.sh("/", &format!("image={image}{NGINX}"));
    assert!(started.succeeded(), "{}", started.output());
    healthy(&project);
    report.proved("the host's nginx answers /healthz");
    pages::prove(&DEPLOYMENT, &project, &mut report);
    lives::prove(&DEPLOYMENT, &project, &mut report);
    leaks::prove(&DEPLOYMENT, &project, &mut report);
    backups::prove(&DEPLOYMENT, &project, &mut report);
    leaks::watched(&project, &mut report);
}

/// The composition with the variables that the unit has from the module's own script.
fn project<'engine>(engine: &'engine Engine, folder: &Path) -> Project<'engine> {
    let variables = fs::read_to_string(engine.path("/run/twenty/secrets.env")).unwrap();
    let inputs: Vec<(&str, &str)> = variables
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect();
    // So the test knows which are secrets.
    let example: String = inputs
        .iter()
        .map(|(name, _)| format!("# secret {name}\n{name}=\n"))
        .collect();
    fs::write(folder.join(".env.example"), example).unwrap();
    let setup = Setup {
        name: DEPLOYMENT.name,
        tree: folder,
        inputs: &inputs,
        ..Setup::default()
    };
    Project::new(engine, setup)
}

/// Waits for the page that is for whoever watches from outside; it is exactly that one.
fn healthy(project: &Project<'_>) {
    let page = format!("{}/healthz", DEPLOYMENT.site);
    let answered = wait_until(PATIENCE, || {
        let answer = project.engine().ask(&page, &[])?;
        if answer.status == 200 {
            Ok(())
        } else {
            Err(format!("{answer:?}"))
        }
    });
    answered.unwrap_or_else(|error| panic!("{page}: {error}"));
    let broken = project.compose(&["stop", "cache"]);
    assert!(broken.succeeded(), "{}", broken.output());
    assert_eq!(ask(project, &page, &[]).status, 503);
    let mended = project.compose(&["start", "cache"]);
    assert!(mended.succeeded(), "{}", mended.output());
}

/// The example with the files that agenix makes, which the module names by their paths.
fn with_encrypted_files() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = stackc::repository().join("examples/crm-nixos");
    let copied = Command::new("cp")
        .arg("-R")
        .arg(example)
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(copied.success());
    let secrets = folder.path().join("crm-nixos/secrets");
    fs::create_dir_all(&secrets).unwrap();
    for name in ["twenty-db-password", "twenty-app-secret"] {
        fs::write(secrets.join(format!("{name}.age")), "encrypted").unwrap();
    }
    folder
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The composition with the project's folder in place of its copy in the store.
fn in_place(composition: &Value) -> String {
    let text = serde_json::to_string_pretty(composition).unwrap();
    let mut parts = text.split("/nix/store/");
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, name) = part
            .split_once('-')
            .expect("a path of the store has a hash");
        moved.push_str(PLACE);
        moved.push('/');
        moved.push_str(name);
    }
    moved
}
