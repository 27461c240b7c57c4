//! A network that the project declares.

use super::{
    Convert, Gap,
    value::{Style, Takes},
};
use crate::{
    kdl::Node,
    yaml::{Entry, Node as Yaml},
};

const SUBNET: Gap = (
    "this subnet is there already, and Docker makes no network with it twice",
    "it is left out: say in the first one what that lacks",
);

const NO_SUBNET: Gap = (
    "this item has no `subnet`, which Docker needs to place its addresses",
    "it is left out; say the subnet that the addresses are of",
);

impl Convert<'_> {
    pub(super) fn network(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        if entry.value.is_null() {
            return node;
        }
        for part in self.entries(&entry.value, "networks") {
            if let Some(named) = self.identity(node.clone(), part) {
                node = named;
                continue;
            }
            let key = part.key.value.as_str();
            let flag = match key {
                "internal" => "internal",
                "attachable" => "attachable",
                "enable_ipv4" => "ipv4",
                "enable_ipv6" => "ipv6",
                _ => "",
            };
            if !flag.is_empty() {
                let value = self.value(&part.value, key, Takes::TextOrBool, Style::Bool);
                node = node.maybe(flag, value);
                continue;
            }
            match key {
                "driver" => node = node.maybe("driver", self.word(&part.value, "driver")),
                "driver_opts" => {
                    let options = self.optional_pairs(part, "driver-opt");
                    node.children.extend(options);
                }
                "labels" => node.children.extend(self.optional_pairs(part, "label")),
                "ipam" => node.children.extend(self.ipam(part)),
                _ => self.unknown(
                    part,
                    &[
                        "attachable",
                        "driver",
                        "driver_opts",
                        "enable_ipv4",
                        "enable_ipv6",
                        "external",
                        "internal",
                        "ipam",
                        "labels",
                        "name",
                    ],
                    "a network",
                ),
            }
        }
        node
    }

    fn ipam(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for part in self.entries(&entry.value, "ipam") {
            let key = part.key.value.as_str();
            match key {
                "driver" => {
                    let value = self.word(&part.value, key);
                    nodes.extend(
                        value.map(|value| Node::new("ipam-driver", part.span()).arg(value)),
                    );
                }
                "options" => {
                    nodes.extend(self.mapping_of_pairs(&part.value, key, "ipam-opt"));
                }
                "config" => {
                    for item in self.items(&part.value, key, false) {
                        if item.entries().is_some_and(<[_]>::is_empty) {
                            self.gap(
                                item.span,
                                "there is nothing in this item",
                                "it is left out, and Docker chooses the subnet as before",
                            );
                            continue;
                        }
                        let subnet = self.subnet(item);
                        self.add(&mut nodes, subnet, SUBNET);
                    }
                }
                _ => self.unknown(part, &["config", "driver", "options"], "`ipam`"),
            }
        }
        nodes
    }

    fn subnet(&mut self, item: &Yaml) -> Option<Node> {
        let mut node = Node::new("subnet", item.span);
        let subnet = item.get("subnet").filter(|one| !one.is_empty_text());
        if let Some(subnet) = subnet {
            node.args
                .extend(self.value(subnet, "subnet", Takes::Text, Style::Quoted));
        }
        for part in self.entries(item, "config") {
            let key = part.key.value.as_str();
            let word = match key {
                "subnet" => continue,
                "gateway" | "ip_range" if part.value.is_empty_text() => continue,
                "gateway" => "gateway",
                "ip_range" => "range",
                "aux_addresses" => {
                    let addresses = self.mapping_of_pairs(&part.value, key, "aux");
                    node.children.extend(addresses);
                    continue;
                }
                _ => {
                    self.unknown(
                        part,
                        &["aux_addresses", "gateway", "ip_range", "subnet"],
                        "`ipam`",
                    );
                    continue;
                }
            };
            let value = self.value(&part.value, key, Takes::Text, Style::Quoted);
            node = node.maybe(word, value);
        }
        if subnet.is_some() {
            return Some(node);
        }
        if item.entries().is_some() {
            self.gap(item.span, NO_SUBNET.0, NO_SUBNET.1);
        }
        None
    }
}
