//! Compressed responses.

use super::demand;
use crate::live::{Request, Script, World};

impl World {
    /// A long answer of this content type is compressed for a client that takes it, and caches
    /// are told that this depends on the client.
    pub fn compresses(&self, path: &str, kind: &str) -> Result<(), String> {
        let script = Script::default().kind(kind).padding(5000);
        let response = Request::get(path)
            .script(&script)
            .header("Accept-Encoding", "gzip")
            .ask(self)?;
        demand(response.headers.all("Content-Encoding") == ["gzip"], || {
            format!("{kind} at {path} is not compressed ({})", response.status)
        })?;
        let vary = response.headers.all("Vary").join(", ").to_ascii_lowercase();
        demand(vary.contains("accept-encoding"), || {
            format!("{kind} is compressed without Vary")
        })
    }
}
