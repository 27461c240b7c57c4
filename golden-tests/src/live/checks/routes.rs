//! Which upstream gets a request, and what of it.

use super::demand;
use crate::live::{Request, World};

impl World {
    /// The request arrives at this upstream with its target byte for byte.
    pub fn routes(&self, target: &str, upstream: &str) -> Result<(), String> {
        self.routes_as(target, upstream, target)
    }

    /// The request arrives at this upstream, with the target that a rewrite makes of it.
    pub fn routes_as(&self, target: &str, upstream: &str, arriving: &str) -> Result<(), String> {
        let response = Request::get(target).ask(self)?;
        let Some(seen) = response.seen() else {
            return Err(format!(
                "{target} did not reach an upstream: {}",
                response.status
            ));
        };
        demand(seen.upstream == upstream && seen.target == arriving, || {
            format!(
                "{target} reached {} as {}, not {upstream} as {arriving}",
                seen.upstream, seen.target
            )
        })
    }

    /// A request for an absolute URL is not a way to smuggle in another `Host`.
    pub fn keeps_the_host_of_absolute_targets(&self, target: &str) -> Result<(), String> {
        let host = &self.scenario().host;
        let absolute = format!("https://{host}{target}");
        let response = Request::get(&absolute).host("foreign.invalid").ask(self)?;
        let told = response
            .seen()
            .map(|seen| seen.headers.all("Host").join(", "));
        demand(told.is_none_or(|told| told == *host), || {
            format!("{absolute} with a foreign Host reached the upstream with that Host")
        })
    }

    /// Nothing answers at this target but an error.
    pub fn does_not_serve(&self, target: &str) -> Result<(), String> {
        let response = Request::get(target).ask(self)?;
        demand(response.seen().is_none() && response.status >= 400, || {
            format!("{target} is served with {}", response.status)
        })
    }
}
