//! A WebSocket seen as what a proxy makes of it: a tunnel.

use std::io::Read;
use std::time::Duration;

use super::client::{Connection, Request};
use super::world::World;

const PATIENCE: Duration = Duration::from_secs(8);

/// An upgraded connection.
#[derive(Debug)]
pub struct WebSocket {
    connection: Connection,
    /// The name of the upstream that agreed to the upgrade.
    pub upstream: String,
}

impl WebSocket {
    /// Upgrades a connection at the target.
    pub fn open(world: &World, target: &str) -> Result<Self, String> {
        let request = Request::get(target)
            .header("Upgrade", "websocket")
            .header("Connection", "Upgrade")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "c3RhY2tjIGdvbGRlbiB0ZXN0");
        let mut connection = request.connect(world);
        let head = connection
            .begin(&request)
            .map_err(|error| format!("upgrade of {target}: {error}"))?;
        if head.status != 101 {
            return Err(format!(
                "upgrade of {target}: status {}, not 101",
                head.status
            ));
        }
        let upstream = head
            .headers
            .first("X-Echo-Upstream")
            .unwrap_or_default()
            .to_owned();
        Ok(Self {
            connection,
            upstream,
        })
    }

    /// Sends a text and expects it back.
    pub fn echo(&mut self, text: &str) -> Result<(), String> {
        let wire = &mut self.connection.wire;
        wire.be_patient(PATIENCE);
        wire.send(text.as_bytes());
        let mut back = vec![0; text.len()];
        wire.read_exact(&mut back)
            .map_err(|error| format!("the WebSocket is dead: {error}"))?;
        if back == text.as_bytes() {
            Ok(())
        } else {
            Err("the WebSocket sent back something else".to_owned())
        }
    }
}
