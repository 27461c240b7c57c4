//! YAML that is carried over as it is, in `compose { … }`.

use super::{
    Convert,
    value::{Style, is_simple_number},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Kind, Node as Yaml, Value as YamlValue},
};

impl Convert<'_> {
    /// `x-…` in the block that carries it.
    pub(super) fn kept_extension(&mut self, entry: &Entry) -> Vec<Node> {
        let node = self.raw(&entry.key.value, &entry.value);
        vec![Node::new("compose", entry.span()).with([node])]
    }

    /// A key with its value, whatever that is.
    fn raw(&mut self, key: &str, value: &Yaml) -> Node {
        let mut node = Node::new(key, value.span);
        match &value.value {
            YamlValue::Scalar(_) => node.args.push(self.raw_scalar(value)),
            YamlValue::Map(entries) => {
                node.block = true;
                for entry in entries {
                    let child = self.raw(&entry.key.value, &entry.value);
                    node.children.push(child);
                }
            }
            YamlValue::List(items) if items.is_empty() => node.annotation = Some("list"),
            YamlValue::List(items) => {
                for item in items {
                    let child = self.raw("-", item);
                    node.children.push(child);
                }
            }
        }
        node
    }

    fn raw_scalar(&mut self, value: &Yaml) -> Value {
        let Some(scalar) = value.scalar() else {
            return Value::Null;
        };
        match &scalar.kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Int(value) if value.unsigned_abs() < 1_000_000_000_000_000 => {
                Value::Number(value.to_string())
            }
            Kind::Float(_) if is_simple_number(&scalar.text) => Value::Number(scalar.text.clone()),
            Kind::Text => match self.parse(&scalar.text, value.span) {
                Some(template) => self.written(&template, Style::Quoted),
                None => Value::Null,
            },
            Kind::Int(_) | Kind::Float(_) | Kind::Time(_) => Value::Text(scalar.composed()),
        }
    }
}

/// The blocks of several extensions as one: a stack and a service have one each.
pub(super) fn in_one_block(nodes: Vec<Node>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    for node in nodes {
        let first = all.iter_mut().find(|other| other.kind == "compose");
        match first {
            Some(first) if node.kind == "compose" => first.children.extend(node.children),
            _ => all.push(node),
        }
    }
    all
}
