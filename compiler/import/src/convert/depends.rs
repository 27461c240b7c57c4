//! `depends_on`.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

const KEYS: [&str; 3] = ["condition", "required", "restart"];

impl Convert<'_> {
    /// `depends_on`: services that are waited for in the same way share a node.
    pub(super) fn depends_on(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let read: Vec<Node> = match &entry.value.value {
            YamlValue::List(items) => items
                .iter()
                .filter_map(|item| self.listed_dependency(item))
                .collect(),
            YamlValue::Map(entries) => entries
                .iter()
                .map(|dependency| self.dependency(dependency))
                .collect(),
            YamlValue::Scalar(_) => {
                self.wrong(&entry.value, "depends_on", "a list or a mapping");
                Vec::new()
            }
        };
        for node in read {
            match nodes.last_mut() {
                Some(last) if last.props == node.props => {
                    last.origin = join(last.origin, node.origin);
                    for service in node.args {
                        if !last.args.contains(&service) {
                            last.args.push(service);
                        }
                    }
                }
                _ => nodes.push(node),
            }
        }
        nodes
    }

    fn listed_dependency(&mut self, item: &Yaml) -> Option<Node> {
        let service = self.word(item, "depends_on")?;
        Some(Node::new("depends-on", item.span).arg(service))
    }

    fn dependency(&mut self, entry: &Entry) -> Node {
        let mut node = Node::new("depends-on", entry.span()).arg(Value::Word(
            stackc_compiler::reference::escape(&entry.key.value),
        ));
        if entry.value.entries().is_some() && entry.value.get("condition").is_none() {
            self.lacks(
                entry.key.span,
                "what is waited for in the long form has a `condition`",
                "condition: service_started",
            );
        }
        for part in self.entries(&entry.value, "depends_on") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "condition" => {
                    if let Some(condition) = self.condition(value) {
                        node = node.prop("condition", Value::Word(condition.to_owned()));
                    }
                }
                "required" if Self::is_true(value) == Some(true) => {}
                "restart" if Self::is_true(value) == Some(false) => {}
                "required" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("required", value);
                }
                "restart" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("restart", value);
                }
                _ => self.unknown(part, &KEYS, "`depends_on`"),
            }
        }
        node
    }

    /// The word for a condition; started is what is meant without one.
    fn condition(&mut self, value: &Yaml) -> Option<&'static str> {
        match value.scalar().map(|scalar| scalar.text.as_str()) {
            Some("service_started") => None,
            Some("service_healthy") => Some("healthy"),
            Some("service_completed_successfully") => Some("completed"),
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "wrong-type",
                        value.span,
                        "a condition is service_started, service_healthy or service_completed_successfully",
                    )
                );
                None
            }
        }
    }
}

fn join(
    first: stackc_compiler::source::Span,
    second: stackc_compiler::source::Span,
) -> stackc_compiler::source::Span {
    if first.file == second.file && second.start >= first.start {
        first.to(second)
    } else {
        first
    }
}
