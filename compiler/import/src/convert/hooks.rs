//! `post_start`, `pre_stop`, `develop`, `provider`, `models`, `logging`, `credential_spec`, `env_file`.

use super::{
    Convert, Gap,
    command::Command,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

const WATCHED: Gap = (
    "the stack says once what a path is watched for, and this one is there already",
    "it is left out: watch a path below or above it in its place",
);

/// The keys of `exec` of a watch.
const EXEC: [&str; 5] = [
    "command",
    "environment",
    "privileged",
    "user",
    "working_dir",
];

impl Convert<'_> {
    /// `post_start` and `pre_stop`.
    pub(super) fn hooks(&mut self, entry: &Entry, word: &'static str) -> Vec<Node> {
        let key = entry.key.value.as_str();
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, key, false) {
            let mut node = Node::new(word, item.span);
            for part in self.entries(item, key) {
                let name = part.key.value.as_str();
                let value = &part.value;
                match name {
                    "command" => match self.command(value, name) {
                        Some(Command::Words(words)) => node.args = words,
                        Some(Command::Line(line)) => node = node.prop("line", line),
                        None => {}
                    },
                    "user" => {
                        let value = self.value(value, name, Takes::Text, Style::Quoted);
                        node = node.maybe("user", value);
                    }
                    "privileged" => {
                        let value = self.value(value, name, Takes::TextOrBool, Style::Bool);
                        node = node.maybe("privileged", value);
                    }
                    "working_dir" => {
                        let value = self.value(value, name, Takes::Text, Style::Quoted);
                        node = node.maybe("working-dir", value);
                    }
                    "environment" => node.children.extend(self.environment(part)),
                    _ => self.unknown(
                        part,
                        &[
                            "command",
                            "environment",
                            "privileged",
                            "user",
                            "working_dir",
                        ],
                        &format!("`{key}`"),
                    ),
                }
            }
            nodes.push(node);
        }
        nodes
    }

    /// `develop`: its `watch`.
    pub(super) fn develop(&mut self, entry: &Entry) -> Vec<Node> {
        if entry.value.is_null() {
            return Vec::new();
        }
        let mut nodes = Vec::new();
        for part in self.entries(&entry.value, "develop") {
            if part.key.value != "watch" {
                self.unknown(part, &["watch"], "`develop`");
                continue;
            }
            for item in self.items(&part.value, "watch", false) {
                let watch = self.watch(item);
                self.add(&mut nodes, Some(watch), WATCHED);
            }
        }
        if nodes.is_empty() {
            // Docker Compose tells it from none.
            return self.kept_extension(entry);
        }
        nodes
    }

    fn watch(&mut self, item: &Yaml) -> Node {
        let mut node = Node::new("watch", item.span);
        if let Some(path) = item.get("path") {
            let path = self.template(path, "path", Takes::Text);
            node.args
                .extend(path.map(|path| Value::Text(self.path(&path))));
        }
        for part in self.entries(item, "watch") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "path" => {}
                "action" => node = node.maybe("action", self.word(value, key)),
                "target" => {
                    let value = self.value(value, key, Takes::Text, Style::Quoted);
                    node = node.maybe("to", value);
                }
                "initial_sync" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("initial-sync", value);
                }
                "ignore" => node.children.extend(self.quoted_list(part, "ignore")),
                "include" => node.children.extend(self.quoted_list(part, "include")),
                "exec" => node.children.extend(self.exec(part)),
                _ => self.unknown(
                    part,
                    &[
                        "action",
                        "exec",
                        "ignore",
                        "include",
                        "initial_sync",
                        "path",
                        "target",
                    ],
                    "`watch`",
                ),
            }
        }
        let path = item.get("path").and_then(Yaml::scalar);
        if item.entries().is_some() && path.is_none_or(|path| path.text.is_empty()) {
            self.lacks(item.span, "what is watched has a `path`", "path: ./src");
        }
        let rebuilds = item.get("action").and_then(Yaml::scalar);
        let rebuilds = rebuilds.is_some_and(|action| action.text == "rebuild");
        let goes = item.get("target").and_then(Yaml::scalar);
        if item.entries().is_some() && !rebuilds && goes.is_none_or(|target| target.text.is_empty())
        {
            self.lacks(
                item.span,
                "what is copied into the container has a `target`",
                "action: rebuild needs none",
            );
        }
        node
    }

    fn exec(&mut self, entry: &Entry) -> Option<Node> {
        let mut node = Node::new("exec", entry.span());
        for part in self.entries(&entry.value, "exec") {
            let key = part.key.value.as_str();
            if !EXEC.contains(&key) {
                self.unknown(part, &EXEC, "`exec`");
                continue;
            }
            if key != "command" {
                self.gap(
                    part.span(),
                    format!("the stack has no word for `{}` of `exec`", part.key.value),
                    "it is left out",
                );
                continue;
            }
            match self.command(&part.value, "command") {
                Some(Command::Words(words)) => node.args = words,
                Some(Command::Line(_)) => self.gap(
                    part.span(),
                    "the command of `exec` is one text with a variable",
                    "it is left out; write it as a list",
                ),
                None => {}
            }
        }
        (!node.args.is_empty()).then_some(node)
    }

    fn quoted_list(&mut self, entry: &Entry, word: &'static str) -> Option<Node> {
        let key = entry.key.value.as_str();
        let mut node = Node::new(word, entry.span());
        for item in self.items(&entry.value, key, true) {
            node.args
                .extend(self.value(item, key, Takes::Text, Style::Quoted));
        }
        (!node.args.is_empty()).then_some(node)
    }

    /// `provider`.
    pub(super) fn provider(&mut self, entry: &Entry) -> Vec<Node> {
        let mut node = Node::new("provider", entry.span());
        if let Some(kind) = entry.value.get("type") {
            node.args.extend(self.word(kind, "type"));
        }
        for part in self.entries(&entry.value, "provider") {
            match part.key.value.as_str() {
                "type" => {}
                "options" => {
                    for option in self.entries(&part.value, "options") {
                        let values = match &option.value.value {
                            YamlValue::List(items) => items.as_slice(),
                            _ => std::slice::from_ref(&option.value),
                        };
                        for value in values {
                            let key = Value::Text(option.key.value.clone());
                            let value = self.value(value, "options", Takes::Any, Style::Quoted);
                            node.children.extend(value.map(|value| {
                                Node::new("option", option.span()).arg(key).arg(value)
                            }));
                        }
                    }
                }
                _ => self.unknown(part, &["options", "type"], "`provider`"),
            }
        }
        vec![node]
    }

    /// The `models` of a service.
    pub(super) fn model_uses(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        match &entry.value.value {
            YamlValue::List(items) => {
                for item in items {
                    let name = self.word(item, "models");
                    nodes.extend(name.map(|name| Node::new("model", item.span).arg(name)));
                }
            }
            _ => {
                for used in self.entries(&entry.value, "models") {
                    let name = Value::Word(used.key.value.clone());
                    let mut node = Node::new("model", used.span()).arg(name);
                    if !used.value.is_null() {
                        for part in self.entries(&used.value, "models") {
                            let word = match part.key.value.as_str() {
                                "endpoint_var" => "endpoint-var",
                                "model_var" => "model-var",
                                _ => {
                                    self.unknown(part, &["endpoint_var", "model_var"], "`models`");
                                    continue;
                                }
                            };
                            let value = self.value(&part.value, word, Takes::Text, Style::Quoted);
                            node = node.maybe(word, value);
                        }
                    }
                    nodes.push(node);
                }
            }
        }
        nodes
    }

    /// `logging`.
    pub(super) fn logging(&mut self, entry: &Entry) -> Vec<Node> {
        let mut node = Node::new("logging", entry.span());
        for part in self.entries(&entry.value, "logging") {
            match part.key.value.as_str() {
                "driver" => node.args.extend(self.word(&part.value, "driver")),
                "options" => {
                    node.children
                        .extend(self.mapping_of_pairs(&part.value, "options", "option"));
                }
                _ => self.unknown(part, &["driver", "options"], "`logging`"),
            }
        }
        vec![node]
    }

    /// `credential_spec`.
    pub(super) fn credential_spec(&mut self, entry: &Entry) -> Vec<Node> {
        let mut node = Node::new("credential-spec", entry.span());
        for part in self.entries(&entry.value, "credential_spec") {
            let word = match part.key.value.as_str() {
                "config" => "config",
                "file" => "file",
                "registry" => "registry",
                _ => {
                    self.unknown(part, &["config", "file", "registry"], "`credential_spec`");
                    continue;
                }
            };
            let value = self.value(&part.value, word, Takes::Text, Style::Quoted);
            node = node.maybe(word, value);
        }
        vec![node]
    }

    /// `env_file`.
    pub(super) fn env_files(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "env_file", true) {
            let node = Node::new("env-file", item.span);
            if item.entries().is_none() {
                let path = self.template(item, "env_file", Takes::Text);
                nodes.extend(path.map(|path| node.arg(Value::Text(self.path(&path)))));
                continue;
            }
            let mut node = node;
            for part in self.entries(item, "env_file") {
                let value = &part.value;
                match part.key.value.as_str() {
                    "path" => {
                        let path = self.template(value, "path", Takes::Text);
                        let path = path.map(|path| Value::Text(self.path(&path)));
                        node.args.extend(path);
                    }
                    "required" if Self::is_true(value) == Some(true) => {}
                    "required" => {
                        let value = self.value(value, "required", Takes::TextOrBool, Style::Bool);
                        node = node.maybe("required", value);
                    }
                    "format" => node = node.maybe("format", self.word(value, "format")),
                    _ => self.unknown(part, &["format", "path", "required"], "`env_file`"),
                }
            }
            nodes.push(node);
        }
        nodes
    }
}
