//! Literals of both stacks that nothing of a plan shows.

use std::{collections::BTreeSet, sync::Arc};

use crate::{compile::Compilation, secret_like::Hidden, syntax::Node};

/// What looks like a secret in the files of all these, what is marked `(plain)`, and what their findings leave out.
#[must_use]
pub fn hidden(compiled: &[&Compilation]) -> Arc<Hidden> {
    let sources: Vec<_> = compiled.iter().map(|one| &one.sources).collect();
    let mut marked: BTreeSet<&str> = BTreeSet::new();
    for stack in compiled.iter().flat_map(|one| &one.stacks) {
        let mut waiting: Vec<&Node> = stack.nodes.iter().collect();
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
    for one in compiled {
        let items = one.diagnostics.items().iter();
        let left_out = items.flat_map(|item| &item.redact);
        marked.extend(left_out.map(|span| one.sources.slice(*span)));
    }
    Arc::new(Hidden::of(&sources, marked))
}
