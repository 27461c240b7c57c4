//! Golden cases: a folder is a case, and its files are the truth.
//!
//! With `BLESS=1` in the environment the expectations are written anew, to be read in the diff of the commit. Without
//! it a difference, a missing file and a surplus file are failures, and an expectation that isn't there never passes.

mod built;
mod case;
mod difference;
mod outputs;
mod tree;

pub use built::{Built, stacks};
pub use case::{Case, Failures, cases, copy, folders};
pub use difference::{difference, text_difference};
pub use outputs::{outputs, outputs_ending, outputs_named};
pub use tree::{File, Tree, read, write};

use std::fs;
use std::path::Path;

/// Whether the expectations are written instead of compared.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Holds a folder of files against what it should be; nothing, or what differs.
///
/// # Panics
/// When the expectation can't be read or written.
pub fn judge_tree(expected: &Path, actual: &Tree) -> Result<(), String> {
    if actual.is_empty() {
        return Err("there is no output".to_owned());
    }
    if blessing() {
        let _ = fs::remove_dir_all(expected);
        write(expected, actual);
        return Ok(());
    }
    if !expected.is_dir() {
        return Err(format!(
            "{} is missing: BLESS=1 writes it",
            expected.display()
        ));
    }
    difference(&read(expected), actual).map_or(Ok(()), Err)
}

/// Holds a text against the file that says what it should be; nothing, or what differs.
///
/// # Panics
/// When the file can't be written.
pub fn judge_text(expected: &Path, actual: &str) -> Result<(), String> {
    if actual.trim().is_empty() {
        return Err("there is no output".to_owned());
    }
    if blessing() {
        fs::write(expected, actual).expect("the expectation can be written");
        return Ok(());
    }
    match fs::read_to_string(expected) {
        Ok(wanted) => text_difference(&wanted, actual).map_or(Ok(()), Err),
        Err(_) => Err(format!(
            "{} is missing: BLESS=1 writes it",
            expected.display()
        )),
    }
}
