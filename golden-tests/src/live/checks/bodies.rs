//! How long a request may be.

use std::time::Duration;

use super::none_of;
use crate::live::{Request, World};

const PATIENCE: Duration = Duration::from_secs(30);

impl World {
    /// A body of `passing` bytes arrives complete, one of `refused` bytes is answered with 413.
    pub fn limits_bodies(&self, path: &str, passing: usize, refused: usize) -> Result<(), String> {
        let mut complaints = Vec::new();
        let response = Request::post(path, passing).patience(PATIENCE).ask(self)?;
        if response
            .seen()
            .is_none_or(|seen| seen.body_length != passing)
        {
            complaints.push(format!("{passing} bytes did not pass: {}", response.status));
        }
        let response = Request::post(path, refused).patience(PATIENCE).ask(self)?;
        if response.status != 413 {
            complaints.push(format!(
                "{refused} bytes are answered with {}, not 413",
                response.status
            ));
        }
        none_of(complaints)
    }
}
