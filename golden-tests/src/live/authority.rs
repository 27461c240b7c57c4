//! A certificate authority that speaks ACME, for throwaway certificates.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::json;

use super::poll::wait_until;
use super::scenario::Scenario;
use super::world::World;
use crate::nginx::{Machine, self_signed};
use crate::{process, tools};

const ADDRESS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 14000);
const FOLDER: &str = "/run/authority";
const START_DEADLINE: Duration = Duration::from_secs(15);
const ISSUE_DEADLINE: Duration = Duration::from_secs(60);

/// A running authority. It asks the scenario's name server where a host is, and looks for the
/// challenge at the scenario's HTTP port.
#[derive(Debug)]
pub struct Authority {
    child: Child,
}

impl Authority {
    /// Where a client finds it, also while it does not run.
    pub const DIRECTORY: &str = "https://localhost:14000/dir";

    /// The file with the certificate that a client has to trust; it is there once the authority was started.
    pub const CERTIFICATE: &str = "/run/authority/certificate.pem";

    pub(crate) fn start(scenario: &Scenario) -> Result<Self, String> {
        let machine = Machine::at("/");
        let (certificate, key) = self_signed(&["localhost"]);
        machine.write(format!("{FOLDER}/certificate.pem"), certificate);
        machine.write(format!("{FOLDER}/key.pem"), key);
        machine.write(
            format!("{FOLDER}/settings.json"),
            settings(scenario.http_port),
        );
        let log = File::create(format!("{FOLDER}/log")).map_err(|error| error.to_string())?;
        let mut command = tools::command("pebble");
        command
            .args(["-config", &format!("{FOLDER}/settings.json")])
            .args(["-dnsserver", &format!("{}:53", scenario.resolver)])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(|error| error.to_string())?)
            .stderr(log);
        let child = command
            .spawn()
            .map_err(|error| format!("pebble: {error}"))?;
        let authority = Self { child };
        wait_until(START_DEADLINE, || TcpStream::connect(ADDRESS))
            .map_err(|error| format!("pebble does not listen: {error}; {}", log_text()))?;
        Ok(authority)
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl World {
    /// Starts the authority. It ends when dropped.
    pub fn authority(&self) -> Result<Authority, String> {
        Authority::start(self.scenario())
    }

    /// A client of the authority gets a certificate for the host: it leaves the challenge in the
    /// webroot, and the authority finds it through nginx. Answers with the certificate as PEM.
    pub fn obtains_certificate(&self) -> Result<String, String> {
        let scenario = self.scenario();
        self.dns().set(&scenario.host, scenario.server);
        let _authority = Authority::start(scenario)?;
        let mut command = tools::command("certbot");
        command
            .args(["certonly", "--webroot", "--non-interactive", "--agree-tos"])
            .args(["--register-unsafely-without-email", "--no-verify-ssl"])
            .args([
                "--server",
                &format!("https://{ADDRESS}/dir"),
                "--domain",
                &scenario.host,
            ])
            .args(["--config-dir", &format!("{FOLDER}/client")])
            .args(["--work-dir", &format!("{FOLDER}/client-work")])
            .args(["--logs-dir", &format!("{FOLDER}/client-logs")])
            .arg("--webroot-path")
            .arg(&scenario.webroot);
        let done = process::run(&mut command, ISSUE_DEADLINE);
        if !done.succeeded() {
            return Err(format!("no certificate: {}\n{}", done.output(), log_text()));
        }
        let certificate = format!("{FOLDER}/client/live/{}/fullchain.pem", scenario.host);
        std::fs::read_to_string(certificate).map_err(|error| format!("no certificate: {error}"))
    }
}

fn settings(http_port: u16) -> String {
    json!({"pebble": {
        "listenAddress": ADDRESS.to_string(),
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": format!("{FOLDER}/certificate.pem"),
        "privateKey": format!("{FOLDER}/key.pem"),
        "httpPort": http_port,
        "tlsPort": 443,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": false,
    }})
    .to_string()
}

fn log_text() -> String {
    std::fs::read_to_string(format!("{FOLDER}/log")).unwrap_or_default()
}
