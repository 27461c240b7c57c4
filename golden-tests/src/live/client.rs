//! A client that says exactly what it is told to, and tells what came back.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::{Duration, Instant};

use super::http::Response;
use super::script::Script;
use super::tls::Hello;
use super::wire::Wire;
use super::world::World;

/// A request. Unless told otherwise it goes to the host of the scenario, through TLS when the
/// scenario has it, from a client address that nobody used before.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    target: String,
    host: Option<String>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    source: Option<Ipv4Addr>,
    plain: bool,
    hello: Option<Hello>,
    patience: Duration,
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The connection was closed, or never made.
    Closed,
    /// Nothing more came for so long.
    Silence(Duration),
    /// What came is no response.
    Broken(String),
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => formatter.write_str("the connection was closed"),
            Self::Silence(patience) => write!(formatter, "no answer for {patience:?}"),
            Self::Broken(reason) => formatter.write_str(reason),
        }
    }
}

impl Request {
    /// A request with this method and target; the target is sent byte for byte.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            host: None,
            headers: Vec::new(),
            body: Vec::new(),
            source: None,
            plain: false,
            hello: None,
            patience: Duration::from_secs(8),
        }
    }

    /// A GET request.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    /// A POST request with so many bytes.
    pub fn post(target: &str, length: usize) -> Self {
        Self {
            body: vec![b'x'; length],
            ..Self::new("POST", target)
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Names another host.
    #[must_use]
    pub fn host(mut self, host: &str) -> Self {
        self.host = Some(host.to_owned());
        self
    }

    /// Comes from this address.
    #[must_use]
    pub fn from(mut self, source: Ipv4Addr) -> Self {
        self.source = Some(source);
        self
    }

    /// Goes to the HTTP port.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Makes this offer for TLS.
    #[must_use]
    pub fn hello(mut self, hello: Hello) -> Self {
        self.hello = Some(hello);
        self
    }

    /// Tells the upstream what to do.
    #[must_use]
    pub fn script(self, script: &Script) -> Self {
        self.header(Script::HEADER, &script.to_value())
    }

    /// Waits so long for the response.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Opens a connection that suits the request.
    pub fn connect(&self, world: &World) -> Connection {
        let source = self.source.unwrap_or_else(|| world.fresh_client());
        let scenario = world.scenario();
        let wire = match scenario.https_port {
            Some(port) if !self.plain => {
                let hello = self
                    .hello
                    .clone()
                    .unwrap_or_else(|| Hello::to(&scenario.host));
                Wire::secured(source, SocketAddrV4::new(scenario.server, port), &hello)
            }
            _ => Wire::plain(
                source,
                SocketAddrV4::new(scenario.server, scenario.http_port),
            ),
        };
        Connection {
            wire,
            host: scenario.host.clone(),
        }
    }

    /// Sends the request on a connection of its own.
    pub fn send(&self, world: &World) -> Result<Response, NoAnswer> {
        self.connect(world).exchange(self)
    }

    /// Sends the request; no answer is a failure text.
    pub fn ask(&self, world: &World) -> Result<Response, String> {
        self.send(world)
            .map_err(|error| format!("{} {}: {error}", self.method, self.target))
    }

    fn to_bytes(&self, default_host: &str) -> Vec<u8> {
        let host = self.host.as_deref().unwrap_or(default_host);
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {host}\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.body.is_empty() {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend(&self.body);
        bytes
    }
}

/// An open connection to the server.
#[derive(Debug)]
pub struct Connection {
    pub(crate) wire: Wire,
    host: String,
}

impl Connection {
    /// Sends a request and reads the whole response.
    pub fn exchange(&mut self, request: &Request) -> Result<Response, NoAnswer> {
        let start = Instant::now();
        let mut response = self.begin(request)?;
        response
            .read_body(&mut self.wire)
            .map_err(|error| no_answer(&error, request.patience))?;
        response.took = start.elapsed();
        Ok(response)
    }

    /// Sends a request and reads only the head of the response.
    pub(crate) fn begin(&mut self, request: &Request) -> Result<Response, NoAnswer> {
        self.wire.be_patient(request.patience);
        self.wire.send(&request.to_bytes(&self.host));
        Response::read_head(&mut self.wire).map_err(|error| no_answer(&error, request.patience))
    }
}

fn no_answer(error: &io::Error, patience: Duration) -> NoAnswer {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => NoAnswer::Closed,
        io::ErrorKind::TimedOut => NoAnswer::Silence(patience),
        _ => NoAnswer::Broken(error.to_string()),
    }
}
