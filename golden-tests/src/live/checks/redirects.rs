//! From HTTP to HTTPS.

use super::{demand, none_of};
use crate::live::{Request, World};

const PERMANENT_SAME_METHOD: u16 = 308;

impl World {
    /// HTTP leads to the published HTTPS port with a redirect that keeps the method, and keeps
    /// the target byte for byte.
    pub fn redirects_to_https(&self, target: &str) -> Result<(), String> {
        let wanted = self.scenario().https_origin() + target;
        let methods = ["GET", "POST"].map(|method| self.redirects(method, target, &wanted));
        none_of(methods.into_iter().filter_map(Result::err))
    }

    fn redirects(&self, method: &str, target: &str, wanted: &str) -> Result<(), String> {
        let response = Request::new(method, target).plain().ask(self)?;
        let location = response.headers.first("Location").unwrap_or("nowhere");
        demand(
            response.status == PERMANENT_SAME_METHOD && location == wanted,
            || {
                format!(
                    "{method} {target} over HTTP: {} to {location}, not 308 to {wanted}",
                    response.status
                )
            },
        )
    }
}
