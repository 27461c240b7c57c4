//! What the server gives away about itself.

use super::none_of;
use crate::live::{Request, Response, Script, World};

impl World {
    /// Neither headers nor error pages name the version of nginx or the software behind it.
    pub fn hides_its_software(&self, path: &str) -> Result<(), String> {
        let mut complaints = told_by(&Request::get(path).ask(self)?);
        complaints.extend(told_by(
            &Request::get(path).script(&Script::hang_up()).ask(self)?,
        ));
        none_of(complaints)
    }
}

fn told_by(response: &Response) -> Vec<String> {
    let mut complaints = Vec::new();
    let server = response.headers.all("Server").join(", ");
    if server.contains(|c: char| c.is_ascii_digit()) {
        complaints.push(format!("Server: {server}"));
    }
    if let Some(software) = response.headers.first("X-Powered-By") {
        complaints.push(format!("X-Powered-By: {software}"));
    }
    if response.text().contains("nginx/") {
        complaints.push(format!(
            "the page of a {} names the version",
            response.status
        ));
    }
    complaints
}
