//! The nginx process.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::poll::wait_until;
use crate::nginx::{Verdict, Version, values_of};

const CONF: &str = "/etc/nginx/nginx.conf";
const OUTPUT: &str = "/var/log/nginx-container-output.log";
const TASK_OUTPUT: &str = "/run/nginx-task-output.log";
const OPENSSL_CONF: &str = "/etc/ssl/everything-allowed.cnf";
const DEADLINE: Duration = Duration::from_secs(15);

/// Lets OpenSSL speak everything, so that it is nginx's configuration that refuses.
const EVERYTHING_ALLOWED: &str = "openssl_conf = init\n[init]\nssl_conf = modules\n[modules]\n\
    system_default = tls\n[tls]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n";

/// How to run nginx in the sandbox.
#[derive(Debug, Clone)]
pub(crate) struct Nginx {
    version: Version,
    user: Option<u32>,
    starter: Vec<String>,
}

impl Nginx {
    /// Runs this version, as root or as the given user; started by another command if there is one.
    pub(crate) fn new(version: Version, user: Option<u32>, starter: &[String]) -> io::Result<Self> {
        fs::write(OPENSSL_CONF, EVERYTHING_ALLOWED)?;
        Ok(Self {
            version,
            user,
            starter: starter.to_vec(),
        })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match self.user {
            None => Command::new(self.version.program()),
            Some(id) => {
                let mut command = Command::new("setpriv");
                let id = id.to_string();
                command.args(["--reuid", &id, "--regid", &id, "--clear-groups"]);
                command.arg(self.version.program());
                command
            }
        };
        command.args(["-c", CONF]).args(arguments);
        command
    }

    /// Starts nginx with its output going to a file, which nginx may open again by itself.
    fn spawn(mut command: Command, output: &str) -> io::Result<Child> {
        let file = OpenOptions::new().create(true).append(true).open(output)?;
        fs::set_permissions(output, fs::Permissions::from_mode(0o666))?;
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("OPENSSL_CONF", OPENSSL_CONF)
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
    }

    /// Runs nginx for a task that ends.
    fn run(&self, arguments: &[&str]) -> io::Result<Verdict> {
        fs::write(TASK_OUTPUT, "")?;
        let mut child = Self::spawn(self.command(arguments), TASK_OUTPUT)?;
        let status = wait_until(DEADLINE, || match child.try_wait() {
            Ok(None) => Err(io::Error::from(io::ErrorKind::TimedOut)),
            Ok(Some(status)) => Ok(status),
            Err(error) => Err(error),
        });
        let _ = child.kill();
        let _ = child.wait();
        Ok(Verdict {
            code: status?.code(),
            stderr: fs::read_to_string(TASK_OUTPUT)?,
        })
    }

    /// Tests the configuration.
    pub(crate) fn test(&self) -> Result<(), String> {
        self.run(&["-t"])
            .map_err(|error| format!("nginx -t: {error}"))?
            .is_clean()
    }

    /// Starts nginx in the foreground, its output going where a container's goes.
    pub(crate) fn start(&self) -> io::Result<Daemon> {
        Ok(Daemon {
            nginx: self.clone(),
            child: Self::spawn(self.starter()?, OUTPUT)?,
        })
    }

    fn starter(&self) -> io::Result<Command> {
        if let [program, arguments @ ..] = self.starter.as_slice() {
            let mut command = Command::new(program);
            command.args(arguments);
            return Ok(command);
        }
        let conf = fs::read_to_string(CONF)?;
        let daemon = values_of(&conf, |name| name == "daemon");
        Ok(if daemon.contains(&"off".to_owned()) {
            self.command(&[])
        } else {
            self.command(&["-g", "daemon off;"])
        })
    }
}

/// A running nginx. It is ended when dropped.
#[derive(Debug)]
pub(crate) struct Daemon {
    nginx: Nginx,
    child: Child,
}

impl Daemon {
    /// An error when the process has ended.
    pub(crate) fn is_alive(&mut self) -> Result<(), String> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(format!("nginx ended ({status}): {}", last_lines(&output()))),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Asks nginx to read its configuration again.
    pub(crate) fn reload(&self) -> Result<(), String> {
        match self.nginx.run(&["-s", "reload"]) {
            Ok(Verdict { code: Some(0), .. }) => Ok(()),
            other => Err(format!("reload failed: {other:?}")),
        }
    }

    /// The worker processes: a reload replaces them.
    pub(crate) fn workers(&self) -> Vec<String> {
        let master = self.child.id();
        let path = format!("/proc/{master}/task/{master}/children");
        fs::read_to_string(path)
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if self.is_alive().is_err() {
            return;
        }
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if wait_until(DEADLINE, || match self.is_alive() {
            Ok(()) => Err(()),
            Err(_) => Ok(()),
        })
        .is_err()
        {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// What nginx wrote to its standard output and error.
pub(crate) fn output() -> String {
    fs::read_to_string(OUTPUT).unwrap_or_default()
}

fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(2)..].join(" | ")
}
