//! The client's part of a TLS handshake.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::process::Command;
use std::time::Duration;

use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(10);

/// What a client offers. It accepts any certificate and, unless told otherwise, any version.
#[derive(Debug, Clone, Default)]
pub struct Hello {
    server_name: Option<String>,
    version: Option<&'static str>,
    ciphers: Option<String>,
    protocols: Option<String>,
}

/// What was agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// Such as `TLSv1.3`.
    pub version: String,
    /// Such as `TLS_AES_256_GCM_SHA384`.
    pub cipher: String,
    /// The application protocol, such as `h2`.
    pub protocol: Option<String>,
    /// The server's own certificate, as PEM.
    pub certificate: String,
}

impl Hello {
    /// Asks for a name.
    pub fn to(server_name: &str) -> Self {
        Self {
            server_name: Some(server_name.to_owned()),
            ..Self::default()
        }
    }

    /// Asks for no name.
    pub fn nameless() -> Self {
        Self::default()
    }

    /// Offers only this version: `1.0`, `1.1`, `1.2` or `1.3`.
    ///
    /// # Panics
    /// When there is no such version.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        self.version = Some(match version {
            "1.0" => "-tls1",
            "1.1" => "-tls1_1",
            "1.2" => "-tls1_2",
            "1.3" => "-tls1_3",
            other => panic!("there is no TLS {other}"),
        });
        self
    }

    /// Offers only these ciphers of TLS 1.2 and older.
    #[must_use]
    pub fn ciphers(mut self, ciphers: &str) -> Self {
        self.ciphers = Some(ciphers.to_owned());
        self
    }

    /// Offers these application protocols, such as `h2,http/1.1`.
    #[must_use]
    pub fn protocols(mut self, protocols: &str) -> Self {
        self.protocols = Some(protocols.to_owned());
        self
    }

    /// Shakes hands and hangs up; the error is what the client was told.
    ///
    /// # Panics
    /// When the tool is missing or hangs.
    pub fn shake(&self, source: Ipv4Addr, server: SocketAddrV4) -> Result<Handshake, String> {
        let done = process::run(&mut self.command(source, server), DEADLINE);
        let after = |start: &str| {
            done.stdout
                .lines()
                .find_map(|line| line.trim().strip_prefix(start))
                .map(str::trim)
        };
        match after("New, ").and_then(|agreed| agreed.split_once(", Cipher is ")) {
            Some((version, cipher)) if cipher != "(NONE)" => Ok(Handshake {
                version: after("Protocol  :").unwrap_or(version).to_owned(),
                cipher: cipher.to_owned(),
                protocol: after("ALPN protocol:").map(str::to_owned),
                certificate: first_certificate(&done.stdout).unwrap_or_default(),
            }),
            _ => Err(done
                .stderr
                .lines()
                .last()
                .unwrap_or("no handshake")
                .trim()
                .to_owned()),
        }
    }

    /// The client program with this offer.
    pub(crate) fn command(&self, source: Ipv4Addr, server: SocketAddrV4) -> Command {
        let mut command = tools::command("openssl");
        command.args(["s_client", "-no-CAfile", "-no-CApath", "-no-CAstore"]);
        command.args(["-connect", &server.to_string()]);
        command.args(["-bind", &format!("{source}:0")]);
        match &self.server_name {
            Some(name) => command.args(["-servername", name]),
            None => command.arg("-noservername"),
        };
        command.args(self.version);
        let ciphers = self.ciphers.as_deref().unwrap_or("ALL");
        command.args(["-cipher", &format!("{ciphers}:@SECLEVEL=0")]);
        if let Some(protocols) = &self.protocols {
            command.args(["-alpn", protocols]);
        }
        command
    }
}

/// The first certificate of a text, as PEM.
pub fn first_certificate(text: &str) -> Option<String> {
    const END: &str = "-----END CERTIFICATE-----\n";
    let start = text.find("-----BEGIN CERTIFICATE-----")?;
    let length = text[start..].find(END)? + END.len();
    Some(text[start..start + length].to_owned())
}
