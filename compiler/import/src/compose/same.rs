//! Whether two trees say the same.

use std::collections::BTreeMap;

use crate::yaml::{Node, Value};

/// Whether two values are the same, wherever they are written, in whatever order their keys are.
pub(super) fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => {
            one.composed() == other.composed() && one.kind.what() == other.kind.what()
        }
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let known: BTreeMap<&str, &Node> = other
                .iter()
                .map(|entry| (entry.key.value.as_str(), &entry.value))
                .collect();
            one.len() == other.len()
                && one.iter().all(|entry| {
                    known
                        .get(entry.key.value.as_str())
                        .is_some_and(|other| same(&entry.value, other))
                })
        }
        _ => false,
    }
}
