//! Literals of both stacks that nothing of a plan shows.

use super::Side;
use crate::{secret_like::Hidden, syntax::Node};

/// What looks like a secret in the files of both, and what is marked `(plain)`.
pub(super) fn of(before: Option<&Side<'_>>, after: Option<&Side<'_>>) -> Hidden {
    let sides = || before.into_iter().chain(after);
    let sources: Vec<_> = sides().map(|side| side.sources).collect();
    let mut marked = Vec::new();
    for side in sides() {
        let mut waiting: Vec<&Node> = side.stack.nodes.iter().collect();
        while let Some(node) = waiting.pop() {
            let values = node.props.iter().map(|prop| &prop.value);
            let plain = node
                .args
                .iter()
                .chain(values)
                .filter(|value| value.is_annotated("plain"));
            marked.extend(plain.map(|value| value.text.as_str()));
            waiting.extend(node.nodes());
        }
    }
    Hidden::of(&sources, marked)
}
