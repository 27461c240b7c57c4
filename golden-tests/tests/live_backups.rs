//! Backups of real databases, and restores of every row, where there is a Docker engine with the images; else it says that it was skipped.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    reason = "a panic is how a test reports trouble"
)]

use std::{path::Path, process::Command, time::Duration};

use stackc_golden_tests::{process, stackc};

const DEADLINE: Duration = Duration::from_mins(10);
/// What the script ends with where it can't run.
const SKIPPED: i32 = 77;

#[test]
fn what_was_backed_up_is_restored_with_every_row() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/live-backups");
    let done = process::run(Command::new(script).arg(stackc::binary()), DEADLINE);
    if done.code == Some(SKIPPED) {
        eprintln!("{}", done.stdout.trim());
        return;
    }
    assert!(done.succeeded(), "{}", done.output());
}
