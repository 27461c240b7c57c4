//! Who may come in.

use std::net::Ipv4Addr;

use super::demand;
use crate::live::{Request, World};

impl World {
    /// The path is closed without the credentials (in base 64, as the header has them) and open
    /// with them.
    pub fn demands_login(&self, path: &str, credentials: &str) -> Result<(), String> {
        self.answers_with(path, &Request::get(path), 401)?;
        let wrong = Request::get(path).header("Authorization", "Basic bm9ib2R5Om5vdGhpbmc=");
        self.answers_with(path, &wrong, 401)?;
        let right = Request::get(path).header("Authorization", &format!("Basic {credentials}"));
        self.answers_with(path, &right, 200)
    }

    /// The path is open for one address and closed for the other.
    pub fn admits_only(
        &self,
        path: &str,
        welcome: Ipv4Addr,
        unwelcome: Ipv4Addr,
    ) -> Result<(), String> {
        self.answers_with(path, &Request::get(path).from(welcome), 200)?;
        self.answers_with(path, &Request::get(path).from(unwelcome), 403)
    }

    fn answers_with(&self, path: &str, request: &Request, status: u16) -> Result<(), String> {
        let response = request.ask(self)?;
        demand(response.status == status, || {
            format!("{path} answers {}, not {status}", response.status)
        })
    }
}
