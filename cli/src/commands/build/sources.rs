//! What a build was made of, by hash.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::{artifact::sha256, compile::Compilation};

use crate::args::Source;

/// What a value of `--set` begins with among the sources.
const SET: &str = "--set ";

/// The params that `--set` gave one value and then another, or none.
pub(super) fn other_set(
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != now.get(*name))
        .filter_map(|name| name.strip_prefix(SET))
        .map(str::to_owned)
        .collect()
}

/// The files that are not what they were, or were not there.
pub(super) fn other_files(
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    names
        .into_iter()
        .filter(|name| !name.starts_with(SET) && before.get(*name) != now.get(*name))
        .cloned()
        .collect()
}

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
        .map(|(name, value)| (format!("{SET}{name}"), sha256(value.as_bytes())));
    stacks.chain(shipped).chain(set).collect()
}
