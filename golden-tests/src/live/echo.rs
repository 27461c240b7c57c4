//! The echo server's side of one connection.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::http::{self, Headers};
use super::script::{self, Script};

/// The time between two server-sent events.
pub(crate) const EVENT_INTERVAL: Duration = Duration::from_millis(500);

/// What an upstream saw of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The name of the upstream.
    pub upstream: String,
    /// The port of the upstream.
    pub port: u16,
    /// The method.
    pub method: String,
    /// The target of the request line, byte for byte.
    pub target: String,
    /// The version of the request line, such as `HTTP/1.1`.
    pub version: String,
    /// The headers.
    pub headers: Headers,
    /// How long the body was.
    pub body_length: usize,
}

impl Seen {
    fn to_json(&self) -> String {
        json!({
            "upstream": self.upstream,
            "port": self.port,
            "method": self.method,
            "target": self.target,
            "version": self.version,
            "headers": self.headers.0,
            "body_length": self.body_length,
        })
        .to_string()
    }

    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let seen: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| seen[name].as_str().map(str::to_owned);
        Some(Self {
            upstream: text("upstream")?,
            port: seen["port"].as_u64()?.try_into().ok()?,
            method: text("method")?,
            target: text("target")?,
            version: text("version")?,
            headers: Headers(script::pairs(&seen["headers"])),
            body_length: seen["body_length"].as_u64()?.try_into().ok()?,
        })
    }

    fn read(from: &mut impl BufRead, upstream: &str, port: u16) -> io::Result<Option<Self>> {
        let line = http::read_line(from)?;
        let [method, target, version] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            return Ok(None);
        };
        let headers = Headers::read(from)?;
        let body_length = headers.read_body(from, false)?.len();
        Ok(Some(Self {
            upstream: upstream.to_owned(),
            port,
            method: method.to_owned(),
            target: target.to_owned(),
            version: version.to_owned(),
            headers,
            body_length,
        }))
    }

    fn wants_websocket(&self) -> bool {
        let says = |name: &str, word: &str| {
            self.headers
                .first(name)
                .is_some_and(|value| value.to_ascii_lowercase().contains(word))
        };
        says("Upgrade", "websocket") && says("Connection", "upgrade")
    }

    fn is_last(&self) -> bool {
        let close = self
            .headers
            .first("Connection")
            .is_some_and(|value| value == "close");
        close || self.version == "HTTP/1.0"
    }
}

/// Answers the requests of one connection until it ends.
pub(crate) fn serve(stream: &TcpStream, upstream: &str, port: u16) -> io::Result<()> {
    let mut incoming = BufReader::new(stream.try_clone()?);
    while let Some(seen) = Seen::read(&mut incoming, upstream, port)? {
        let script = Script::from_value(seen.headers.first(Script::HEADER).unwrap_or_default());
        thread::sleep(script.delay);
        if script.hang_up {
            return Ok(());
        }
        if seen.wants_websocket() {
            return tunnel(&mut incoming, stream, upstream);
        }
        if script.events > 0 {
            return send_events(stream, &script);
        }
        send_echo(stream, &seen, &script)?;
        if seen.is_last() {
            return Ok(());
        }
    }
    Ok(())
}

fn send_echo(mut stream: &TcpStream, seen: &Seen, script: &Script) -> io::Result<()> {
    let body = seen.to_json() + &" ".repeat(script.padding);
    let mut head = format!(
        "HTTP/1.1 {} Echo\r\nContent-Type: {}\r\nContent-Length: {}\r\nX-Powered-By: echo\r\n",
        script.status,
        script.kind,
        body.len()
    );
    for (name, value) in &script.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let body = if seen.method == "HEAD" { "" } else { &body };
    stream.write_all(format!("{head}\r\n{body}").as_bytes())
}

fn send_events(mut stream: &TcpStream, script: &Script) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes())?;
    for number in 0..script.events {
        stream.write_all(format!("data: event {number}\n\n").as_bytes())?;
        thread::sleep(EVENT_INTERVAL);
    }
    Ok(())
}

/// Agrees to the upgrade and sends everything back: a proxy must not look into the tunnel.
fn tunnel(incoming: &mut impl BufRead, mut stream: &TcpStream, upstream: &str) -> io::Result<()> {
    let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    stream.write_all(format!("{head}X-Echo-Upstream: {upstream}\r\n\r\n").as_bytes())?;
    loop {
        let bytes = incoming.fill_buf()?;
        if bytes.is_empty() {
            return Ok(());
        }
        let length = bytes.len();
        stream.write_all(bytes)?;
        incoming.consume(length);
    }
}
