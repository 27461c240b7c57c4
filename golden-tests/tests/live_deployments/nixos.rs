//! The deployment on NixOS: its module is evaluated, the unit's secrets are made by the module's own script, and the composition that arion would start is
//! started.

use std::{fs, process::Command};

use serde_json::Value;
use stackc_golden_tests::{
    engine::{Engine, Project, Setup},
    live::wait_until,
    nix, stackc,
};

use tempfile::TempDir;

use super::{deployment::up, pages::PATIENCE, report::Report};

/// Where the folder of the output lies beside the engine.
const PLACE: &str = "/srv/live/crm-nixos";

/// What agenix decrypts at a start of the host.
const AGENIX: &str = "
umask 077
mkdir -p /run/agenix /run/twenty
openssl rand -hex 32 | tr -d '\\n' >/run/agenix/twenty-db-password
openssl rand -base64 32 | tr -d '\\n' >/run/agenix/twenty-app-secret
";

pub(super) fn prove() {
    let mut report = Report::new("crm-nixos");
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
    let secrets = fs::read_to_string(engine.path("/run/twenty/secrets.env")).unwrap();
    fs::write(folder.path().join(".env"), secrets).unwrap();
    let setup = Setup {
        name: "crm-nixos",
        tree: folder.path(),
        ..Setup::default()
    };
    let project = Project::new(&engine, setup);
    up(&project, "crm-nixos");
    report.proved("everything starts and is healthy");

    write(&project, "first row");
    let down = project.compose(&["down"]);
    assert!(down.succeeded(), "{}", down.output());
    up(&project, "after `down`");
    assert_eq!(rows(&project), ["first row"]);
    report.proved("a row is written, and survives `down` and `up`");
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

fn write(project: &Project<'_>, row: &str) {
    let written = wait_until(PATIENCE, || {
        let answer = project
            .engine()
            .ask("http://localhost:3000/rows", &["--data-binary", row])?;
        if answer.status == 201 {
            Ok(())
        } else {
            Err(format!("{answer:?}"))
        }
    });
    written.unwrap_or_else(|error| panic!("no row is written: {error}"));
}

fn rows(project: &Project<'_>) -> Vec<String> {
    let read = wait_until(PATIENCE, || {
        let answer = project.engine().ask("http://localhost:3000/rows", &[])?;
        serde_json::from_str(&answer.body).map_err(|error| format!("{error}: {answer:?}"))
    });
    read.unwrap_or_else(|error| panic!("no rows are read: {error}"))
}
