//! A connection with a chosen source address, held by a child process, with deadlines.

use std::io::{self, BufRead, Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::tls::Hello;
use crate::tools;

/// A byte stream to the server. Reading fails once its patience is over.
#[derive(Debug)]
pub(crate) struct Wire {
    child: Child,
    outgoing: ChildStdin,
    incoming: Receiver<Vec<u8>>,
    buffer: Vec<u8>,
    used: usize,
    end: Instant,
}

impl Wire {
    /// A plain connection.
    pub(crate) fn plain(source: Ipv4Addr, server: SocketAddrV4) -> Self {
        let mut command = tools::command("socat");
        command
            .args(["-t", "0.05", "-"])
            .arg(format!("TCP:{server},bind={source},nodelay"));
        Self::held_by(command)
    }

    /// A connection through TLS.
    pub(crate) fn secured(source: Ipv4Addr, server: SocketAddrV4, hello: &Hello) -> Self {
        let mut command = hello.command(source, server);
        command.args(["-quiet", "-verify_quiet"]);
        Self::held_by(command)
    }

    fn held_by(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let outgoing = child.stdin.take().expect("stdin is piped");
        let mut stdout = child.stdout.take().expect("stdout is piped");
        let (sender, incoming) = channel();
        thread::spawn(move || {
            let mut part = [0; 16384];
            while let Ok(length @ 1..) = stdout.read(&mut part) {
                if sender.send(part[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            outgoing,
            incoming,
            buffer: Vec::new(),
            used: 0,
            end: Instant::now(),
        }
    }

    /// From now on reading may take so long.
    pub(crate) fn be_patient(&mut self, patience: Duration) {
        self.end = Instant::now() + patience;
    }

    /// Sends everything, as long as the other side is there: it may answer and close before it
    /// has read all.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let _ = self
            .outgoing
            .write_all(bytes)
            .and_then(|()| self.outgoing.flush());
    }
}

impl BufRead for Wire {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used == self.buffer.len() {
            let left = self.end.saturating_duration_since(Instant::now());
            self.used = 0;
            self.buffer = match self.incoming.recv_timeout(left) {
                Ok(bytes) => bytes,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => {
                    self.buffer.clear();
                    return Err(io::ErrorKind::TimedOut.into());
                }
            };
        }
        Ok(&self.buffer[self.used..])
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
