//! The compiler's own binary, run as a user runs it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::process::{self, Finished};

/// How long one run may take.
const DEADLINE: Duration = Duration::from_secs(60);

/// Variables that decide how a report looks.
const LOOKS: [&str; 6] = [
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "LC_CTYPE",
    "LANG",
    "COLUMNS",
];

/// The binary, built from the sources as they are.
///
/// # Panics
/// When it can't be built.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(build)
}

/// Builds the binary beside the running test: in the same target folder, with the same profile.
fn build() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in <target>/<profile>/deps");
    let target = profile.parent().expect("a profile lies in a target folder");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--quiet", "--package", "stackc", "--target-dir"])
        .arg(target)
        .current_dir(repository());
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().expect("cargo can be started");
    assert!(status.success(), "stackc can't be built");
    profile.join(format!("stackc{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of the workspace.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("the tests lie in the workspace")
        .to_owned()
}

/// Runs `stackc` in a folder, where a report looks the same on every machine.
pub fn run(folder: &Path, arguments: &[&str]) -> Finished {
    run_with_input(folder, arguments, b"")
}

/// Like [`run`], with a text on standard input.
pub fn run_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Finished {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder);
    for name in LOOKS {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C.UTF-8");
    process::run_with_input(&mut command, input, DEADLINE)
}
