//! `build --stdout`: artifacts as data, nothing on disk.

use std::collections::BTreeMap;

use serde::Serialize;

use super::layout::Item;
use crate::{
    exit::{Exit, Failure},
    report::{Findings, findings},
    session::Session,
    stack::Compiled,
};

#[derive(Serialize)]
struct Printed<'p> {
    #[serde(flatten)]
    findings: Findings<'p>,
    artifacts: BTreeMap<&'p str, Content<'p>>,
}

/// Text as it is; bytes that are none in hexadecimal.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'p> {
    Text(&'p str),
    Bytes { hex: String },
}

/// Prints the artifact at a path, or the only one if the path is empty; as JSON all of them.
pub(super) fn print(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    items: &[Item],
    path: &str,
) -> Result<Exit, Failure> {
    let chosen: Vec<&Item> = match path {
        "" => items.iter().collect(),
        path => vec![named(items, path)?],
    };
    if session.is_json() {
        let compilation = &compiled.compilation;
        let artifacts = chosen
            .into_iter()
            .map(|item| (item.path.as_str(), content(&item.artifact.bytes)))
            .collect();
        session.print_json(&Printed {
            findings: findings(
                &compilation.sources,
                &compilation.diagnostics,
                &compiled.place,
            ),
            artifacts,
        })?;
        return Ok(Exit::Done);
    }
    let made: Vec<&Item> = match chosen.as_slice() {
        [one] => vec![*one],
        all => all.iter().copied().filter(|item| !item.is_rules).collect(),
    };
    match made.as_slice() {
        [one] => {
            session.print(&one.artifact.bytes)?;
            Ok(Exit::Done)
        }
        several => Err(Failure::Usage(format!(
            "--stdout prints one artifact, and there are {}; --stdout={} prints that one, --format json all of them\n{}",
            several.len(),
            several.first().map_or("PATH", |item| item.path.as_str()),
            paths(several.iter().copied())
        ))),
    }
}

/// The artifact at a path, or the only one whose path ends with it.
fn named<'i>(items: &'i [Item], path: &str) -> Result<&'i Item, Failure> {
    if let Some(exact) = items.iter().find(|item| item.path == path) {
        return Ok(exact);
    }
    let ends: Vec<&Item> = items
        .iter()
        .filter(|item| {
            let before = item.path.strip_suffix(path);
            before.is_some_and(|before| before.ends_with('/'))
        })
        .collect();
    match ends.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::Usage(format!(
            "there is no artifact `{path}`; there are\n{}",
            paths(items.iter())
        ))),
        several => Err(Failure::Usage(format!(
            "`{path}` may be any of\n{}",
            paths(several.iter().copied())
        ))),
    }
}

fn paths<'i>(items: impl Iterator<Item = &'i Item>) -> String {
    let paths: Vec<&str> = items.map(|item| item.path.as_str()).collect();
    paths.join("\n")
}

fn content(bytes: &[u8]) -> Content<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(_) => Content::Bytes {
            hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        },
    }
}
