//! The binary: hands the process's arguments, streams and environment to the command line.

use std::{
    io::{self, IsTerminal as _, Write},
    process::ExitCode,
    thread,
};

use stackc_cli::{World, install_hook, run};

fn main() -> ExitCode {
    install_hook();
    ExitCode::from(if cfg!(unix) { work() } else { with_room() })
}

/// A stack as large as Unix gives a process: what is nested is bounded well within it, but elsewhere the first thread may have less.
const STACK_SIZE: usize = 8 << 20;

/// Works on a thread of its own.
fn with_room() -> u8 {
    let worker = thread::Builder::new().stack_size(STACK_SIZE).spawn(work);
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => stackc_cli::FAULT,
    }
}

/// A standard output that is closed.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::NotConnected, "it is closed"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the process was started without a standard output. The runtime then puts /dev/null there, open for reading too, which shells never do.
#[cfg(target_os = "linux")]
fn is_closed() -> bool {
    let is_null = std::fs::read_link("/proc/self/fd/1").is_ok_and(|to| to == *"/dev/null");
    let flags = std::fs::read_to_string("/proc/self/fdinfo/1").unwrap_or_default();
    let flags = flags.lines().find_map(|line| line.strip_prefix("flags:"));
    let access = flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok());
    is_null && access.is_some_and(|flags| flags & 3 == 2)
}

/// It can't be told here.
#[cfg(not(target_os = "linux"))]
fn is_closed() -> bool {
    false
}

fn work() -> u8 {
    let output: Box<dyn Write> = if is_closed() {
        Box::new(Closed)
    } else {
        Box::new(io::stdout().lock())
    };
    let mut world = World {
        folder: std::env::current_dir().unwrap_or_default(),
        input: &mut io::stdin().lock(),
        output: &mut io::BufWriter::new(output),
        errors: &mut io::stderr().lock(),
        terminal: io::stderr().is_terminal(),
        variable: &|name| std::env::var(name).ok(),
    };
    run(std::env::args_os(), &mut world, stackc_targets::REGISTRY)
}
