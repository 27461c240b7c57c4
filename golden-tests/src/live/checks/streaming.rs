//! Responses that take their time.

use std::io::{BufRead, Read};
use std::time::{Duration, Instant};

use super::demand;
use crate::live::echo::EVENT_INTERVAL;
use crate::live::{Request, Script, World};

const EVENTS: usize = 4;

impl World {
    /// The first server-sent event arrives when it is sent, not when the stream ends; and the
    /// stream is not compressed even for a client that would take it so.
    pub fn streams_events(&self, path: &str) -> Result<(), String> {
        let request = Request::get(path)
            .script(&Script::events(EVENTS))
            .header("Accept-Encoding", "gzip");
        let mut connection = request.connect(self);
        let start = Instant::now();
        let head = connection
            .begin(&request)
            .map_err(|error| format!("events of {path}: {error}"))?;
        demand(head.status == 200, || {
            format!("events of {path}: status {}", head.status)
        })?;
        demand(head.headers.first("Content-Encoding").is_none(), || {
            "the event stream is compressed".to_owned()
        })?;
        let mut text = String::new();
        let mut line = connection.wire.by_ref().take(200);
        while !text.contains("event 0") && line.read_line(&mut text).is_ok_and(|length| length > 0)
        {
        }
        let took = start.elapsed();
        demand(text.contains("event 0"), || {
            format!("no event arrived: {text:?}")
        })?;
        demand(took < EVENT_INTERVAL * 2, || {
            format!(
                "the first event of a stream of {:?} took {took:?}",
                EVENT_INTERVAL * EVENTS as u32
            )
        })
    }

    /// An upstream that needs so long to answer is waited for.
    pub fn waits_for_slow_answers(&self, path: &str, delay: Duration) -> Result<(), String> {
        let patience = delay + Duration::from_secs(10);
        let script = Script::default().delay(delay);
        let response = Request::get(path)
            .script(&script)
            .patience(patience)
            .ask(self)?;
        demand(response.status == 200, || {
            format!("{} for an answer after {delay:?}", response.status)
        })
    }
}
