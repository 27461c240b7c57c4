//! What is committed as the output of stackc: that of every golden case, and that of every example.

use std::fs;
use std::path::{Path, PathBuf};

use crate::stackc;

/// Every file and folder that is asked for, by path.
///
/// # Panics
/// When there is none.
pub fn outputs(matches: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let root = stackc::repository();
    let mut waiting = vec![root.join("golden-tests/build"), root.join("examples")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder can be read") {
            let path = entry.expect("a folder can be read").path();
            if matches(&path) {
                found.push(path.clone());
            }
            if path.is_dir() {
                waiting.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "there is nothing to judge");
    found.sort();
    found
}

/// Every file of this name.
///
/// # Panics
/// When there is none.
pub fn outputs_named(name: &str) -> Vec<PathBuf> {
    outputs(|path| path.is_file() && path.file_name().is_some_and(|file| file == name))
}

/// Every file with this ending.
///
/// # Panics
/// When there is none.
pub fn outputs_ending(ending: &str) -> Vec<PathBuf> {
    outputs(|path| path.is_file() && path.extension().is_some_and(|of| of == ending))
}
