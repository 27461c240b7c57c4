//! `deploy`: what becomes `replicas`, `resources`, `placement` and `deploy`.

use super::{
    Convert, Gap,
    value::{Style, Takes},
};
use crate::{
    kdl::Node,
    yaml::{Entry, Node as Yaml},
};

const KEYS: [&str; 9] = [
    "endpoint_mode",
    "labels",
    "mode",
    "placement",
    "replicas",
    "resources",
    "restart_policy",
    "rollback_config",
    "update_config",
];

/// A property of a node: Compose's key, the stack's word, what it takes, how it is written.
type Prop = (&'static str, &'static str, Takes, Style);

const RESTART: [Prop; 4] = [
    ("condition", "condition", Takes::Text, Style::Word),
    ("delay", "delay", Takes::Duration, Style::Quoted),
    (
        "max_attempts",
        "max-attempts",
        Takes::TextOrNumber,
        Style::Number,
    ),
    ("window", "window", Takes::Duration, Style::Quoted),
];

const UPDATE: [Prop; 6] = [
    (
        "parallelism",
        "parallelism",
        Takes::TextOrNumber,
        Style::Number,
    ),
    ("delay", "delay", Takes::Duration, Style::Quoted),
    ("failure_action", "failure-action", Takes::Text, Style::Word),
    ("monitor", "monitor", Takes::Duration, Style::Quoted),
    (
        "max_failure_ratio",
        "max-failure-ratio",
        Takes::TextOrNumber,
        Style::Number,
    ),
    ("order", "order", Takes::Text, Style::Word),
];

const LIMITS: [Prop; 3] = [
    ("memory", "memory", Takes::Text, Style::Quoted),
    ("cpus", "cpus", Takes::TextOrNumber, Style::Number),
    ("pids", "pids", Takes::TextOrNumber, Style::Number),
];

const TWICE: Gap = (
    "this is said twice, and once is enough",
    "it is left out; docker compose recreates the container once",
);

const NOTHING: Gap = ("this item says nothing", "it is left out");

const GENERIC: Gap = (
    "the stack reserves a kind of resource once, and this one is there already",
    "it is left out: reserve the sum",
);

impl Convert<'_> {
    /// `deploy`.
    pub(super) fn deploy(&mut self, entry: &Entry) -> Vec<Node> {
        if entry.value.is_null() {
            return Vec::new();
        }
        let mut nodes = Vec::new();
        let mut deploy = Node::new("deploy", entry.span());
        for part in self.entries(&entry.value, "deploy") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "mode" => deploy = deploy.maybe("mode", self.word(value, key)),
                "endpoint_mode" => deploy = deploy.maybe("endpoint-mode", self.word(value, key)),
                "replicas" => {
                    let count = self.value(value, key, Takes::TextOrNumber, Style::Number);
                    nodes.extend(count.map(|count| Node::new("replicas", part.span()).arg(count)));
                }
                "labels" => deploy.children.extend(self.pairs(value, key, "label")),
                "restart_policy" => {
                    let node = self.props(part, "restart-policy", &RESTART);
                    deploy.children.push(node);
                }
                "update_config" => deploy.children.push(self.props(part, "update", &UPDATE)),
                "rollback_config" => deploy.children.push(self.props(part, "rollback", &UPDATE)),
                "resources" => nodes.extend(self.resources(part)),
                "placement" => nodes.extend(self.placement(part)),
                _ => self.unknown(part, &KEYS, "`deploy`"),
            }
        }
        // Docker Compose tells a `deploy` with nothing in it from none.
        if !deploy.props.is_empty() || !deploy.children.is_empty() || nodes.is_empty() {
            nodes.push(deploy);
        }
        nodes
    }

    /// A node whose properties are the keys of a mapping.
    fn props(&mut self, entry: &Entry, word: &'static str, props: &[Prop]) -> Node {
        let mut node = Node::new(word, entry.span());
        for part in self.entries(&entry.value, &entry.key.value) {
            match self.prop(part, props) {
                Some((word, value)) => node = node.maybe(word, value),
                None => {
                    let known: Vec<&str> = props.iter().map(|(key, ..)| *key).collect();
                    self.unknown(part, &known, &format!("`{}`", entry.key.value));
                }
            }
        }
        node
    }

    fn prop(
        &mut self,
        part: &Entry,
        props: &[Prop],
    ) -> Option<(&'static str, Option<crate::kdl::Value>)> {
        let key = part.key.value.as_str();
        if key == "order" {
            return Some(("order", self.choice(part, &["start-first", "stop-first"])));
        }
        let (_, word, takes, style) = props.iter().find(|(name, ..)| *name == key)?;
        Some((word, self.value(&part.value, key, *takes, *style)))
    }

    fn resources(&mut self, entry: &Entry) -> Option<Node> {
        let mut node = Node::new("resources", entry.span());
        let mut empty = None;
        for part in self.entries(&entry.value, "resources") {
            match part.key.value.as_str() {
                "limits" => {
                    let limits = self.props(part, "limits", &LIMITS);
                    node.props.extend(limits.props);
                    empty = node.props.is_empty().then_some(part);
                }
                "reservations" => node.children.push(self.reservations(part)),
                _ => self.unknown(part, &["limits", "reservations"], "`resources`"),
            }
        }
        let Some(limits) = empty else {
            return (!node.props.is_empty() || !node.children.is_empty()).then_some(node);
        };
        if !node.children.is_empty() {
            self.gap(
                limits.key.span,
                "these `limits` say nothing",
                "they are left out; docker compose tells them from none, and recreates the container once",
            );
        }
        // Without anything in it, it is an empty mapping of limits.
        Some(node)
    }

    fn reservations(&mut self, entry: &Entry) -> Node {
        let mut node = Node::new("reserve", entry.span());
        for part in self.entries(&entry.value, "reservations") {
            if let Some((word, value)) = self.prop(part, &LIMITS[..2]) {
                node = node.maybe(word, value);
                continue;
            }
            match part.key.value.as_str() {
                "devices" => {
                    for item in self.items(&part.value, "devices", false) {
                        node.children.extend(self.device_request(item, "device"));
                    }
                }
                "generic_resources" => node.children.extend(self.generic_resources(part)),
                _ => self.unknown(
                    part,
                    &["cpus", "devices", "generic_resources", "memory"],
                    "`reservations`",
                ),
            }
        }
        node
    }

    fn generic_resources(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "generic_resources", false) {
            if item.entries().is_some_and(<[_]>::is_empty) {
                self.gap(item.span, NOTHING.0, NOTHING.1);
                continue;
            }
            let Some(spec) = item.get("discrete_resource_spec") else {
                self.wrong(
                    item,
                    "generic_resources",
                    "a mapping with `discrete_resource_spec`",
                );
                continue;
            };
            let generic = self.generic_resource(item, spec);
            self.add(&mut nodes, generic, GENERIC);
        }
        nodes
    }

    fn generic_resource(&mut self, item: &Yaml, spec: &Yaml) -> Option<Node> {
        let (mut kind, mut amount) = (None, None);
        for part in self.entries(spec, "discrete_resource_spec") {
            let key = part.key.value.as_str();
            match key {
                "kind" => kind = self.word(&part.value, key),
                "value" => {
                    amount = self.value(&part.value, key, Takes::TextOrNumber, Style::Number);
                }
                _ => self.unknown(part, &["kind", "value"], "`discrete_resource_spec`"),
            }
        }
        if spec.entries().is_some() && (spec.get("kind").is_none() || spec.get("value").is_none()) {
            self.gap(item.span, NOTHING.0, NOTHING.1);
        }
        Some(Node::new("generic", item.span).arg(kind?).arg(amount?))
    }

    fn placement(&mut self, entry: &Entry) -> Option<Node> {
        let mut node = Node::new("placement", entry.span());
        for part in self.entries(&entry.value, "placement") {
            let key = part.key.value.as_str();
            match key {
                "max_replicas_per_node" => {
                    let value = self.value(&part.value, key, Takes::TextOrNumber, Style::Number);
                    node = node.maybe("max-replicas-per-node", value);
                }
                "constraints" => {
                    for item in self.items(&part.value, key, false) {
                        let value = self.value(item, key, Takes::Text, Style::Quoted);
                        let constraint =
                            value.map(|value| Node::new("constraint", item.span).arg(value));
                        self.add(&mut node.children, constraint, TWICE);
                    }
                }
                "preferences" => {
                    for item in self.items(&part.value, key, false) {
                        let spread = self.spread(item);
                        self.add(&mut node.children, spread, TWICE);
                    }
                }
                _ => self.unknown(
                    part,
                    &["constraints", "max_replicas_per_node", "preferences"],
                    "`placement`",
                ),
            }
        }
        (!node.props.is_empty() || !node.children.is_empty()).then_some(node)
    }

    fn spread(&mut self, item: &Yaml) -> Option<Node> {
        let mut node = None;
        for part in self.entries(item, "preferences") {
            if part.key.value != "spread" {
                self.unknown(part, &["spread"], "`preferences`");
                continue;
            }
            let value = self.value(&part.value, "spread", Takes::Text, Style::Quoted);
            node = value.map(|value| Node::new("spread", item.span).arg(value));
        }
        if item.entries().is_some_and(<[_]>::is_empty) {
            self.gap(item.span, NOTHING.0, NOTHING.1);
        }
        node
    }
}
