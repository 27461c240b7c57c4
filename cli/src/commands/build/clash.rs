//! Two outputs that would write one file.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::diag::Diagnostic;

use super::layout::Output;

/// What clashes among the outputs of all environments: one finding for a pair of them.
pub(super) fn find(outputs: &[Output]) -> Vec<Diagnostic> {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    let mut found = Vec::new();
    for (index, output) in outputs.iter().enumerate() {
        for (path, _) in &output.files {
            let first = *owners.entry(path).or_insert(index);
            let Some(other) = outputs.get(first).filter(|_| first != index) else {
                continue;
            };
            if pairs.insert((first, index)) {
                found.push(clash(other, output, path));
            }
        }
    }
    found
}

fn clash(first: &Output, second: &Output, path: &str) -> Diagnostic {
    let named = |output: &Output| output.environment.clone().unwrap_or_default();
    let folder = match second.folder.as_str() {
        "" => "deploy",
        folder => folder,
    };
    let (who, help) = if first.environment == second.environment {
        (
            format!("targets `{}` and `{}`", first.target, second.target),
            format!("out \"{folder}/{}\"", second.target),
        )
    } else {
        (
            format!("environments `{}` and `{}`", named(first), named(second)),
            format!("out \"{folder}/${{environment.name}}\""),
        )
    };
    let mut found = Diagnostic::error(
        "output-clash",
        second.at,
        format!("{who} would both write `{path}`"),
    )
    .help(help);
    if first.at != second.at {
        found = found.other(first.at, "the other one goes here");
    }
    found
}
