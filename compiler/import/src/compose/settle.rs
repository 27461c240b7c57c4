//! What a list says twice, in one file or in all of them: Compose keeps the last of it, or refuses it.

use stackc_compiler::diag::Diagnostics;

use super::{keyed, merge::twice, rules};
use crate::yaml::{Entry, Node, Value};

/// Keeps of what each list of the project has twice the last.
pub(super) fn settle(root: &mut Node) {
    each_list(root, &mut Vec::new(), &mut |items, path| {
        if let Some(key) = rules::key(path) {
            *items = keyed::unique(std::mem::take(items), key);
        }
    });
}

/// Reports what Compose refuses to have twice in a list of one file.
pub(super) fn check(entries: &mut [Entry], diagnostics: &mut Diagnostics) {
    let services = entries
        .iter_mut()
        .filter(|entry| entry.key.value == "services");
    for entry in services {
        let mut path = vec![entry.key.value.clone()];
        each_list(&mut entry.value, &mut path, &mut |items, path| {
            if rules::distinct_in_a_file(path)
                && let Some(found) = twice(items, path)
            {
                diagnostics.push(found.help("take one of them out"));
            }
        });
    }
}

fn each_list(
    node: &mut Node,
    path: &mut Vec<String>,
    look: &mut dyn FnMut(&mut Vec<Node>, &[String]),
) {
    match &mut node.value {
        Value::Map(entries) => {
            for entry in entries {
                path.push(entry.key.value.clone());
                each_list(&mut entry.value, path, look);
                path.pop();
            }
        }
        Value::List(items) => look(items, path),
        Value::Scalar(_) => {}
    }
}
