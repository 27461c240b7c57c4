//! The files of the machine that an nginx configuration expects around it.

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Version, directives};
use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(20);

/// The folders that the packages of nginx bring along.
const FOLDERS: [&str; 5] = [
    "/etc/nginx",
    "/run",
    "/var/log/nginx",
    "/var/cache/nginx",
    "/var/lib/nginx",
];

/// Those that the unprivileged image lets nginx write to.
const OWN_FOLDERS: [&str; 2] = ["/var/log/nginx", "/var/cache/nginx"];

/// The root folder of a machine whose files are being prepared.
#[derive(Debug, Clone)]
pub struct Machine {
    root: PathBuf,
}

impl Machine {
    /// Prepares files below this folder; `/` is the sandbox itself, seen from inside.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where an absolute path of the machine is.
    pub fn path(&self, absolute: impl AsRef<Path>) -> PathBuf {
        let absolute = absolute.as_ref();
        self.root
            .join(absolute.strip_prefix("/").unwrap_or(absolute))
    }

    /// Writes a file at an absolute path, with the folders above it.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn write(&self, absolute: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path(absolute);
        fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("a folder can be made");
        if path.is_symlink() {
            fs::remove_file(&path).expect("a link can be removed");
        }
        fs::write(&path, content)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// Brings in the configuration unchanged, and everything it needs around it: `mime.types`,
    /// folders, the user `nginx` and a self-signed certificate at every path it names.
    ///
    /// # Panics
    /// When a file cannot be written or a tool is missing.
    pub fn prepare(&self, version: Version, conf_folder: &Path, names: &[&str]) {
        for folder in FOLDERS {
            fs::create_dir_all(self.path(folder)).expect("a folder can be made");
        }
        copy_folder(conf_folder, &self.path("/etc/nginx"));
        let types = tools::shared_file(&format!("{}/mime.types", version.tool()));
        self.write(
            "/etc/nginx/mime.types",
            fs::read(types).expect("mime.types can be read"),
        );
        self.add_user("nginx", 101);
        self.write_certificates(&configuration_text(conf_folder), names);
    }

    fn add_user(&self, name: &str, id: u32) {
        let lines = [
            (
                "/etc/passwd",
                format!("{name}:x:{id}:{id}::/nonexistent:/bin/false\n"),
            ),
            ("/etc/group", format!("{name}:x:{id}:\n")),
        ];
        for (file, line) in lines {
            let old = fs::read_to_string(file).expect("the machine has users");
            if !old
                .lines()
                .any(|entry| entry.starts_with(&format!("{name}:")))
            {
                self.write(file, old + &line);
            }
        }
    }

    fn write_certificates(&self, text: &str, names: &[&str]) {
        let paths = CertificatePaths::of(text);
        if paths.certificates.is_empty() {
            return;
        }
        let (certificate, key) = self_signed(names);
        for path in &paths.certificates {
            self.write(path, &certificate);
        }
        for path in &paths.keys {
            self.write(path, &key);
        }
    }

    /// Makes a user own what an nginx that does not start as root needs: the folders of logs and
    /// caches, as in the unprivileged image, and the keys, as a deployment has to.
    ///
    /// # Panics
    /// When one of them is missing.
    pub fn give_to(&self, user: u32, conf_folder: &Path) {
        let keys = CertificatePaths::of(&configuration_text(conf_folder)).keys;
        let keys = keys.iter().map(String::as_str);
        for path in OWN_FOLDERS.into_iter().chain(keys) {
            chown(self.path(path), Some(user), Some(user))
                .unwrap_or_else(|error| panic!("{path} cannot change its owner: {error}"));
        }
    }
}

/// The absolute paths of certificates and keys that a configuration names.
struct CertificatePaths {
    certificates: Vec<String>,
    keys: Vec<String>,
}

impl CertificatePaths {
    fn of(text: &str) -> Self {
        let absolute = |suffix: &str| {
            let mut paths =
                directives::values_of(text, |name| name.contains("ssl_") && name.ends_with(suffix));
            paths.retain(|path| path.starts_with('/'));
            paths
        };
        Self {
            certificates: absolute("_certificate"),
            keys: absolute("_certificate_key"),
        }
    }
}

/// The text of all files in the folder: directives may be spread over them.
fn configuration_text(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            text += &configuration_text(&path);
        } else if let Ok(content) = fs::read_to_string(&path) {
            text += &content;
            text.push('\n');
        }
    }
    text
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// A throwaway certificate and its key, as PEM.
pub(crate) fn self_signed(names: &[&str]) -> (String, String) {
    let alternatives: Vec<_> = names.iter().map(|name| format!("DNS:{name}")).collect();
    let mut command = tools::command("openssl");
    command
        .args(["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"])
        .args([
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-subj",
            "/CN=throwaway",
        ])
        .args([
            "-addext",
            &format!("subjectAltName={}", alternatives.join(",")),
        ])
        .args(["-keyout", "-", "-out", "-"]);
    let done = process::run(&mut command, DEADLINE);
    assert!(
        done.succeeded(),
        "openssl made no certificate: {}",
        done.stderr
    );
    let begin = done
        .stdout
        .find("-----BEGIN CERTIFICATE")
        .expect("openssl prints a certificate");
    (
        done.stdout[begin..].to_owned(),
        done.stdout[..begin].to_owned(),
    )
}
