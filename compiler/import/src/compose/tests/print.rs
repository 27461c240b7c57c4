//! A tree as JSON, which is YAML.

use crate::yaml::{Kind, Node, Value};

/// Prints a tree that has no tags.
pub(super) fn json(node: &Node) -> String {
    assert!(node.tag.is_none(), "a tag is left: {node:?}");
    match &node.value {
        Value::Scalar(scalar) => match &scalar.kind {
            Kind::Null => "null".to_owned(),
            Kind::Text => quoted(&scalar.text),
            Kind::Time(_) => scalar.text.clone(),
            Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => scalar.composed(),
        },
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{}: {}", quoted(&entry.key.value), json(&entry.value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", char as u32)),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
