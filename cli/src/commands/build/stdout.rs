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

pub(super) fn print(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    items: &[Item],
) -> Result<Exit, Failure> {
    if session.is_json() {
        let compilation = &compiled.compilation;
        let artifacts = items
            .iter()
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
    let made: Vec<&Item> = items.iter().filter(|item| !item.is_rules).collect();
    match made.as_slice() {
        [one] => {
            session.print(&one.artifact.bytes)?;
            Ok(Exit::Done)
        }
        several => {
            let paths: Vec<&str> = several.iter().map(|item| item.path.as_str()).collect();
            Err(Failure::Usage(format!(
                "--stdout prints one artifact, and there are {}; --format json prints them all\n{}",
                paths.len(),
                paths.join("\n")
            )))
        }
    }
}

fn content(bytes: &[u8]) -> Content<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(_) => Content::Bytes {
            hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        },
    }
}
