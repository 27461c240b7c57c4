//! Whether a reload takes another configuration over.

use std::time::Duration;

use super::logs::logs;
use crate::live::{World, wait_until};

/// nginx tries five times, half a second apart, before it gives an address up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What nginx says when it keeps the configuration that it has.
const REFUSED: &str = "still could not bind()";

impl World {
    /// Puts another configuration in place, which nginx must accept, and reloads: whether nginx goes by it from then on, or keeps the one before.
    pub fn takes_over(&self, conf: &str) -> Result<bool, String> {
        self.write("/etc/nginx/nginx.conf", conf);
        self.configuration_is_clean()?;
        let daemon = self.daemon();
        let daemon = daemon.as_ref().ok_or("nginx is not running")?;
        let before = daemon.workers();
        let said = refusals();
        daemon.reload()?;
        wait_until(PATIENCE, || {
            let workers = daemon.workers();
            if workers.iter().any(|worker| !before.contains(worker)) {
                return Ok(true);
            }
            if refusals() > said {
                return Ok(false);
            }
            Err("the reload brought neither a new worker nor a complaint".to_owned())
        })
    }
}

/// How often nginx gave an address up.
fn refusals() -> usize {
    let logs = logs();
    logs.iter()
        .map(|(_, text)| text.matches(REFUSED).count())
        .sum()
}
