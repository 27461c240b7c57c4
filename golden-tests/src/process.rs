//! Runs a child process to its end, but never longer than a deadline.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a child process left behind.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The exit code; `None` when a signal ended the process.
    pub code: Option<i32>,
    /// Everything written to standard output.
    pub stdout: String,
    /// Everything written to standard error.
    pub stderr: String,
}

impl Finished {
    /// Whether the process ended with exit code 0.
    pub fn succeeded(&self) -> bool {
        self.code == Some(0)
    }

    /// Both outputs, for a failure text.
    pub fn output(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs the command with an empty standard input.
///
/// # Panics
/// When the command cannot start, or is not done before the deadline (it is then killed).
pub fn run(command: &mut Command, deadline: Duration) -> Finished {
    run_with_input(command, b"", deadline)
}

/// Runs the command and feeds it the given standard input.
///
/// # Panics
/// Like [`run`].
pub fn run_with_input(command: &mut Command, input: &[u8], deadline: Duration) -> Finished {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let stdout = collect(child.stdout.take().expect("stdout is piped"));
    let stderr = collect(child.stderr.take().expect("stderr is piped"));
    // A process that does not read its input is free to do so.
    let _ = child.stdin.take().expect("stdin is piped").write_all(input);
    let end = Instant::now() + deadline;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if Instant::now() >= end {
            let _ = child.kill();
            let _ = child.wait();
            panic!(
                "{command:?} was not done after {deadline:?}:\n{}{}",
                stdout.join().expect("the reader ends"),
                stderr.join().expect("the reader ends")
            );
        }
        thread::sleep(Duration::from_millis(2));
    };
    Finished {
        code: status.code(),
        stdout: stdout.join().expect("the reader ends"),
        stderr: stderr.join().expect("the reader ends"),
    }
}

/// Reads a stream to its end on a thread of its own.
fn collect(mut stream: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
