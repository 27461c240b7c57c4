//! The challenges of a certificate authority.

use super::none_of;
use crate::live::{Request, World};

const FOLDER: &str = ".well-known/acme-challenge";

impl World {
    /// A challenge in the webroot is served over plain HTTP, and a missing one is not found.
    pub fn serves_challenges(&self) -> Result<(), String> {
        let file = self.scenario().webroot.join(FOLDER).join("token");
        self.write(&file, "token.thumbprint");
        let present = Request::get(&format!("/{FOLDER}/token"))
            .plain()
            .ask(self)?;
        let missing = Request::get(&format!("/{FOLDER}/missing"))
            .plain()
            .ask(self)?;
        let mut complaints = Vec::new();
        if present.status != 200 || present.text() != "token.thumbprint" {
            complaints.push(format!("the challenge is not served: {}", present.status));
        }
        if missing.status != 404 {
            complaints.push(format!(
                "a missing challenge gives {}, not 404",
                missing.status
            ));
        }
        none_of(complaints)
    }
}
