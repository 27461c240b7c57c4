//! Runs a command as root of a machine of its own: private network, mounts and processes.
//!
//! The command sees the files of this machine through an overlay: it may create and change any
//! path, and nothing of that reaches the machine. In its network every IPv4 address is its own,
//! so a program can listen on, and connect from, any address without setting it up.

pub mod host;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::{process, tools};

/// The longest life of a sandbox made through sudo, in seconds.
const LONGEST: &str = "300";

const SCRIPT: &str = include_str!("sandbox/enter.sh");

/// Files shown to the command over those of the machine, and the place of its file system.
#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
    kept: Vec<PathBuf>,
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Sandbox {
    /// A sandbox that shows the machine as it is.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("stackc-sandbox-")
            .tempdir()
            .expect("a temporary folder can be made");
        for part in ["files", "machine"] {
            std::fs::create_dir(folder.path().join(part)).expect("a folder can be made");
        }
        let kept = vec![tools::folder()];
        Self { folder, kept }
    }

    /// The folder whose content appears at `/` in the sandbox.
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// Makes a folder of the machine readable inside even when it is a mount of its own.
    #[must_use]
    pub fn keep(mut self, folder: &Path) -> Self {
        self.kept.push(folder.to_owned());
        self
    }

    /// A command that enters the sandbox and runs what the caller adds: a program and arguments.
    ///
    /// # Panics
    /// When the working folder is unknown or a tool is missing.
    pub fn command(&self) -> Command {
        let mut command = unshare();
        command
            .args(["--net", "--mount", "--pid", "--fork", "--kill-child"])
            .args(["/bin/sh", "-c", SCRIPT, "sandbox"])
            .arg(self.folder.path())
            .arg(env::current_dir().expect("there is a working folder"));
        command.args(&self.kept).arg("--");
        command
    }
}

/// How to become root of new namespaces: as root already, or through sudo.
fn unshare() -> Command {
    let program = tools::path("unshare");
    if is_root() {
        return Command::new(program);
    }
    let asks_nothing = Command::new("sudo").args(["-n", "true"]).output();
    assert!(
        asks_nothing.is_ok_and(|output| output.status.success()),
        "this test needs root, or sudo without a password"
    );
    let mut sudo = Command::new("sudo");
    // Nobody but root can end what sudo starts, so it gets a deadline of its own.
    sudo.args(["-n", "-E", "timeout", "--signal=KILL", LONGEST, "env"])
        .arg(format!("STACKC_TOOLS={}", tools::folder().display()))
        .arg(program);
    sudo
}

pub(crate) fn is_root() -> bool {
    process::run(Command::new("id").arg("-u"), Duration::from_secs(5))
        .stdout
        .trim()
        == "0"
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEADLINE: Duration = Duration::from_secs(20);

    #[test]
    fn what_is_written_inside_stays_inside() {
        let sandbox = Sandbox::new();
        std::fs::create_dir(sandbox.files().join("etc")).unwrap();
        std::fs::write(sandbox.files().join("etc/shown-in-the-sandbox"), "hello").unwrap();
        let script =
            "cat /etc/shown-in-the-sandbox && echo x >/etc/written-in-the-sandbox && id -u";
        let done = process::run(sandbox.command().args(["sh", "-c", script]), DEADLINE);
        assert_eq!(done.stdout, "hello0\n", "{}", done.stderr);
        for folder in ["/etc", "/dev", "/tmp", "/run"] {
            assert!(
                !Path::new(folder).join("written-in-the-sandbox").exists(),
                "{folder}"
            );
        }
    }

    #[test]
    fn every_address_is_the_sandboxes_own() {
        let done = process::run(
            Sandbox::new()
                .command()
                .args(["ip", "route", "get", "203.0.113.77"]),
            DEADLINE,
        );
        assert!(
            done.stdout.starts_with("local 203.0.113.77"),
            "{}",
            done.output()
        );
    }

    #[test]
    fn the_exit_code_comes_out() {
        let done = process::run(
            Sandbox::new().command().args(["sh", "-c", "exit 7"]),
            DEADLINE,
        );
        assert_eq!(done.code, Some(7), "{}", done.output());
    }
}
