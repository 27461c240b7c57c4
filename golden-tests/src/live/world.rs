//! A running scenario.

use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use super::client::Request;
use super::daemon::{Daemon, Nginx};
use super::dns::Dns;
use super::isolated;
use super::poll::wait_until;
use super::scenario::Scenario;
use super::tls::{Handshake, Hello};
use super::upstream::Upstream;
use crate::nginx::Machine;

const START_DEADLINE: Duration = Duration::from_secs(10);

/// Clients come from here, one address after the other.
const FIRST_CLIENT: Ipv4Addr = Ipv4Addr::new(198, 18, 0, 1);

/// Upstreams live here, one address after the other.
const FIRST_UPSTREAM: Ipv4Addr = Ipv4Addr::new(172, 18, 0, 10);

/// A running nginx with its name server and its upstreams.
#[derive(Debug)]
pub struct World {
    scenario: Scenario,
    dns: Dns,
    upstreams: Vec<(String, Upstream)>,
    clients: AtomicU32,
    addresses: AtomicU32,
    nginx: Nginx,
    daemon: Mutex<Option<Daemon>>,
}

impl World {
    pub(crate) fn start(scenario: Scenario) -> Result<Self, String> {
        assert!(
            isolated::is_inside(),
            "a scenario starts only inside of live::isolated"
        );
        prepare(&scenario);
        let world = Self {
            dns: Dns::start(scenario.resolver)?,
            upstreams: scenario
                .upstreams
                .iter()
                .map(|(name, ports)| (name.clone(), Upstream::new(name, ports)))
                .collect(),
            clients: AtomicU32::new(FIRST_CLIENT.to_bits()),
            addresses: AtomicU32::new(FIRST_UPSTREAM.to_bits()),
            nginx: Nginx::new(scenario.version, scenario.user, &scenario.starter)
                .map_err(|error| error.to_string())?,
            daemon: Mutex::new(None),
            scenario,
        };
        for (name, _) in &world.upstreams {
            if !world.scenario.absent.contains(name) {
                world.start_upstream(name);
            }
        }
        world.start_nginx()?;
        world.wait_until_ready()?;
        Ok(world)
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let Some(target) = &self.scenario.ready else {
            return Ok(());
        };
        wait_until(START_DEADLINE, || {
            let response = Request::get(target).ask(self)?;
            response
                .seen()
                .map(drop)
                .ok_or_else(|| format!("{target} is not ready: {}", response.status))
        })
    }

    /// The description of this world.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The name server.
    pub fn dns(&self) -> &Dns {
        &self.dns
    }

    /// The upstream with this name.
    ///
    /// # Panics
    /// When the scenario has no such upstream.
    pub fn upstream(&self, name: &str) -> &Upstream {
        let found = self.upstreams.iter().find(|(other, _)| other == name);
        &found
            .unwrap_or_else(|| panic!("the scenario has no upstream {name}"))
            .1
    }

    /// Starts an upstream at an address that nobody used before, and tells the name server.
    pub fn start_upstream(&self, name: &str) {
        let address = next(&self.addresses);
        self.upstream(name).start(address);
        self.dns.set(name, address);
    }

    /// From now on this host's name leads to nginx.
    pub fn lead_here(&self, host: &str) {
        self.dns.set(host, self.scenario.server);
    }

    /// Stops an upstream; its name becomes unknown.
    pub fn stop_upstream(&self, name: &str) {
        self.upstream(name).stop();
        self.dns.remove(name);
    }

    /// A client address that nobody used before: it has its own place in every rate limit.
    pub fn fresh_client(&self) -> Ipv4Addr {
        next(&self.clients)
    }

    /// Shakes hands with the HTTPS port.
    ///
    /// # Panics
    /// When the scenario has no HTTPS port.
    pub fn shake(&self, hello: &Hello) -> Result<Handshake, String> {
        let port = self
            .scenario
            .https_port
            .expect("the scenario has an HTTPS port");
        hello.shake(
            self.fresh_client(),
            SocketAddrV4::new(self.scenario.server, port),
        )
    }

    /// Starts nginx unless it runs, and waits until it accepts connections.
    pub fn start_nginx(&self) -> Result<(), String> {
        let mut place = self.daemon();
        if place.is_some() {
            return Ok(());
        }
        let mut daemon = self
            .nginx
            .start()
            .map_err(|error| format!("nginx: {error}"))?;
        for port in [Some(self.scenario.http_port), self.scenario.https_port]
            .into_iter()
            .flatten()
        {
            let address = SocketAddrV4::new(self.scenario.server, port);
            wait_until(START_DEADLINE, || {
                match (daemon.is_alive(), TcpStream::connect(address)) {
                    (Err(reason), _) => Ok(Err(reason)),
                    (Ok(()), Ok(_)) => Ok(Ok(())),
                    (Ok(()), Err(error)) => {
                        Err(format!("nginx does not listen on {address}: {error}"))
                    }
                }
            })??;
        }
        *place = Some(daemon);
        Ok(())
    }

    /// Stops nginx.
    pub fn stop_nginx(&self) {
        self.daemon().take();
    }

    pub(crate) fn nginx(&self) -> &Nginx {
        &self.nginx
    }

    pub(crate) fn daemon(&self) -> MutexGuard<'_, Option<Daemon>> {
        self.daemon.lock().expect("the process is known")
    }

    /// Writes a file at an absolute path of the sandbox.
    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        Machine::at("/").write(path, content);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop_nginx();
        for (_, upstream) in &self.upstreams {
            upstream.stop();
        }
    }
}

fn next(counter: &AtomicU32) -> Ipv4Addr {
    Ipv4Addr::from_bits(counter.fetch_add(1, Ordering::SeqCst))
}

/// Puts the configuration and everything around it in place.
fn prepare(scenario: &Scenario) {
    let machine = Machine::at("/");
    let hosts = [&scenario.host].into_iter().chain(&scenario.more_hosts);
    let names: Vec<_> = hosts.map(String::as_str).collect();
    machine.prepare(scenario.version, &scenario.conf_folder, &names);
    for (path, content) in &scenario.files {
        machine.write(path, content);
    }
    std::fs::create_dir_all(&scenario.webroot).expect("the webroot can be made");
    machine.write("/etc/hosts", "127.0.0.1 localhost\n");
    machine.write(
        "/etc/resolv.conf",
        format!(
            "nameserver {}\noptions timeout:1 attempts:1\n",
            scenario.resolver
        ),
    );
    if let Some(user) = scenario.user {
        machine.give_to(user, &scenario.conf_folder);
    }
}
