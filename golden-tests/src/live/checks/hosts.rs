//! Names that the server does not serve.

use super::none_of;
use crate::live::{Hello, NoAnswer, Request, World};

const FOREIGN: &str = "foreign.invalid";
const MISDIRECTED: u16 = 421;

impl World {
    /// A name that is not ours gets nothing: no answer over HTTP, no handshake over TLS, and 421
    /// for a request that reached the right certificate with a foreign `Host`.
    pub fn refuses_unknown_hosts(&self) -> Result<(), String> {
        let mut complaints = self.answers_foreign_names_over_http();
        if self.scenario().https_port.is_some() {
            complaints.extend(self.shakes_hands_for_foreign_names());
            complaints.extend(self.misses_a_misdirected_request());
        }
        none_of(complaints)
    }

    fn answers_foreign_names_over_http(&self) -> Vec<String> {
        let address = self.scenario().server.to_string();
        let answer = |host: &str| match Request::get("/x").host(host).plain().send(self) {
            Err(NoAnswer::Closed) => None,
            Err(other) => Some(format!("HTTP for {host}: {other}")),
            Ok(response) => Some(format!(
                "HTTP for {host} is answered with {}",
                response.status
            )),
        };
        [FOREIGN, &address].into_iter().filter_map(answer).collect()
    }

    fn shakes_hands_for_foreign_names(&self) -> Vec<String> {
        let offers = [
            ("for another name", Hello::to(FOREIGN)),
            ("without a name", Hello::nameless()),
        ];
        let shaken = |(which, hello): (&str, Hello)| {
            self.shake(&hello)
                .is_ok()
                .then(|| format!("TLS {which} is accepted"))
        };
        offers.into_iter().filter_map(shaken).collect()
    }

    fn misses_a_misdirected_request(&self) -> Option<String> {
        match Request::get("/x").host(FOREIGN).send(self) {
            Ok(response) if response.status == MISDIRECTED => None,
            Ok(response) => Some(format!(
                "HTTPS with a foreign Host: {}, not 421",
                response.status
            )),
            Err(error) => Some(format!("HTTPS with a foreign Host: {error}, not 421")),
        }
    }
}
