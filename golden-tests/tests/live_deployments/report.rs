//! Which proofs ran, and how long each took.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

/// The proofs of one deployment.
pub(super) struct Report {
    name: &'static str,
    start: Instant,
    last: Instant,
    proofs: Vec<(String, Duration)>,
}

impl Report {
    pub(super) fn new(name: &'static str) -> Self {
        let now = Instant::now();
        Self {
            name,
            start: now,
            last: now,
            proofs: Vec::new(),
        }
    }

    /// What was just proved.
    pub(super) fn proved(&mut self, what: impl Into<String>) {
        self.proofs.push((what.into(), self.last.elapsed()));
        self.last = Instant::now();
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let mut errors = std::io::stderr().lock();
        let end = if std::thread::panicking() {
            "FAILED"
        } else {
            "proved"
        };
        let total = self.start.elapsed().as_secs();
        let _ = writeln!(
            errors,
            "{}: {} proofs, {end}, {total} s",
            self.name,
            self.proofs.len()
        );
        for (what, time) in &self.proofs {
            let _ = writeln!(errors, "  {:5.1} s  {what}", time.as_secs_f32());
        }
    }
}
