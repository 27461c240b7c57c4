//! Lets systemd read what the systemd target writes, and podman's generator the Quadlet files.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(60);

fn is_unit(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("service" | "timer" | "target"))
}

/// The plain units of a folder, and whether they are a user's.
pub fn units(folder: &Path) -> (Vec<PathBuf>, bool) {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let units: Vec<PathBuf> = files.filter(|path| is_unit(path)).collect();
    let user = units.iter().any(|path| {
        fs::read_to_string(path)
            .unwrap()
            .contains("WantedBy=default.target")
    });
    (units, user)
}

/// Runs podman's generator, which has to accept everything without a word.
///
/// # Panics
/// When it does not, or is missing.
pub fn generate(quadlet: &Path, to: &Path, user: bool) {
    let mut command = tools::command("quadlet");
    command
        .env("QUADLET_UNIT_DIRS", quadlet)
        .arg("-no-kmsg-log");
    if user {
        command.arg("-user");
    }
    let done = process::run(command.arg(to), DEADLINE);
    assert!(
        done.succeeded() && done.stderr.is_empty(),
        "{}\n{}",
        quadlet.display(),
        done.output()
    );
}

/// The programs that units start are not on every machine: what they are does not matter here.
fn without_programs(text: &str) -> String {
    ["podman", "docker", "certbot"]
        .iter()
        .fold(text.to_owned(), |text, name| {
            text.replace(&format!("/usr/bin/{name}"), "/bin/true")
        })
}

/// Lets podman's generator and systemd read a folder of the systemd target; neither may say a word against it.
///
/// # Panics
/// When one of them does, or a tool is missing.
pub fn judge(folder: &Path) {
    let made = tempfile::tempdir().unwrap();
    let (plain, user) = units(folder);
    let mut names = Vec::new();
    if folder.join("quadlet").is_dir() {
        generate(&folder.join("quadlet"), made.path(), user);
        names.extend(units(made.path()).0);
    }
    for unit in plain {
        let to = made.path().join(unit.file_name().unwrap());
        fs::copy(&unit, &to).unwrap();
        names.push(to);
    }
    for unit in &names {
        let text = fs::read_to_string(unit).unwrap();
        fs::write(unit, without_programs(&text)).unwrap();
    }
    if !user {
        // The manager of a user knows no unit of the machine's.
        let docker = made.path().join("docker.service");
        fs::write(docker, "[Service]\nExecStart=/bin/true\n").unwrap();
    }
    let mut command = tools::command("systemd-analyze");
    command
        .args(["verify", "--man=no"])
        .current_dir(made.path());
    if user {
        command.arg("--user").env("XDG_RUNTIME_DIR", made.path());
    }
    let done = process::run(command.args(&names), DEADLINE);
    assert!(
        done.succeeded() && done.stderr.is_empty(),
        "{}\n{}",
        folder.display(),
        done.output()
    );
}
