//! TLS and HTTP/2.

use std::time::Duration;

use super::{demand, none_of};
use crate::live::{Hello, World};
use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(15);

/// What every browser of today can speak with a certificate for elliptic curves.
const GOOD_CIPHERS: [&str; 3] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
];

/// Without forward secrecy or without authenticated encryption.
const BAD_CIPHERS: [&str; 3] = [
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-ECDSA-AES128-SHA256",
];

impl World {
    /// TLS 1.2 and 1.3 are spoken, 1.0 and 1.1 are not.
    pub fn speaks_modern_tls_only(&self) -> Result<(), String> {
        let host = &self.scenario().host;
        let judge = |(version, wanted): (&str, bool)| {
            let shaken = self.shake(&Hello::to(host).version(version)).is_ok();
            let verb = if shaken { "accepted" } else { "refused" };
            (shaken != wanted).then(|| format!("TLS {version} is {verb}"))
        };
        let versions = [("1.0", false), ("1.1", false), ("1.2", true), ("1.3", true)];
        none_of(versions.into_iter().filter_map(judge))
    }

    /// TLS 1.2 is spoken with the usual modern ciphers and with no weak one.
    pub fn speaks_modern_ciphers_only(&self) -> Result<(), String> {
        let host = &self.scenario().host;
        let shaken = |cipher: &str| {
            self.shake(&Hello::to(host).version("1.2").ciphers(cipher))
                .is_ok()
        };
        let refused = GOOD_CIPHERS.iter().filter(|cipher| !shaken(cipher));
        let accepted = BAD_CIPHERS.iter().filter(|cipher| shaken(cipher));
        let complaints = refused
            .map(|cipher| format!("{cipher} is refused"))
            .chain(accepted.map(|cipher| format!("{cipher} is accepted")));
        none_of(complaints)
    }

    /// HTTP/2 is negotiated and works.
    pub fn speaks_http2(&self, target: &str) -> Result<(), String> {
        let scenario = self.scenario();
        let shaken = self.shake(&Hello::to(&scenario.host).protocols("h2,http/1.1"))?;
        demand(shaken.protocol.as_deref() == Some("h2"), || {
            format!("negotiated {:?}, not h2", shaken.protocol)
        })?;
        let port = scenario.https_port.unwrap_or(443);
        let mut command = tools::command("curl");
        command
            .args([
                "--silent",
                "--insecure",
                "--http2",
                "--max-time",
                "8",
                "--output",
                "/dev/null",
            ])
            .args(["--write-out", "%{http_version} %{http_code}"])
            .args(["--interface", &self.fresh_client().to_string()])
            .args([
                "--resolve",
                &format!("{}:{port}:{}", scenario.host, scenario.server),
            ])
            .arg(format!("https://{}:{port}{target}", scenario.host));
        let done = process::run(&mut command, DEADLINE);
        demand(done.stdout == "2 200", || {
            format!("curl with HTTP/2 got {:?}, not 200", done.stdout)
        })
    }
}
