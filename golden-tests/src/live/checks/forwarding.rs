//! What the upstream is told about the client.

use std::net::Ipv4Addr;

use super::none_of;
use crate::live::{Request, Seen, World};

/// Headers by which a client could lie about itself, and its lie.
const LIES: [(&str, &str); 11] = [
    ("X-Forwarded-For", "6.6.6.6"),
    ("X-Real-IP", "6.6.6.6"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-Forwarded-Host", "foreign.invalid"),
    ("X-Forwarded-Port", "6666"),
    ("X-Forwarded-Prefix", "/lie"),
    ("X-Forwarded-Server", "foreign.invalid"),
    ("Forwarded", "for=6.6.6.6;host=foreign.invalid"),
    ("X-Original-URL", "/admin"),
    ("X-Rewrite-URL", "/admin"),
    ("Proxy", "http://6.6.6.6/"),
];

impl World {
    /// The upstream is told the truth about the client, and nothing the client made up.
    pub fn replaces_forwarding_headers(&self, path: &str) -> Result<(), String> {
        let client = self.fresh_client();
        let request = LIES
            .iter()
            .fold(Request::get(path).from(client), |request, (name, lie)| {
                request.header(name, lie)
            });
        let seen = self.seen_of(&request)?;
        let mut complaints = self.untruths(&seen, client);
        let passed = LIES
            .iter()
            .filter(|(name, lie)| seen.headers.all(name).contains(lie));
        complaints.extend(passed.map(|(name, _)| format!("{name} of the client is passed on")));
        none_of(complaints)
    }

    /// Behind a trusted proxy the address of the visitor counts: it is what the upstream is told.
    pub fn trusts_proxy(&self, path: &str, proxy: Ipv4Addr, header: &str) -> Result<(), String> {
        let visitor = self.fresh_client();
        let request = Request::get(path)
            .from(proxy)
            .header(header, &visitor.to_string());
        none_of(self.untruths(&self.seen_of(&request)?, visitor))
    }

    /// Who is no trusted proxy cannot pretend to speak for somebody else.
    pub fn trusts_no_other(&self, path: &str, header: &str) -> Result<(), String> {
        let client = self.fresh_client();
        let request = Request::get(path).from(client).header(header, "6.6.6.6");
        none_of(self.untruths(&self.seen_of(&request)?, client))
    }

    fn seen_of(&self, request: &Request) -> Result<Seen, String> {
        let response = request.ask(self)?;
        response
            .seen()
            .ok_or_else(|| format!("no upstream was reached: {}", response.status))
    }

    /// The forwarding headers that do not describe a request of this client.
    fn untruths(&self, seen: &Seen, client: Ipv4Addr) -> Vec<String> {
        let scenario = self.scenario();
        let scheme = if scenario.https_port.is_some() {
            "https"
        } else {
            "http"
        };
        let truths = [
            ("X-Forwarded-For", client.to_string()),
            ("X-Real-IP", client.to_string()),
            ("X-Forwarded-Proto", scheme.to_owned()),
            ("Host", scenario.host_and_port()),
        ];
        let untrue = |(name, truth): &(&str, String)| {
            let told = seen.headers.all(name);
            (told != [truth])
                .then(|| format!("the upstream is told {name} {told:?}, not {truth:?}"))
        };
        truths.iter().filter_map(untrue).collect()
    }
}
