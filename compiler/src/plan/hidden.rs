//! Literals of both stacks that nothing of a plan shows.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    compile::Compilation,
    secret_like::{Hidden, redactions_of},
    syntax::Node,
};

/// What looks like a secret in the files of a stack, what is marked `(plain)`, and what its findings leave out.
#[must_use]
pub fn literals(compiled: &Compilation) -> BTreeSet<String> {
    let sources = &compiled.sources;
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (_, file) in sources.iter() {
        let places = redactions_of(file).iter();
        found.extend(places.filter_map(|(start, end)| file.text.get(*start..*end)));
    }
    for stack in &compiled.stacks {
        let mut waiting: Vec<&Node> = stack.nodes.iter().collect();
        while let Some(node) = waiting.pop() {
            let values = node.props.iter().map(|prop| &prop.value);
            let plain = node
                .args
                .iter()
                .chain(values)
                .filter(|value| value.is_annotated("plain"));
            found.extend(plain.map(|value| value.text.as_str()));
            waiting.extend(node.nodes());
        }
    }
    let items = compiled.diagnostics.items().iter();
    let left_out = items.flat_map(|item| &item.redact);
    found.extend(left_out.map(|span| sources.slice(*span)));
    found.into_iter().map(str::to_owned).collect()
}

/// The literals of all stacks that are compared.
#[must_use]
pub fn hidden(stacks: &[BTreeSet<String>]) -> Arc<Hidden> {
    let all: BTreeSet<&str> = stacks.iter().flatten().map(String::as_str).collect();
    Arc::new(Hidden::of(all))
}
