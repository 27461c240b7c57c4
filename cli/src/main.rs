//! The binary: hands the process's arguments, streams and environment to the command line.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    thread,
};

use stackc_cli::{World, install_hook, run};

/// That of glibc asks the kernel for each page of a further thread's memory, and others are slower still.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// The columns of standard output, if it is a terminal.
fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let size = terminal_size::terminal_size_of(io::stdout());
    Some(size.map_or(80, |(width, _)| usize::from(width.0)))
}

fn work() -> u8 {
    let mut world = World {
        folder: std::env::current_dir().unwrap_or_default(),
        input: &mut io::stdin().lock(),
        output: &mut io::BufWriter::new(io::stdout().lock()),
        errors: &mut io::stderr().lock(),
        terminal: io::stderr().is_terminal(),
        width: width(),
        variable: &|name| std::env::var(name).ok(),
    };
    run(std::env::args_os(), &mut world, stackc_targets::REGISTRY)
}
