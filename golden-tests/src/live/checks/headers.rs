//! Headers of the responses, on success and on errors.

use super::none_of;
use crate::live::{Request, Response, Script, World};

/// Headers that every response of a route must carry exactly once.
#[derive(Debug, Clone)]
pub struct HeaderRule {
    path: String,
    headers: Vec<(String, String)>,
    statuses: Vec<u16>,
    too_long: usize,
    flood: usize,
}

impl HeaderRule {
    /// A rule for a route; without [`on`](Self::on) it looks at 200, 404, 500 and 502.
    pub fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            headers: Vec::new(),
            statuses: vec![200, 404, 500, 502],
            too_long: 0,
            flood: 0,
        }
    }

    /// Demands a header with this value.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Looks at 413 too: a body of so many bytes is too long for the route.
    #[must_use]
    pub fn too_long(mut self, bytes: usize) -> Self {
        self.too_long = bytes;
        self.statuses.push(413);
        self
    }

    /// Looks at 429 too: so many requests at once are too many for the route.
    #[must_use]
    pub fn too_many(mut self, requests: usize) -> Self {
        self.flood = requests;
        self.statuses.push(429);
        self
    }

    /// Looks at these statuses instead: 413 and 429 need [`too_long`](Self::too_long) and
    /// [`too_many`](Self::too_many) after it.
    #[must_use]
    pub fn on(mut self, statuses: &[u16]) -> Self {
        self.statuses = statuses.to_vec();
        self
    }

    fn complaints(&self, response: &Response) -> Vec<String> {
        let complaint = |(name, value): &(String, String)| {
            let values = response.headers.all(name);
            (values != [value.as_str()]).then(|| {
                format!(
                    "{} on {}: {name} is {values:?}, not {value:?}",
                    self.path, response.status
                )
            })
        };
        self.headers.iter().filter_map(complaint).collect()
    }
}

impl World {
    /// Every status of the rule comes with its headers exactly once, even when the upstream sends
    /// the same header with another value.
    pub fn sends_headers(&self, rule: &HeaderRule) -> Result<(), String> {
        let mut complaints = Vec::new();
        for &status in &rule.statuses {
            match self.provoke(rule, status) {
                Ok(response) => complaints.extend(rule.complaints(&response)),
                Err(reason) => complaints.push(reason),
            }
        }
        none_of(complaints)
    }

    /// Makes nginx answer with the status.
    fn provoke(&self, rule: &HeaderRule, status: u16) -> Result<Response, String> {
        let response = match status {
            413 => Request::post(&rule.path, rule.too_long).ask(self)?,
            429 => self
                .flood(&rule.path, rule.flood)?
                .pop()
                .ok_or("nothing was sent")?,
            502 => Request::get(&rule.path)
                .script(&Script::hang_up())
                .ask(self)?,
            other => self.provoke_by_upstream(rule, other)?,
        };
        if response.status == status {
            return Ok(response);
        }
        Err(format!(
            "{} gave {} where {status} was provoked",
            rule.path, response.status
        ))
    }

    fn provoke_by_upstream(&self, rule: &HeaderRule, status: u16) -> Result<Response, String> {
        let script = rule
            .headers
            .iter()
            .fold(Script::status(status), |script, (name, _)| {
                script.header(name, "from the upstream")
            });
        Request::get(&rule.path).script(&script).ask(self)
    }
}
