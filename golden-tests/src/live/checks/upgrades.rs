//! WebSockets, and requests that are none.

use std::time::Duration;

use super::{demand, none_of};
use crate::live::{Request, WebSocket, World, wait_until};

const RELOAD_DEADLINE: Duration = Duration::from_secs(10);

impl World {
    /// A WebSocket opens at this upstream and carries data both ways.
    pub fn upgrades(&self, path: &str, upstream: &str) -> Result<(), String> {
        let mut socket = WebSocket::open(self, path)?;
        demand(socket.upstream == upstream, || {
            format!(
                "the WebSocket of {path} reached {}, not {upstream}",
                socket.upstream
            )
        })?;
        socket.echo("hello")
    }

    /// A plain request reaches the upstream as one: no upgrade, and no closing of the connection.
    pub fn upgrades_only_on_demand(&self, path: &str) -> Result<(), String> {
        let response = Request::get(path).ask(self)?;
        let seen = response
            .seen()
            .ok_or_else(|| format!("{path} did not reach an upstream"))?;
        let mut complaints = Vec::new();
        for name in ["Connection", "Upgrade"] {
            let told = seen.headers.all(name).join(", ").to_ascii_lowercase();
            if !matches!(told.as_str(), "" | "keep-alive") {
                complaints.push(format!("a plain request carries {name}: {told}"));
            }
        }
        if seen.version != "HTTP/1.1" {
            complaints.push(format!("the upstream is asked with {}", seen.version));
        }
        none_of(complaints)
    }

    /// So many requests after one another need at most so many connections to the upstream.
    pub fn reuses_connections(
        &self,
        path: &str,
        upstream: &str,
        requests: usize,
        most: usize,
    ) -> Result<(), String> {
        let before = self.upstream(upstream).connections();
        for _ in 0..requests {
            Request::get(path).ask(self)?;
        }
        let used = self.upstream(upstream).connections() - before;
        demand(used <= most, || {
            format!("{requests} requests needed {used} connections, not {most}")
        })
    }

    /// A reload replaces the workers, and an open WebSocket lives on.
    pub fn reloads_without_cutting(&self, path: &str) -> Result<(), String> {
        let mut socket = WebSocket::open(self, path)?;
        let daemon = self.daemon();
        let daemon = daemon.as_ref().ok_or("nginx is not running")?;
        let before = daemon.workers();
        daemon.reload()?;
        wait_until(RELOAD_DEADLINE, || {
            let fresh = daemon
                .workers()
                .iter()
                .any(|worker| !before.contains(worker));
            demand(fresh, || "the reload brought no new worker".to_owned())
        })?;
        Request::get(path).ask(self)?;
        socket
            .echo("still here")
            .map_err(|error| format!("after the reload {error}"))
    }
}
