//! The binary: hands the process's arguments, streams and environment to the command line.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    thread,
};

use stackc_cli::{World, install_hook, run};

/// Room for deeply nested stacks.
const STACK_SIZE: usize = 64 << 20;

fn main() -> ExitCode {
    install_hook();
    let work = thread::Builder::new().stack_size(STACK_SIZE).spawn(work);
    let code = match work.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => stackc_cli::FAULT,
    };
    ExitCode::from(code)
}

fn work() -> u8 {
    let mut world = World {
        folder: std::env::current_dir().unwrap_or_default(),
        input: &mut io::stdin().lock(),
        output: &mut io::BufWriter::new(io::stdout().lock()),
        errors: &mut io::stderr().lock(),
        terminal: io::stderr().is_terminal(),
        variable: &|name| std::env::var(name).ok(),
    };
    run(std::env::args_os(), &mut world, stackc_targets::REGISTRY)
}
