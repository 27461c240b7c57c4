//! Waiting for something without guessing how long it takes.

use std::thread;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(50);

/// Asks again and again until the answer is `Ok`; the last `Err` when time is up.
pub fn wait_until<T, E>(patience: Duration, mut ask: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let end = Instant::now() + patience;
    loop {
        match ask() {
            Err(_) if Instant::now() < end => thread::sleep(PAUSE),
            answer => return answer,
        }
    }
}
