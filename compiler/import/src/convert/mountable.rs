//! Mounts that Compose hands on and Docker refuses.

use std::collections::BTreeSet;

use stackc_compiler::{check::is_absolute, schema::without_end};

use super::Convert;
use crate::kdl::{Node, Value};

impl Convert<'_> {
    /// The parts of a service without the mounts that no container starts with.
    pub(super) fn mountable(&mut self, parts: Vec<Node>) -> Vec<Node> {
        let mut taken = BTreeSet::new();
        let mut kept = Vec::new();
        for part in parts {
            let Some(path) = path(&part) else {
                kept.push(part);
                continue;
            };
            if !is_absolute(path) {
                self.gap(
                    part.origin,
                    format!("Docker mounts nothing at `{path}`: that is no absolute path"),
                    "it is left out, and with it no container starts; write the path from the root on",
                );
            } else if taken.insert(without_end(path)) {
                kept.push(part);
            } else {
                self.gap(
                    part.origin,
                    format!("something else is mounted at `{path}`, and Docker mounts one thing there"),
                    "it is left out, and with both no container starts; mount one of them elsewhere",
                );
            }
        }
        kept
    }
}

/// Where a mount is in the container, if no variable says it.
fn path(part: &Node) -> Option<&str> {
    let said = match part.kind.as_str() {
        "volume" | "bind" | "mount" => {
            let to = part.props.iter().find(|(name, _)| *name == "to");
            to.map(|(_, value)| value)
        }
        "tmpfs" => part.args.first(),
        _ => None,
    };
    match said {
        Some(Value::Text(text) | Value::Word(text)) if !text.contains("${") => Some(text),
        _ => None,
    }
}
