//! What a request asks its upstream to do, carried through the proxy in a header.

use std::time::Duration;

use serde_json::{Value, json};

/// How the echo upstream answers one request; by default 200 with what it saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    pub(crate) status: u16,
    pub(crate) delay: Duration,
    pub(crate) kind: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) padding: usize,
    pub(crate) events: usize,
    pub(crate) hang_up: bool,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            status: 200,
            delay: Duration::ZERO,
            kind: "application/json".to_owned(),
            headers: Vec::new(),
            padding: 0,
            events: 0,
            hang_up: false,
        }
    }
}

impl Script {
    /// The header that carries the script.
    pub(crate) const HEADER: &str = "X-Echo-Script";

    /// Answers with this status.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// Closes the connection instead of answering.
    pub fn hang_up() -> Self {
        Self {
            hang_up: true,
            ..Self::default()
        }
    }

    /// Sends so many server-sent events, half a second apart, and then ends.
    pub fn events(count: usize) -> Self {
        Self {
            events: count,
            kind: "text/event-stream".to_owned(),
            ..Self::default()
        }
    }

    /// Waits before it answers.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Answers with this content type.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        self.kind = kind.to_owned();
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes the answer longer by so many bytes.
    #[must_use]
    pub fn padding(mut self, bytes: usize) -> Self {
        self.padding = bytes;
        self
    }

    /// The script as the value of its header.
    pub(crate) fn to_value(&self) -> String {
        json!({
            "status": self.status,
            "delay": u64::try_from(self.delay.as_millis()).unwrap_or(u64::MAX),
            "kind": self.kind,
            "headers": self.headers,
            "padding": self.padding,
            "events": self.events,
            "hang_up": self.hang_up,
        })
        .to_string()
    }

    /// Reads the value of the header; the default when it is not a script.
    pub(crate) fn from_value(value: &str) -> Self {
        let script: Value = serde_json::from_str(value).unwrap_or_default();
        let number = |name: &str| script[name].as_u64();
        let size = |name: &str| {
            number(name)
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(0)
        };
        let default = Self::default();
        Self {
            status: number("status")
                .and_then(|n| u16::try_from(n).ok())
                .unwrap_or(default.status),
            delay: Duration::from_millis(number("delay").unwrap_or(0)),
            kind: script["kind"].as_str().map_or(default.kind, str::to_owned),
            headers: pairs(&script["headers"]),
            padding: size("padding"),
            events: size("events"),
            hang_up: script["hang_up"].as_bool().unwrap_or(false),
        }
    }
}

/// A JSON list of pairs of strings.
pub(crate) fn pairs(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.as_array()
        .into_iter()
        .flatten()
        .map(|pair| (text(&pair[0]), text(&pair[1])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_survives_its_header() {
        let script = Script::status(503)
            .delay(Duration::from_millis(20))
            .header("A", "b \"c\"")
            .padding(9);
        assert_eq!(Script::from_value(&script.to_value()), script);
        assert_eq!(Script::from_value(""), Script::default());
    }
}
