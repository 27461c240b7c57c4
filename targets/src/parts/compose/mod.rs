//! A Compose file from a stack, after the Compose specification as docker compose 2.26.1 knows it.

mod backup;
mod build;
mod deploy;
mod health;
mod job;
mod keys;
pub mod mentions;
mod misc;
mod mounts;
mod networks;
mod ports;
mod raw;
mod service;
mod text;
mod top;

pub use backup::{backup_services, dump_name, files_name, store_name};
pub use build::{build_keys, is_remote};
pub use job::{alike, awaited, job, with_waits};
pub use misc::seccomp_profile;
pub use ports::published;
pub use service::{FILES_LABEL, service};
pub use text::Texts;
pub use top::{compose_file, is_mounted, is_variable};

use stackc_compiler::resolve::{Stack, join, relative};

/// What is needed to write a stack down for Compose.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The stack.
    pub stack: &'a Stack,
    /// The stack's folder, as the folder of the output sees it, or as an absolute path.
    pub back: &'a str,
}

/// `C:\\…` or `C:/…`, an absolute path of Windows.
fn is_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && matches!(bytes.get(2), Some(b'\\' | b'/'))
}

/// Whether a path of the host is relative: neither absolute, on any system, nor in a home.
#[must_use]
pub fn is_relative(path: &str) -> bool {
    !path.starts_with(['/', '~', '\\']) && !is_drive(path)
}

impl Context<'_> {
    /// A path of the host as the output's folder sees it; absolute ones and `~` stay as they are.
    #[must_use]
    pub fn path(&self, path: &str, written_at: stackc_compiler::source::Span) -> String {
        if !is_relative(path) {
            return path.to_owned();
        }
        let seen = self.stack.resolve_path(path, written_at);
        let joined = join(self.back, &seen);
        if joined.starts_with('/') {
            return joined;
        }
        relative("", &joined)
    }
}
