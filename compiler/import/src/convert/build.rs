//! `build`.

use super::{
    Convert, Gap,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

const KEYS: [&str; 24] = [
    "additional_contexts",
    "args",
    "cache_from",
    "cache_to",
    "context",
    "dockerfile",
    "dockerfile_inline",
    "entitlements",
    "extra_hosts",
    "isolation",
    "labels",
    "network",
    "no_cache",
    "platforms",
    "privileged",
    "provenance",
    "pull",
    "sbom",
    "secrets",
    "shm_size",
    "ssh",
    "tags",
    "target",
    "ulimits",
];

const TWICE: Gap = (
    "this is said twice, and once is enough",
    "it is left out, which changes nothing in the image",
);

impl Convert<'_> {
    /// `build`.
    pub(super) fn build(&mut self, entry: &Entry) -> Vec<Node> {
        let node = Node::new("build", entry.span());
        if entry.value.scalar().is_some() {
            let context = self.context(&entry.value, "build");
            return context
                .map(|context| node.arg(context))
                .into_iter()
                .collect();
        }
        let mut node = node;
        if let Some(context) = entry.value.get("context") {
            node.args.extend(self.context(context, "context"));
        }
        for part in self.entries(&entry.value, "build") {
            node = self.build_part(node, part);
        }
        vec![node]
    }

    fn context(&mut self, value: &Yaml, key: &str) -> Option<Value> {
        let template = self.template(value, key, Takes::Text)?;
        let is_remote = template.literal().is_some_and(|text| {
            text.contains("://") || text.starts_with("git@") || text.starts_with("github.com/")
        });
        if is_remote {
            return Some(self.written(&template, Style::Quoted));
        }
        Some(Value::Text(self.path(&template)))
    }

    fn build_part(&mut self, node: Node, part: &Entry) -> Node {
        let mut node = node;
        let key = part.key.value.as_str();
        let value = &part.value;
        let one = |word| Some((word, Takes::Text, Style::Word));
        let flag = |word| Some((word, Takes::TextOrBool, Style::Bool));
        let prop = match key {
            "context" => return node,
            "shm_size" => {
                let value = self.size(value, key, false);
                return node.maybe("shm-size", value);
            }
            "dockerfile" => Some(("dockerfile", Takes::Text, Style::Quoted)),
            "target" => one("target"),
            "network" => one("network"),
            "isolation" => one("isolation"),
            "pull" => flag("pull"),
            "no_cache" => flag("no-cache"),
            "privileged" => flag("privileged"),
            "provenance" => Some(("provenance", Takes::TextOrBool, Style::Word)),
            "sbom" => Some(("sbom", Takes::TextOrBool, Style::Word)),
            _ => None,
        };
        if let Some((word, takes, style)) = prop {
            let value = self.value(value, key, takes, style);
            return node.maybe(word, value);
        }
        let children = match key {
            "args" => self.build_args(value),
            "labels" => self.pairs(value, key, "label"),
            "ssh" => self.ssh(value),
            "additional_contexts" => self.contexts(value),
            "cache_from" => self.one_each(part, "cache-from"),
            "cache_to" => self.one_each(part, "cache-to"),
            "platforms" => self.one_each(part, "platform"),
            "tags" => self.one_each(part, "tag"),
            "entitlements" => self.one_each(part, "entitlement"),
            "secrets" => self.build_secrets(part),
            "extra_hosts" => self.extra_hosts(part),
            "ulimits" => self.ulimits(part),
            "dockerfile_inline" => self
                .value(value, key, Takes::Text, Style::Quoted)
                .map(|text| Node::new("dockerfile-inline", part.span()).arg(text))
                .into_iter()
                .collect(),
            _ => {
                self.unknown(part, &KEYS, "`build`");
                Vec::new()
            }
        };
        node.children.extend(children);
        node
    }

    /// `secrets`; one that is there already says nothing more.
    fn build_secrets(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        for node in self.content_mounts(entry, "secret") {
            let same = |other: &Node| other.args == node.args && other.props == node.props;
            if nodes.iter().any(same) {
                self.gap(node.origin, TWICE.0, TWICE.1);
            } else {
                nodes.push(node);
            }
        }
        nodes
    }

    /// `args`; one without a value is passed through.
    fn build_args(&mut self, value: &Yaml) -> Vec<Node> {
        self.read_pairs(value, "args")
            .into_iter()
            .map(|pair| {
                let node = Node::new("arg", pair.span).arg(self.written(&pair.key, Style::Word));
                match pair.value {
                    Some((value, _)) => {
                        let style = if pair.number {
                            Style::Number
                        } else {
                            Style::Word
                        };
                        node.arg(self.written(&value, style))
                    }
                    None => node,
                }
            })
            .collect()
    }

    /// `additional_contexts`
    fn contexts(&mut self, value: &Yaml) -> Vec<Node> {
        for item in value.items().unwrap_or_default() {
            let text = item.scalar().map(|scalar| scalar.text.as_str());
            if text.is_some_and(|text| !text.contains(['=', '$'])) {
                self.lacks(
                    item.span,
                    "a context has a name and a place",
                    "write it as NAME=PLACE",
                );
            }
        }
        for entry in value.entries().unwrap_or_default() {
            self.scalar(&entry.value, &entry.key.value, Takes::Text);
        }
        self.pairs(value, "additional_contexts", "additional-context")
    }

    /// `ssh`: `ID[=PATH]`.
    fn ssh(&mut self, value: &Yaml) -> Vec<Node> {
        self.read_pairs(value, "ssh")
            .into_iter()
            .map(|pair| {
                let node = Node::new("ssh", pair.span).arg(self.written(&pair.key, Style::Word));
                match pair.value {
                    Some((path, _)) => node.arg(Value::Text(self.path(&path))),
                    None => {
                        if pair.key.literal().is_some_and(|id| id != "default") {
                            self.lacks(
                                pair.span,
                                "a key of `ssh` other than `default` names its file",
                                "write it as ID=PATH",
                            );
                        }
                        node
                    }
                }
            })
            .collect()
    }

    fn one_each(&mut self, entry: &Entry, word: &'static str) -> Vec<Node> {
        let key = entry.key.value.as_str();
        if !matches!(entry.value.value, YamlValue::List(_)) {
            self.wrong(&entry.value, key, "a list");
        }
        let mut nodes = Vec::new();
        for item in entry.value.items().unwrap_or_default() {
            let value = self.value(item, key, Takes::Text, Style::Quoted);
            let node = value.map(|value| Node::new(word, item.span).arg(value));
            self.add(&mut nodes, node, TWICE);
        }
        nodes
    }
}
