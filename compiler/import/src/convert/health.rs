//! `healthcheck`.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    kdl::Node,
    yaml::{Entry, Kind, Node as Yaml, Value},
};

const KEYS: [&str; 7] = [
    "disable",
    "interval",
    "retries",
    "start_interval",
    "start_period",
    "test",
    "timeout",
];

impl Convert<'_> {
    /// `healthcheck`.
    pub(super) fn healthcheck(&mut self, entry: &Entry) -> Vec<Node> {
        let mut node = Node::new("healthcheck", entry.span());
        for part in self.entries(&entry.value, "healthcheck") {
            let key = part.key.value.as_str();
            let value = &part.value;
            let word = match key {
                "test" => {
                    self.test(value, &mut node);
                    continue;
                }
                "interval" => "interval",
                "timeout" => "timeout",
                "start_period" => "start-period",
                "start_interval" => "start-interval",
                "retries" => {
                    let value = self.value(value, key, Takes::TextOrNumber, Style::Number);
                    node = node.maybe("retries", value);
                    continue;
                }
                "disable" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("disable", value);
                    continue;
                }
                _ => {
                    self.unknown(part, &KEYS, "a healthcheck");
                    continue;
                }
            };
            let value = self.value(value, key, Takes::Duration, Style::Quoted);
            node = node.maybe(word, value);
        }
        node.props.sort_by_key(|(name, _)| *name != "shell");
        vec![node]
    }

    fn test(&mut self, value: &Yaml, node: &mut Node) {
        match &value.value {
            Value::Scalar(scalar) if scalar.kind == Kind::Text => {
                if let Some(text) = self.value(value, "test", Takes::Text, Style::Quoted) {
                    node.props.push(("shell", text));
                }
            }
            Value::List(items) => self.test_list(value, items, node),
            _ => self.wrong(value, "test", "text or a list"),
        }
    }

    fn test_words(&mut self, kind: &str, value: &Yaml, words: &[Yaml]) -> Node {
        let mut node = Node::new(kind, value.span);
        for word in words {
            node.args.extend(self.word(word, "test"));
        }
        node
    }

    fn test_list(&mut self, value: &Yaml, items: &[Yaml], node: &mut Node) {
        let Some((first, rest)) = items.split_first() else {
            return;
        };
        let how = first.scalar().map(|scalar| scalar.text.as_str());
        match (how, rest) {
            (Some("NONE"), _) => node.children.push(Node::new("none", first.span)),
            (Some("CMD-SHELL"), [line]) => {
                if let Some(text) = self.value(line, "test", Takes::Text, Style::Quoted) {
                    node.props.push(("shell", text));
                }
            }
            (Some("CMD"), words) => {
                node.children.push(self.test_words("command", value, words));
            }
            (Some("CMD-SHELL"), words) => {
                node.children.push(self.test_words("shell", value, words));
            }
            _ => self.diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    first.span,
                    "a test starts with \"CMD\", \"CMD-SHELL\" or \"NONE\"",
                )
                .help("test: [\"CMD\", …] runs a program, a test that is one text runs in a shell"),
            ),
        }
    }
}
