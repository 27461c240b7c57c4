//! Finds the tools that `golden-tests/tools/install` provides.

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The folder that holds the tools: `$STACKC_TOOLS`, else `stackc/tools` in the user's cache.
///
/// # Panics
/// When the environment names neither a cache folder nor a home.
pub fn folder() -> PathBuf {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = variable("STACKC_TOOLS") {
        return PathBuf::from(folder);
    }
    let cache = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .expect("one of STACKC_TOOLS, XDG_CACHE_HOME and HOME must be set to find the tools");
    cache.join("stackc/tools")
}

/// The path of a tool, such as `docker-compose` or `nginx-1.26`.
///
/// # Panics
/// When the tool is missing: a test never passes because its judge was absent.
pub fn path(name: &str) -> PathBuf {
    let path = folder().join("bin").join(name);
    assert!(
        path.exists(),
        "the tool {name} is missing ({}): run golden-tests/tools/install",
        path.display()
    );
    path
}

/// A command that runs a tool.
///
/// # Panics
/// When the tool is missing.
pub fn command(name: &str) -> Command {
    Command::new(path(name))
}

/// A file that belongs to a tool, such as `nginx-1.26/mime.types`.
///
/// # Panics
/// When the file is missing.
pub fn shared_file(name: &str) -> PathBuf {
    let path = folder().join("share").join(name);
    assert!(
        path.exists(),
        "the file {} is missing: run golden-tests/tools/install",
        path.display()
    );
    path
}
