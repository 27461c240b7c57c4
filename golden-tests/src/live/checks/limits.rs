//! Rate limits.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use super::{demand, none_of};
use crate::live::{Request, Response, World};

const TOO_MANY_REQUESTS: u16 = 429;

/// A request that is answered later than this was held back.
const HELD_BACK: Duration = Duration::from_millis(700);

/// A rate limit: so many requests per second, and a burst on top of it.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    /// Requests per second.
    pub rate: f64,
    /// How many more may come at once.
    pub burst: usize,
}

impl RateLimit {
    /// How many requests surely exceed the limit, and how many are to be sent for it.
    fn flood(self) -> usize {
        self.burst + 10 + self.rate.max(10.0) as usize
    }

    /// How many requests become possible again within the time, at most.
    fn refilled(self, took: Duration) -> usize {
        (self.rate * took.as_secs_f64()).ceil() as usize + 1
    }
}

impl World {
    /// A flood gets exactly the burst through, at once, and 429 for the rest.
    pub fn limits_rate(&self, path: &str, limit: RateLimit) -> Result<(), String> {
        let start = Instant::now();
        let responses = self.flood(path, limit.flood())?;
        let took = start.elapsed();
        let passed = passed(&responses);
        let least = limit.burst + 1;
        let most = least + limit.refilled(took);
        let mut complaints = Vec::new();
        if passed < least || passed > most {
            let sent = responses.len();
            complaints.push(format!(
                "{passed} of {sent} requests passed in {took:?}, not {least} to {most}"
            ));
        }
        complaints.extend(odd_status(&responses));
        if responses.iter().any(|response| response.took > HELD_BACK) {
            complaints.push("a request was held back instead of answered".to_owned());
        }
        none_of(complaints)
    }

    /// A client that used up its requests does not use up those of another.
    pub fn limits_clients_separately(&self, path: &str, limit: RateLimit) -> Result<(), String> {
        let greedy = self.fresh_client();
        self.exhaust(path, limit, greedy)?;
        let modest = Request::get(path).ask(self)?;
        demand(modest.status == 200, || {
            format!(
                "another client gets {} because of the first one",
                modest.status
            )
        })
    }

    /// Two paths have one limit: what is used up at the first is used up at the second.
    pub fn shares_limit(&self, first: &str, second: &str, limit: RateLimit) -> Result<(), String> {
        let client = self.fresh_client();
        self.exhaust(first, limit, client)?;
        let start = Instant::now();
        let responses = self.flood_from(client, second, limit.flood())?;
        let passed = passed(&responses);
        let refilled = limit.refilled(start.elapsed());
        demand(passed <= refilled, || {
            format!("{passed} requests pass at {second} although {first} used up the limit")
        })
    }

    /// Sends so many requests from one client as fast as they are answered.
    pub fn flood(&self, path: &str, requests: usize) -> Result<Vec<Response>, String> {
        self.flood_from(self.fresh_client(), path, requests)
    }

    fn flood_from(
        &self,
        client: Ipv4Addr,
        path: &str,
        requests: usize,
    ) -> Result<Vec<Response>, String> {
        let request = Request::get(path).from(client);
        let mut connection = request.connect(self);
        (0..requests)
            .map(|number| {
                connection
                    .exchange(&request)
                    .map_err(|error| format!("request {number} of a flood at {path}: {error}"))
            })
            .collect()
    }

    fn exhaust(&self, path: &str, limit: RateLimit, client: Ipv4Addr) -> Result<(), String> {
        let responses = self.flood_from(client, path, limit.flood())?;
        let refused = responses
            .iter()
            .any(|response| response.status == TOO_MANY_REQUESTS);
        demand(refused, || {
            format!("{} requests at {path} exceed no limit", responses.len())
        })
    }
}

fn passed(responses: &[Response]) -> usize {
    responses
        .iter()
        .filter(|response| response.status == 200)
        .count()
}

fn odd_status(responses: &[Response]) -> Option<String> {
    let odd = responses
        .iter()
        .find(|response| !matches!(response.status, 200 | TOO_MANY_REQUESTS));
    odd.map(|response| format!("the limit answers with {}, not 429", response.status))
}
