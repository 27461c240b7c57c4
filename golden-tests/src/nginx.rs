//! Lets a real nginx test a generated configuration.

mod directives;
mod machine;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{process, sandbox::Sandbox, tools};

pub use directives::values_of;
pub use machine::Machine;
pub(crate) use machine::self_signed;

const DEADLINE: Duration = Duration::from_secs(30);

/// The versions of nginx that a configuration is tested with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Version {
    /// 1.22: no `http2 on`, no `resolve` in an upstream.
    V1_22,
    /// 1.26: `http2 on`, no `resolve` in an upstream.
    V1_26,
    /// 1.28: both.
    V1_28,
}

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Self; 3] = [Self::V1_22, Self::V1_26, Self::V1_28];

    /// The name of the tool, such as `nginx-1.26`.
    pub fn tool(self) -> &'static str {
        match self {
            Self::V1_22 => "nginx-1.22",
            Self::V1_26 => "nginx-1.26",
            Self::V1_28 => "nginx-1.28",
        }
    }

    /// The program.
    ///
    /// # Panics
    /// When it is not installed.
    pub fn program(self) -> PathBuf {
        tools::path(self.tool())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.tool().replace('-', " "))
    }
}

/// What `nginx -t` said about a configuration.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The exit code; 0 when the configuration is usable.
    pub code: Option<i32>,
    /// Everything nginx said.
    pub stderr: String,
}

impl Verdict {
    /// An error unless the configuration is usable and nginx had nothing to remark on.
    pub fn is_clean(&self) -> Result<(), String> {
        let remark = ["[warn]", "[error]", "[crit]", "[alert]", "[emerg]"]
            .iter()
            .any(|level| self.stderr.contains(level));
        if self.code == Some(0) && !remark {
            return Ok(());
        }
        Err(format!(
            "nginx -t ended with {:?}: {}",
            self.code,
            self.stderr.trim()
        ))
    }
}

/// Tests `nginx.conf` of a folder in a sandbox where the folder is `/etc/nginx`, every
/// certificate it names exists, and so do the usual log, cache and run folders.
///
/// # Panics
/// When a tool is missing or the sandbox cannot be made.
pub fn config_test(version: Version, conf_folder: &Path) -> Verdict {
    config_test_with(version, conf_folder, &[])
}

/// Like [`config_test`], with more files: absolute path and content.
///
/// # Panics
/// Like [`config_test`].
pub fn config_test_with(version: Version, conf_folder: &Path, files: &[(&str, &str)]) -> Verdict {
    let sandbox = Sandbox::new();
    let machine = Machine::at(sandbox.files());
    machine.prepare(version, conf_folder, &["localhost"]);
    for (path, content) in files {
        machine.write(path, content);
    }
    let mut command = sandbox.command();
    command
        .arg(version.program())
        .args(["-t", "-c", "/etc/nginx/nginx.conf"]);
    let done = process::run(&mut command, DEADLINE);
    Verdict {
        code: done.code,
        stderr: done.output(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(version: Version, server: &str) -> Verdict {
        let folder = tempfile::tempdir().unwrap();
        let conf = format!(
            "events {{}}\nhttp {{ include /etc/nginx/mime.types; server {{ {server} }} }}\n"
        );
        std::fs::write(folder.path().join("nginx.conf"), conf).unwrap();
        config_test(version, folder.path())
    }

    #[test]
    fn every_version_accepts_a_plain_configuration_with_certificates() {
        let server = "listen 443 ssl; ssl_certificate \"/etc/x/full chain.pem\"; ssl_certificate_key /etc/x/key.pem;";
        for version in Version::ALL {
            test(version, server).is_clean().unwrap();
        }
    }

    #[test]
    fn an_unknown_directive_is_refused() {
        for version in Version::ALL {
            let verdict = test(version, "listen 80; nonsense on;");
            assert_eq!(verdict.code, Some(1), "{version}: {}", verdict.stderr);
        }
    }

    #[test]
    fn a_warning_alone_is_not_clean() {
        let verdict = test(Version::V1_26, "listen 80 http2;");
        assert_eq!(verdict.code, Some(0), "{}", verdict.stderr);
        assert!(verdict.is_clean().unwrap_err().contains("[warn]"));
    }
}
