//! Upstreams that are away, come late, or come back somewhere else.

use std::time::Duration;

use super::{demand, none_of};
use crate::live::{Request, Upstream, World, wait_until};

const QUICK: Duration = Duration::from_secs(6);

impl World {
    /// Without its upstream a route answers 502 quickly and the others go on; once the upstream
    /// is back at another address the route works again.
    pub fn survives_outage(
        &self,
        upstream: &str,
        path: &str,
        other: Option<&str>,
    ) -> Result<(), String> {
        let old = self
            .upstream(upstream)
            .address()
            .ok_or("the upstream is not running")?;
        self.stop_upstream(upstream);
        let mut complaints = self.outage_complaints(path, other);
        self.start_upstream(upstream);
        if let Err(reason) = self.comes_to_answer(path) {
            complaints.push(format!("after the upstream moved: {reason}"));
            // Later checks are not to fail for this reason.
            self.upstream(upstream).start(old);
            self.dns().set(upstream, old);
        }
        none_of(complaints)
    }

    /// When another container gets the address that an upstream had, it does not get its requests.
    pub fn follows_a_moved_upstream(
        &self,
        upstream: &str,
        path: &str,
        port: u16,
    ) -> Result<(), String> {
        let old = self
            .upstream(upstream)
            .address()
            .ok_or("the upstream is not running")?;
        self.start_upstream(upstream);
        let stranger = Upstream::new("stranger", &[port]);
        stranger.start(old);
        let found = wait_until(self.scenario().recovery, || {
            let seen = Request::get(path).ask(self)?.seen();
            let reached = seen.map_or("nobody".to_owned(), |seen| seen.upstream);
            demand(reached == upstream, || {
                format!("{path} reaches {reached} at the old address of {upstream}")
            })
        });
        stranger.stop();
        found
    }

    /// nginx starts although the name of an upstream is unknown, serves the other routes at once,
    /// and this one when the upstream comes.
    pub fn starts_without(
        &self,
        upstream: &str,
        path: &str,
        other: Option<&str>,
    ) -> Result<(), String> {
        self.stop_nginx();
        self.stop_upstream(upstream);
        let started = self.start_nginx();
        let complaints = if started.is_ok() {
            self.outage_complaints(path, other)
        } else {
            Vec::new()
        };
        self.start_upstream(upstream);
        if let Err(reason) = started {
            self.start_nginx()?;
            return Err(format!("does not start without {upstream}: {reason}"));
        }
        self.comes_to_answer(path)?;
        none_of(complaints)
    }

    fn outage_complaints(&self, path: &str, other: Option<&str>) -> Vec<String> {
        let mut complaints = Vec::new();
        match Request::get(path).patience(QUICK).ask(self) {
            Ok(response) if matches!(response.status, 502..=504) => {}
            Ok(response) => {
                complaints.push(format!("{path} without upstream: {}", response.status));
            }
            Err(reason) => complaints.push(format!("without upstream {reason}")),
        }
        // The first answer of the name server may still be on its way.
        let others = other.map(|path| wait_until(QUICK / 3, || self.answers(path)));
        complaints.extend(others.and_then(Result::err));
        complaints
    }

    fn comes_to_answer(&self, path: &str) -> Result<(), String> {
        wait_until(self.scenario().recovery, || self.answers(path))
    }

    fn answers(&self, path: &str) -> Result<(), String> {
        let response = Request::get(path).ask(self)?;
        demand(response.status == 200, || {
            format!("{path} answers {}", response.status)
        })
    }
}
