//! What ends up in the logs.

use std::fs;
use std::time::Duration;

use super::{demand, none_of};
use crate::live::{Request, World, daemon, wait_until};

const SECRET: &str = "f00dsecretf00d";
const MARK: &str = "/marked-for-the-log";
const FLUSHED: Duration = Duration::from_secs(3);

impl World {
    /// Requests are logged, but no query, token, cookie or referring address of theirs.
    pub fn logs_no_secrets(&self) -> Result<(), String> {
        Request::get(&format!("{MARK}?token={SECRET}&code={SECRET}"))
            .header("Authorization", &format!("Bearer {SECRET}"))
            .header("Cookie", &format!("session={SECRET}"))
            .header(
                "Referer",
                &format!("https://{}/?token={SECRET}", self.scenario().host),
            )
            .ask(self)?;
        wait_until(FLUSHED, || {
            let logged = logs().iter().any(|(_, text)| text.contains(MARK));
            demand(logged, || "the request is not in the access log".to_owned())
        })?;
        let telling = logs().into_iter().filter(|(_, text)| text.contains(SECRET));
        none_of(telling.map(|(file, _)| format!("a secret is in {file}")))
    }
}

/// The log files with their names, and what went to the output of the process.
pub(super) fn logs() -> Vec<(String, String)> {
    let mut logs = vec![("the output of nginx".to_owned(), daemon::output())];
    for entry in fs::read_dir("/var/log/nginx")
        .into_iter()
        .flatten()
        .flatten()
    {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        logs.push((entry.path().display().to_string(), text));
    }
    logs
}
