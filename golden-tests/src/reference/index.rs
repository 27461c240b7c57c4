//! The first page: the rules that hold everywhere, the types, the nodes of a stack.

use std::collections::BTreeMap;

use stackc_compiler::schema::{Shape, ValueSchema};

use super::{
    section::children,
    tree::{Concept, concepts},
    words::cell,
};

/// The page.
pub fn text(root: &Concept) -> String {
    let nodes = children(root).unwrap_or_default();
    RULES
        .replace("{types}", &types())
        .replace("{nodes}", &nodes)
}

/// Every type of value in the vocabulary, with an example and its words.
fn types() -> String {
    let mut found: BTreeMap<&str, ValueSchema> = BTreeMap::new();
    for concept in concepts() {
        for field in concept.schema.fields {
            if let Shape::Value(value) = field.shape {
                found.insert(value.ty, value);
            }
        }
    }
    let rows = found.values().map(|value| {
        let words: Vec<String> = (value.choices)()
            .iter()
            .map(|word| format!("`{word}`"))
            .collect();
        format!(
            "| {} | `{}` | {} |",
            value.ty,
            cell(value.example),
            words.join(", ")
        )
    });
    let head = [
        "| Type | Example | Words |".to_owned(),
        "| --- | --- | --- |".to_owned(),
    ];
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

const RULES: &str = include_str!("rules.md");
