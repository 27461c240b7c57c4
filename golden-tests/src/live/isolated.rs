//! Runs a test in a sandbox: the test program starts itself again, for this one test.

use std::env;
use std::io::Write;
use std::time::Duration;

use crate::{process, sandbox::Sandbox};

/// Names the test that runs inside the sandbox.
const INSIDE: &str = "STACKC_TEST_IN_SANDBOX";

/// Printed when the body came to its end, so that a test that did not run cannot pass.
const COMPLETED: &str = "the test in the sandbox is complete";

const DEADLINE: Duration = Duration::from_secs(180);

/// Whether this process runs in a sandbox made by [`isolated`].
pub(crate) fn is_inside() -> bool {
    env::var_os(INSIDE).is_some()
}

/// Runs the body of a test in a [sandbox](crate::sandbox). `test` is the full name of the calling test, as the test
/// program lists it.
///
/// # Panics
/// When the body panics, does not end in time, or the sandbox cannot be made.
pub fn isolated(test: &str, body: impl FnOnce()) {
    if env::var_os(INSIDE).is_some_and(|name| name == test) {
        body();
        let told = writeln!(std::io::stderr(), "{COMPLETED}");
        return told.expect("the caller listens");
    }
    let program = env::current_exe().expect("the test program is known");
    let folder = program.parent().expect("a program has a folder");
    let sandbox = Sandbox::new()
        .keep(folder)
        .keep(env!("CARGO_MANIFEST_DIR").as_ref());
    let mut command = sandbox.command();
    command
        .arg(&program)
        .args([
            test,
            "--exact",
            "--nocapture",
            "--include-ignored",
            "--test-threads=1",
        ])
        .env(INSIDE, test);
    let done = process::run(&mut command, DEADLINE);
    assert!(
        done.succeeded() && done.stderr.contains(COMPLETED),
        "{test} failed in its sandbox ({:?}):\n{}",
        done.code,
        done.output()
    );
}
