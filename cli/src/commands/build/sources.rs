//! What a build was made of, by hash.

use std::collections::BTreeMap;

use stackc_compiler::{artifact::sha256, compile::Compilation};

use crate::args::Source;

/// The hash of every file that was read, by path, and of every value of `--set`.
pub(super) fn hashes(compilation: &Compilation, source: &Source) -> BTreeMap<String, String> {
    let stacks = compilation
        .sources
        .iter()
        .map(|(_, file)| (file.path.clone(), sha256(file.text.as_bytes())));
    let shipped = compilation
        .shipped
        .iter()
        .map(|(path, bytes)| (path.clone(), sha256(bytes)));
    let set = source
        .set
        .iter()
        .map(|(name, value)| (format!("--set {name}"), sha256(value.as_bytes())));
    stacks.chain(shipped).chain(set).collect()
}
