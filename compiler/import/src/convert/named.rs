//! What the project declares by name beside its services: volumes, secrets, configs, models.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    declare::Form,
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

impl Convert<'_> {
    pub(super) fn section(&mut self, root: &Yaml, key: &str, word: &'static str) -> Vec<Node> {
        let Some(section) = root.get(key) else {
            return Vec::new();
        };
        if section.is_null() {
            return Vec::new();
        }
        let mut nodes = Vec::new();
        for entry in self.entries(section, key) {
            let node = Node::new(word, entry.span()).arg(Value::Word(entry.key.value.clone()));
            let node = match word {
                "network" => self.network(node, entry),
                "volume" => self.volume(node, entry),
                "file" => self.file(node, entry),
                "model" => self.model(node, entry),
                _ => self.secret(node, entry),
            };
            nodes.push(node);
        }
        nodes
    }

    /// What has a name of its own on the host, or exists there already.
    pub(super) fn identity(&mut self, node: Node, part: &Entry) -> Option<Node> {
        let value = &part.value;
        match part.key.value.as_str() {
            "name" => {
                let name = self.value(value, "name", Takes::Text, Style::Quoted);
                Some(node.maybe("name", name))
            }
            "external" => match &value.value {
                YamlValue::Map(_) => {
                    let mut node = node.prop("external", Value::Bool(true));
                    if let Some(name) = value.get("name") {
                        let name = self.value(name, "name", Takes::Text, Style::Quoted);
                        node = node.maybe("name", name);
                    }
                    Some(node)
                }
                _ if Self::is_true(value) == Some(false) => Some(node),
                _ => {
                    let value = self.value(value, "external", Takes::TextOrBool, Style::Bool);
                    Some(node.maybe("external", value))
                }
            },
            _ => None,
        }
    }

    fn volume(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        if entry.value.is_null() {
            return node;
        }
        for part in self.entries(&entry.value, "volumes") {
            if let Some(named) = self.identity(node.clone(), part) {
                node = named;
                continue;
            }
            match part.key.value.as_str() {
                "driver" => node = node.maybe("driver", self.word(&part.value, "driver")),
                "driver_opts" => {
                    let options = self.optional_pairs(part, "driver-opt");
                    node.children.extend(options);
                }
                "labels" => node.children.extend(self.optional_pairs(part, "label")),
                _ => self.unknown(
                    part,
                    &["driver", "driver_opts", "external", "labels", "name"],
                    "a volume",
                ),
            }
        }
        node
    }

    pub(super) fn optional_pairs(&mut self, part: &Entry, word: &'static str) -> Vec<Node> {
        let key = part.key.value.as_str();
        if key == "driver_opts" {
            return self.mapping_of_pairs(&part.value, key, word);
        }
        self.pairs(&part.value, key, word)
    }

    fn secret(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "secrets") {
            if let Some(named) = self.identity(node.clone(), part) {
                node = named;
                continue;
            }
            let key = part.key.value.as_str();
            match key {
                "environment" => {
                    node = node.maybe("env", self.word(&part.value, key));
                    let variable = part.value.scalar().map_or("", |scalar| &scalar.text);
                    let used = self.declarations.get(variable);
                    if let Some(used) = used.filter(|used| used.is_known) {
                        node = asked(node, &used.form);
                    }
                }
                "file" => {
                    let path = self.template(&part.value, key, Takes::Text);
                    node = node.maybe("file", path.map(|path| Value::Text(self.path(&path))));
                }
                "driver" => node = node.maybe("driver", self.word(&part.value, key)),
                "template_driver" => {
                    node = node.maybe("template-driver", self.word(&part.value, key));
                }
                "driver_opts" => {
                    let options = self.optional_pairs(part, "driver-opt");
                    node.children.extend(options);
                }
                "labels" => node.children.extend(self.optional_pairs(part, "label")),
                _ => self.unknown(
                    part,
                    &[
                        "driver",
                        "driver_opts",
                        "environment",
                        "external",
                        "file",
                        "labels",
                        "name",
                        "template_driver",
                    ],
                    "a secret",
                ),
            }
        }
        self.sourced(entry, &["environment", "file"], "a secret");
        node
    }

    /// Says that nothing tells where the content is.
    fn sourced(&mut self, entry: &Entry, keys: &[&str], what: &str) {
        let is_there = |key: &&str| entry.value.get(key).is_some();
        if keys.iter().any(is_there) || is_there(&"external") || entry.value.entries().is_none() {
            return;
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        self.diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                entry.key.span,
                format!("nothing says where {what} comes from"),
            )
            .help(format!(
                "it has one of {}, or is `external`",
                keys.join(", ")
            )),
        );
    }

    fn file(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "configs") {
            if let Some(named) = self.identity(node.clone(), part) {
                node = named;
                continue;
            }
            let key = part.key.value.as_str();
            match key {
                "environment" => node = node.maybe("env", self.word(&part.value, key)),
                "file" => {
                    let path = self.template(&part.value, key, Takes::Text);
                    node = node.maybe("path", path.map(|path| Value::Text(self.path(&path))));
                }
                "content" => {
                    node = node.prop("hash-label", Value::Bool(false));
                    let text = self.value(&part.value, key, Takes::Text, Style::Quoted);
                    node.children
                        .extend(text.map(|text| Node::new("content", part.span()).arg(text)));
                }
                "template_driver" => {
                    node = node.maybe("template-driver", self.word(&part.value, key));
                }
                "labels" => node.children.extend(self.optional_pairs(part, "label")),
                _ => self.unknown(
                    part,
                    &[
                        "content",
                        "environment",
                        "external",
                        "file",
                        "labels",
                        "name",
                        "template_driver",
                    ],
                    "a config",
                ),
            }
        }
        self.sourced(entry, &["content", "environment", "file"], "a config");
        node
    }

    fn model(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "models") {
            let key = part.key.value.as_str();
            match key {
                "model" => {
                    let value = self.value(&part.value, key, Takes::Text, Style::Quoted);
                    node = node.maybe("model", value);
                }
                "context_size" => {
                    let value = self.value(&part.value, key, Takes::TextOrNumber, Style::Number);
                    node = node.maybe("context-size", value);
                }
                "runtime_flags" => {
                    let mut flags = Node::new("runtime-flag", part.span());
                    for item in self.items(&part.value, key, false) {
                        flags
                            .args
                            .extend(self.value(item, key, Takes::Text, Style::Quoted));
                    }
                    if !flags.args.is_empty() {
                        node.children.push(flags);
                    }
                }
                _ => self.unknown(part, &["context_size", "model", "runtime_flags"], "a model"),
            }
        }
        node
    }
}

/// What is said where a secret's value is missing.
pub(super) fn asked(node: Node, form: &Form) -> Node {
    match form {
        Form::Plain => node.prop("optional", Value::Bool(true)),
        Form::Required(word) => {
            let text = word.literal().unwrap_or_default();
            node.prop(
                "message",
                Value::Text(stackc_compiler::reference::escape(text)),
            )
        }
        Form::Default(_) => node,
    }
}
