//! Compose's YAML where a stack is expected: one word about it, and not one about each of its lines.

use crate::diag::Diagnostic;
use crate::source::FileId;

use super::chars::Bytes;

/// Keys that open a block of a Compose file, and no stack has.
const BLOCKS: [&str; 5] = ["services", "volumes", "networks", "secrets", "configs"];

/// Keys that a Compose file starts with too.
const FIRST: [&str; 3] = ["version", "name", "include"];

/// Where Compose's YAML may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// The key.
    pub(super) key: Bytes,
    /// Whether nothing but YAML's comments stands before it.
    pub(super) is_first: bool,
}

/// Where Compose's YAML may start in a text: at a key of its top level at the start of a line.
pub(super) fn starts(text: &str) -> impl Iterator<Item = Start> {
    let mut at = 0;
    let mut is_first = true;
    let has_blocks = text
        .lines()
        .any(|line| key(line.trim_end(), false).is_some());
    text.split_inclusive('\n').filter_map(move |line| {
        let body = line.trim_end();
        let start = key(body, is_first && has_blocks).map(|length| Start {
            key: Bytes::new(at, at + length),
            is_first,
        });
        is_first &= body.is_empty() || body == "---" || body.starts_with('#');
        at += line.len();
        start
    })
}

/// The length of the key that a line starts with, its colon included.
fn key(line: &str, is_first: bool) -> Option<usize> {
    let (word, rest) = line.split_once(':')?;
    let rest = rest.trim_start();
    let opens = rest.is_empty() || rest.starts_with('#');
    let is_key = BLOCKS.contains(&word) && opens
        || is_first && (FIRST.contains(&word) || word.starts_with("x-") && opens);
    is_key.then_some(word.len() + 1)
}

/// What is said of it.
pub(super) fn found(file: FileId, at: Bytes) -> Diagnostic {
    Diagnostic::error(
        "syntax",
        at.span(file),
        "this is YAML, and a stack is written in KDL",
    )
    .label("not read from here on")
    .help("`stackc import compose.yaml -o stack.kdl` makes a stack of a Compose file")
}

#[cfg(test)]
mod tests {
    use super::starts;

    #[test]
    fn composes_yaml_is_seen() {
        for text in [
            "services:\n  web:\n",
            "# shop\n---\n\nversion: \"3.8\"\nservices:\n",
            "name: shop\r\nservices:\r\n",
            "x-common: # all\n  a: 1\nservices:\n",
            "stack shop edition=1\nvolumes:   # data\n",
        ] {
            assert!(starts(text).next().is_some(), "{text}");
        }
        for text in [
            "stack shop edition=1\nservice web {\n  services:\n}\n",
            "stack shop edition=1\nname: shop\n",
            "services { }\n",
            "stack shop edition=1\nservices: x\n",
            "stack: shop\n",
            "name: shop\n",
            "x-common:\n  a: 1\n",
        ] {
            assert!(starts(text).next().is_none(), "{text}");
        }
    }
}
