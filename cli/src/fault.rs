//! Faults of our own: a panic becomes one line that says how to report it.

use std::{
    panic,
    sync::{Mutex, PoisonError},
};

/// Where the last panic was. Its message stays unsaid: it may hold text of the stack.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps panics quiet: where one happened is said once, by the report.
pub fn install_hook() {
    panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()));
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}

/// What is known of a panic that was caught.
pub(crate) fn caught() -> String {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
    match place {
        Some(place) => format!("a panic at {place}"),
        None => "a panic".to_owned(),
    }
}

/// The report of a fault.
pub(crate) fn report(what: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let at = match env!("CARGO_PKG_REPOSITORY") {
        "" => String::new(),
        address => format!(" at {address}/issues"),
    };
    format!(
        "stackc {version} has a fault of its own: {what}\n\
         please report it{at} with this text and, if you can, the stack that causes it; nothing was written after it\n"
    )
}
