//! The description of a configuration under test and of what surrounds it.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::world::World;
use crate::nginx::Version;

/// The user that the unprivileged image of nginx runs as.
const UNPRIVILEGED: u32 = 101;

/// A folder with an `nginx.conf`, the version that runs it, and what the tests need to know.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub(crate) version: Version,
    pub(crate) conf_folder: PathBuf,
    pub(crate) host: String,
    pub(crate) more_hosts: Vec<String>,
    pub(crate) server: Ipv4Addr,
    pub(crate) http_port: u16,
    pub(crate) https_port: Option<u16>,
    pub(crate) published_https_port: Option<u16>,
    pub(crate) upstreams: Vec<(String, Vec<u16>)>,
    pub(crate) absent: Vec<String>,
    pub(crate) resolver: Ipv4Addr,
    pub(crate) webroot: PathBuf,
    pub(crate) files: Vec<(PathBuf, String)>,
    pub(crate) user: Option<u32>,
    pub(crate) starter: Vec<String>,
    pub(crate) recovery: Duration,
    pub(crate) ready: Option<String>,
}

impl Scenario {
    /// The folder becomes `/etc/nginx`; it must hold `nginx.conf`. By default nginx serves the
    /// host `localhost` at the ports 80 and 443.
    pub fn new(version: Version, conf_folder: impl AsRef<Path>) -> Self {
        Self {
            version,
            conf_folder: conf_folder.as_ref().to_owned(),
            host: "localhost".to_owned(),
            more_hosts: Vec::new(),
            server: Ipv4Addr::new(192, 0, 2, 10),
            http_port: 80,
            https_port: Some(443),
            published_https_port: None,
            upstreams: Vec::new(),
            absent: Vec::new(),
            resolver: Ipv4Addr::new(127, 0, 0, 11),
            webroot: PathBuf::from("/var/www/acme"),
            files: Vec::new(),
            user: None,
            starter: Vec::new(),
            recovery: Duration::from_secs(15),
            ready: None,
        }
    }

    /// The host name that the checks ask for.
    #[must_use]
    pub fn host(mut self, host: &str) -> Self {
        self.host = host.to_owned();
        self
    }

    /// Another host name, for the throwaway certificate.
    #[must_use]
    pub fn other_host(mut self, host: &str) -> Self {
        self.more_hosts.push(host.to_owned());
        self
    }

    /// The host as clients ask for it: with the published port, unless it is HTTPS's own.
    pub(crate) fn host_and_port(&self) -> String {
        match self.published_https_port {
            Some(port) if port != 443 => format!("{}:{port}", self.host),
            _ => self.host.clone(),
        }
    }

    /// The port that nginx itself listens on for HTTP.
    #[must_use]
    pub fn http_port(mut self, port: u16) -> Self {
        self.http_port = port;
        self
    }

    /// The port that nginx itself listens on for HTTPS; `None` when it speaks only HTTP.
    #[must_use]
    pub fn https_port(mut self, port: Option<u16>) -> Self {
        self.https_port = port;
        self
    }

    /// The port that clients use for HTTPS, when it is not the one nginx listens on.
    #[must_use]
    pub fn published_https_port(mut self, port: u16) -> Self {
        self.published_https_port = Some(port);
        self
    }

    /// A server behind nginx, with its ports.
    #[must_use]
    pub fn upstream(mut self, name: &str, ports: &[u16]) -> Self {
        self.upstreams.push((name.to_owned(), ports.to_vec()));
        self
    }

    /// Starts without this upstream: its name is unknown until the test starts it.
    #[must_use]
    pub fn absent(mut self, upstream: &str) -> Self {
        self.absent.push(upstream.to_owned());
        self
    }

    /// Where the name server listens; by default where Docker's does.
    #[must_use]
    pub fn resolver(mut self, address: Ipv4Addr) -> Self {
        self.resolver = address;
        self
    }

    /// The folder of the ACME challenges.
    #[must_use]
    pub fn webroot(mut self, folder: impl AsRef<Path>) -> Self {
        self.webroot = folder.as_ref().to_owned();
        self
    }

    /// A file that nginx finds at an absolute path.
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>, content: &str) -> Self {
        self.files
            .push((path.as_ref().to_owned(), content.to_owned()));
        self
    }

    /// Runs nginx as the user of its unprivileged image.
    #[must_use]
    pub fn unprivileged(mut self) -> Self {
        self.user = Some(UNPRIVILEGED);
        self
    }

    /// Starts nginx with this command: a program, which becomes nginx, and its arguments.
    #[must_use]
    pub fn started_by(mut self, command: &[&str]) -> Self {
        self.starter = command.iter().map(|&word| word.to_owned()).collect();
        self
    }

    /// How long an upstream that moved may stay unreachable; 15 seconds by default.
    #[must_use]
    pub fn recovery(mut self, patience: Duration) -> Self {
        self.recovery = patience;
        self
    }

    /// Waits at the start until an upstream answers at this target: a server that asks for names
    /// while it runs may need a moment for the first answer.
    #[must_use]
    pub fn ready_at(mut self, target: &str) -> Self {
        self.ready = Some(target.to_owned());
        self
    }

    /// Starts the name server, the upstreams and nginx.
    ///
    /// # Panics
    /// Outside of [`isolated`](super::isolated): a scenario writes to `/etc/nginx`.
    pub fn start(self) -> Result<World, String> {
        World::start(self)
    }

    /// The start of every `https` URL of the host as clients see it.
    pub(crate) fn https_origin(&self) -> String {
        match self.published_https_port.or(self.https_port) {
            None | Some(443) => format!("https://{}", self.host),
            Some(port) => format!("https://{}:{port}", self.host),
        }
    }
}
