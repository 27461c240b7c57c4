//! Devices, GPUs, limits of the kernel, block devices, extra hosts.

use super::{
    Convert, Gap,
    env::Pair,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    variables::Template,
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

const GPU_KEYS: [&str; 5] = ["capabilities", "count", "device_ids", "driver", "options"];

/// Compose's key of `blkio_config`, the stack's word, and the key of its amount.
const BLOCK_IO: [(&str, &str, &str); 5] = [
    ("weight_device", "device-weight", "weight"),
    ("device_read_bps", "read-bps", "rate"),
    ("device_write_bps", "write-bps", "rate"),
    ("device_read_iops", "read-iops", "rate"),
    ("device_write_iops", "write-iops", "rate"),
];

const DEVICE: Gap = (
    "the stack names a device of the host once, and this one is there already",
    "it is left out, and the container runs without it: give it once",
);

impl Convert<'_> {
    /// `devices`: `source[:target[:permissions]]`, or a CDI name.
    pub(super) fn devices(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "devices", false) {
            let node = Node::new("device", item.span);
            if item.entries().is_some() {
                let node = self.long_device(item, node);
                self.add(&mut nodes, Some(node), DEVICE);
                continue;
            }
            let Some(template) = self.template(item, "devices", Takes::Text) else {
                continue;
            };
            let pieces = template.split(':');
            let mut node = node;
            let mut pieces = pieces.iter();
            if let Some(source) = pieces.next() {
                node.args.push(self.written(source, Style::Quoted));
            }
            let source = node.args.first().cloned();
            let to = pieces
                .next()
                .map(|to| self.written(to, Style::Quoted))
                .filter(|to| Some(to) != source.as_ref());
            node = node.maybe("to", to);
            let rest: Vec<Template> = pieces.cloned().collect();
            if !rest.is_empty() {
                let permissions = Template::join(&rest, ":");
                node = node.prop("permissions", self.written(&permissions, Style::Word));
            }
            self.add(&mut nodes, Some(node), DEVICE);
        }
        nodes
    }

    fn long_device(&mut self, item: &Yaml, node: Node) -> Node {
        let mut node = node;
        for part in self.entries(item, "devices") {
            let key = part.key.value.as_str();
            let value = self.value(&part.value, key, Takes::Text, Style::Quoted);
            match key {
                "source" => node.args.extend(value),
                "target" => node = node.maybe("to", value),
                "permissions" => node = node.maybe("permissions", value),
                _ => self.unknown(part, &["permissions", "source", "target"], "a device"),
            }
        }
        node
    }

    /// `gpus`.
    pub(super) fn gpus(&mut self, entry: &Entry) -> Vec<Node> {
        if entry.value.scalar().is_some() {
            let value = self.word(&entry.value, "gpus");
            if value.as_ref().is_some_and(is_other_than_all) {
                self.wrong(&entry.value, "gpus", "`all` or a list");
                return Vec::new();
            }
            return value
                .map(|value| Node::new("gpus", entry.span()).arg(value))
                .into_iter()
                .collect();
        }
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "gpus", false) {
            nodes.extend(self.device_request(item, "gpu"));
        }
        nodes
    }

    /// A GPU, or a device that is reserved.
    pub(super) fn device_request(&mut self, item: &Yaml, word: &'static str) -> Option<Node> {
        let mut node = Node::new(word, item.span);
        for part in self.entries(item, "devices") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "capabilities" => {
                    for capability in self.items(value, key, false) {
                        node.args.extend(self.word(capability, key));
                    }
                }
                "driver" => node = node.maybe("driver", self.word(value, key)),
                "count" => {
                    let count = self.template(value, key, Takes::TextOrNumber);
                    node = node.maybe("count", count.and_then(|count| self.count(value, &count)));
                }
                "device_ids" => {
                    let mut ids = Vec::new();
                    for id in self.items(value, key, false) {
                        ids.extend(self.template(id, key, Takes::Text));
                    }
                    let ids = Template::join(&ids, ",");
                    node = node.prop("ids", self.written(&ids, Style::Quoted));
                }
                "options" => node.children.extend(self.pairs(value, key, "option")),
                _ => self.unknown(part, &GPU_KEYS, "a device"),
            }
        }
        let is_reserved = word == "device";
        if is_reserved && item.entries().is_some() && item.get("capabilities").is_none() {
            self.lacks(
                item.span,
                "a device that is reserved has `capabilities`",
                "capabilities: [gpu]",
            );
        }
        Some(node)
    }

    /// How many devices: a number, or `all`.
    fn count(&mut self, node: &Yaml, count: &Template) -> Option<Value> {
        match count.literal() {
            Some("all") => Some(Value::Word("all".to_owned())),
            Some(text) if text.parse::<i64>().is_err() => {
                self.wrong(node, "count", "a whole number or `all`");
                None
            }
            _ => Some(self.written(count, Style::Number)),
        }
    }

    /// `ulimits`.
    pub(super) fn ulimits(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for limit in self.entries(&entry.value, "ulimits") {
            let name = limit.key.value.as_str();
            if name.starts_with("x-") {
                self.no_name(limit);
                continue;
            }
            let mut node = Node::new("ulimit", limit.span()).arg(Value::Word(name.to_owned()));
            if let YamlValue::Map(parts) = &limit.value.value {
                for part in parts {
                    let word = match part.key.value.as_str() {
                        "soft" => "soft",
                        "hard" => "hard",
                        _ => {
                            self.unknown(part, &["hard", "soft"], "a ulimit");
                            continue;
                        }
                    };
                    let value = self.value(&part.value, word, Takes::TextOrNumber, Style::Number);
                    node = node.maybe(word, value);
                }
                if !["soft", "hard"]
                    .iter()
                    .all(|key| limit.value.get(key).is_some())
                {
                    self.lacks(
                        limit.value.span,
                        format!("`{name}` has both `soft` and `hard`"),
                        "one number stands for both",
                    );
                }
            } else {
                let value = self.value(&limit.value, name, Takes::TextOrNumber, Style::Number);
                node.args.extend(value);
            }
            nodes.push(node);
        }
        nodes
    }

    /// `blkio_config`.
    pub(super) fn block_io(&mut self, entry: &Entry) -> Vec<Node> {
        let mut node = Node::new("blkio", entry.span());
        for part in self.entries(&entry.value, "blkio_config") {
            let key = part.key.value.as_str();
            if key == "weight" {
                let value = self.value(&part.value, key, Takes::TextOrNumber, Style::Number);
                node = node.maybe("weight", value);
                continue;
            }
            let Some((_, word, amount)) = BLOCK_IO.iter().find(|(name, ..)| *name == key) else {
                let known: Vec<&str> = BLOCK_IO
                    .iter()
                    .map(|(key, ..)| *key)
                    .chain(["weight"])
                    .collect();
                self.unknown(part, &known, "`blkio_config`");
                continue;
            };
            for item in self.items(&part.value, key, false) {
                let limit = self.device_limit(item, word, key, amount);
                self.add(&mut node.children, limit, DEVICE);
            }
        }
        vec![node]
    }

    /// What holds for one device.
    fn device_limit(
        &mut self,
        item: &Yaml,
        word: &'static str,
        of: &str,
        amount: &str,
    ) -> Option<Node> {
        let (mut path, mut limit) = (None, None);
        for part in self.entries(item, of) {
            let key = part.key.value.as_str();
            let value = &part.value;
            if key == "path" {
                path = self.value(value, key, Takes::Text, Style::Quoted);
            } else if key == amount {
                limit = self.value(value, key, Takes::TextOrNumber, Style::Number);
            } else {
                self.unknown(part, &["path", amount], &format!("`{of}`"));
            }
        }
        if item.entries().is_some() && (item.get("path").is_none() || item.get(amount).is_none()) {
            self.gap(
                item.span,
                format!("this limits nothing without `path` and `{amount}`"),
                "it is left out",
            );
        }
        Some(Node::new(word, item.span).arg(path?).arg(limit?))
    }

    /// `extra_hosts`: a list of `name:address` or `name=address`, or a mapping.
    pub(super) fn extra_hosts(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        match &entry.value.value {
            YamlValue::Map(entries) => {
                for host in entries {
                    let name = Value::Text(stackc_compiler::reference::escape(&host.key.value));
                    let addresses = match &host.value.value {
                        YamlValue::List(items) => items.as_slice(),
                        _ => std::slice::from_ref(&host.value),
                    };
                    for address in addresses {
                        let value = self.value(address, "extra_hosts", Takes::Text, Style::Quoted);
                        nodes.extend(value.map(|value| {
                            Node::new("extra-host", host.span())
                                .arg(name.clone())
                                .arg(value)
                        }));
                    }
                }
            }
            _ => {
                for item in self.items(&entry.value, "extra_hosts", false) {
                    let Some(template) = self.template(item, "extra_hosts", Takes::Text) else {
                        continue;
                    };
                    let pair = split_host(&template, item);
                    if pair.value.is_none() && template.literal().is_some() {
                        self.wrong(item, "extra_hosts", "a list of NAME=ADDRESS");
                    }
                    let node = Node::new("extra-host", item.span)
                        .arg(self.written(&pair.key, Style::Quoted));
                    nodes.push(match &pair.value {
                        Some((address, _)) => node.arg(self.written(address, Style::Quoted)),
                        None => node,
                    });
                }
            }
        }
        nodes
    }
}

/// Whether it is some text, and not the one that is meant.
fn is_other_than_all(value: &Value) -> bool {
    matches!(value, Value::Word(text) if text != "all" && !text.contains("${"))
}

/// Splits at the first `=` or else the first `:` outside of variables.
fn split_host(template: &Template, item: &Yaml) -> Pair {
    for separator in ['=', ':'] {
        let mut pieces = template.split(separator);
        if pieces.len() > 1 {
            let key = pieces.remove(0);
            let value = Template::join(&pieces, &separator.to_string());
            return Pair {
                key,
                value: Some((value, item.span)),
                span: item.span,
                number: false,
            };
        }
    }
    Pair {
        key: template.clone(),
        value: None,
        span: item.span,
        number: false,
    }
}
