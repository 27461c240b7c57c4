//! An upstream: a named server that echoes, and can stop, start and move.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};

use super::echo;

/// One upstream with its ports. It is stopped when made.
#[derive(Debug)]
pub struct Upstream {
    name: String,
    ports: Vec<u16>,
    running: Mutex<Option<Running>>,
    connections: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Running {
    address: Ipv4Addr,
    listeners: Vec<Listener>,
}

/// One port that accepts connections.
#[derive(Debug)]
struct Listener {
    port: u16,
    open: Arc<AtomicBool>,
    streams: Arc<Mutex<HashMap<usize, TcpStream>>>,
    thread: JoinHandle<()>,
}

impl Upstream {
    pub(crate) fn new(name: &str, ports: &[u16]) -> Self {
        Self {
            name: name.to_owned(),
            ports: ports.to_vec(),
            running: Mutex::new(None),
            connections: Arc::default(),
        }
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Where the upstream listens now.
    pub fn address(&self) -> Option<Ipv4Addr> {
        self.state().as_ref().map(|running| running.address)
    }

    /// Listens on all ports of the address; stops first when it is somewhere else.
    ///
    /// # Panics
    /// When a port is taken.
    pub fn start(&self, address: Ipv4Addr) {
        self.stop();
        let listeners = self
            .ports
            .iter()
            .map(|&port| self.listen(address, port))
            .collect();
        *self.state() = Some(Running { address, listeners });
    }

    /// Closes all ports and all connections.
    pub fn stop(&self) {
        let Some(running) = self.state().take() else {
            return;
        };
        for listener in running.listeners {
            listener.close(running.address);
        }
    }

    fn state(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().expect("the state is usable")
    }

    fn listen(&self, address: Ipv4Addr, port: u16) -> Listener {
        let socket = TcpListener::bind((address, port)).unwrap_or_else(|error| {
            panic!("{} cannot listen on {address}:{port}: {error}", self.name)
        });
        let open = Arc::new(AtomicBool::new(true));
        let streams = Arc::default();
        let acceptor = Acceptor {
            name: self.name.clone(),
            port,
            open: Arc::clone(&open),
            streams: Arc::clone(&streams),
            connections: Arc::clone(&self.connections),
        };
        let thread = thread::spawn(move || acceptor.run(&socket));
        Listener {
            port,
            open,
            streams,
            thread,
        }
    }
}

impl Listener {
    fn close(self, address: Ipv4Addr) {
        self.open.store(false, Ordering::SeqCst);
        // Wakes the thread, which then sees that it is to end.
        let _ = TcpStream::connect((address, self.port));
        let _ = self.thread.join();
        for stream in self
            .streams
            .lock()
            .expect("the streams are usable")
            .values()
        {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// The thread that accepts connections of one port.
struct Acceptor {
    name: String,
    port: u16,
    open: Arc<AtomicBool>,
    streams: Arc<Mutex<HashMap<usize, TcpStream>>>,
    connections: Arc<AtomicUsize>,
}

impl Acceptor {
    fn run(&self, socket: &TcpListener) {
        while let Ok((stream, _)) = socket.accept() {
            if !self.open.load(Ordering::SeqCst) {
                return;
            }
            self.serve(stream);
        }
    }

    fn serve(&self, stream: TcpStream) {
        let number = self.connections.fetch_add(1, Ordering::SeqCst);
        let Ok(other) = stream.try_clone() else {
            return;
        };
        self.streams
            .lock()
            .expect("the streams are usable")
            .insert(number, other);
        let (name, port, streams) = (self.name.clone(), self.port, Arc::clone(&self.streams));
        thread::spawn(move || {
            // The proxy may hang up whenever it likes.
            let _ = echo::serve(&stream, &name, port);
            let _ = stream.shutdown(Shutdown::Both);
            streams
                .lock()
                .expect("the streams are usable")
                .remove(&number);
        });
    }
}
