//! The `networks` of a service.

use std::collections::BTreeSet;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Scalar, Value as YamlValue},
};

const KEYS: [&str; 9] = [
    "aliases",
    "driver_opts",
    "gw_priority",
    "interface_name",
    "ipv4_address",
    "ipv6_address",
    "link_local_ips",
    "mac_address",
    "priority",
];

impl Convert<'_> {
    /// `networks`: those without options share a node.
    pub(super) fn attachments(&mut self, entry: &Entry) -> Vec<Node> {
        match &entry.value.value {
            YamlValue::List(items) => {
                let mut node = Node::new("network", entry.span());
                let mut seen = BTreeSet::new();
                for item in items {
                    let name = self.word(item, "networks");
                    node.args
                        .extend(name.filter(|name| seen.insert(name.clone())));
                }
                if node.args.is_empty() {
                    Vec::new()
                } else {
                    vec![node]
                }
            }
            YamlValue::Map(entries) => {
                let mut nodes: Vec<Node> = Vec::new();
                for attachment in entries {
                    let node = self.attachment(attachment);
                    let plain = |node: &Node| node.props.is_empty() && node.children.is_empty();
                    match nodes.last_mut() {
                        Some(last) if plain(last) && plain(&node) => last.args.extend(node.args),
                        _ => nodes.push(node),
                    }
                }
                nodes
            }
            YamlValue::Scalar(_) => {
                self.wrong(&entry.value, "networks", "a list or a mapping");
                Vec::new()
            }
        }
    }

    fn attachment(&mut self, entry: &Entry) -> Node {
        let mut node = Node::new("network", entry.span()).arg(Value::Word(
            stackc_compiler::reference::escape(&entry.key.value),
        ));
        if entry.value.is_null() {
            return node;
        }
        for part in self.entries(&entry.value, "networks") {
            let key = part.key.value.as_str();
            let addresses = ["ipv4_address", "ipv6_address", "mac_address"];
            let empty = |scalar: &Scalar| scalar.text.is_empty();
            if addresses.contains(&key) && part.value.scalar().is_some_and(empty) {
                // Docker Compose takes it for none.
                continue;
            }
            let (word, takes, style) = match key {
                "ipv4_address" => ("ipv4", Takes::Text, Style::Quoted),
                "ipv6_address" => ("ipv6", Takes::Text, Style::Quoted),
                "mac_address" => ("mac", Takes::Text, Style::Quoted),
                "interface_name" => ("interface", Takes::Text, Style::Word),
                "priority" => ("priority", Takes::TextOrNumber, Style::Number),
                "gw_priority" => ("gateway-priority", Takes::TextOrNumber, Style::Number),
                "aliases" => {
                    node.children.extend(self.word_list(part, "alias"));
                    continue;
                }
                "link_local_ips" => {
                    node.children.extend(self.word_list(part, "link-local-ip"));
                    continue;
                }
                "driver_opts" => {
                    node.children
                        .extend(self.mapping_of_pairs(&part.value, key, "driver-opt"));
                    continue;
                }
                _ => {
                    self.unknown(part, &KEYS, "a service's network");
                    continue;
                }
            };
            let value = self.value(&part.value, key, takes, style);
            node = node.maybe(word, value);
        }
        if node.props.is_empty() && node.children.is_empty() {
            // Docker Compose tells options with nothing in them from none; the usual priority says nothing more.
            node = node.prop("priority", Value::Number("0".to_owned()));
        }
        node
    }

    /// One node with the items of a list as its arguments; none for an empty list.
    pub(super) fn word_list(&mut self, entry: &Entry, word: &'static str) -> Option<Node> {
        let key = entry.key.value.as_str();
        let mut node = Node::new(word, entry.span());
        for item in self.items(&entry.value, key, false) {
            node.args.extend(self.word(item, key));
        }
        (!node.args.is_empty()).then_some(node)
    }
}
