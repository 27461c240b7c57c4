//! A service: its keys in the order of the file; where others are merged in, the image stands first.

use super::{
    Convert,
    fields::{Shape, field, keys},
    raw::in_one_block,
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Kind, Scalar},
};

/// The keys that have a function of their own.
const SPECIAL: [&str; 29] = [
    "blkio_config",
    "build",
    "command",
    "configs",
    "credential_spec",
    "depends_on",
    "deploy",
    "develop",
    "devices",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extra_hosts",
    "gpus",
    "healthcheck",
    "logging",
    "models",
    "networks",
    "ports",
    "post_start",
    "pre_stop",
    "provider",
    "secrets",
    "tmpfs",
    "ulimits",
    "volumes",
    "volumes_from",
    "extends",
];

impl Convert<'_> {
    /// A service.
    pub(super) fn service(&mut self, entry: &Entry) -> Node {
        let mut node = Node::new("service", entry.span()).arg(Value::Word(entry.key.value.clone()));
        node.apart = true;
        node.block = true;
        let ports = find(entry, "ports");
        let expose = find(entry, "expose");
        for part in self.entries(&entry.value, "services") {
            let key = part.key.value.as_str();
            let children = match key {
                "ports" => self.ports(ports, expose),
                "expose" if ports.is_some() => Vec::new(),
                "expose" => self.ports(None, expose),
                _ => self.service_part(part),
            };
            node.children.extend(children);
        }
        let children = self.mountable(node.children);
        node.children = in_one_block(children);
        let is_inherited = |part: &Node| !entry.span().contains(part.origin);
        if node.children.iter().any(is_inherited) {
            // What is merged in comes first there; here nobody looks for an image below it.
            node.children
                .sort_by_key(|part| !matches!(part.kind.as_str(), "image" | "build"));
        }
        node
    }

    fn service_part(&mut self, part: &Entry) -> Vec<Node> {
        let key = part.key.value.as_str();
        if let Some((word, shape)) = field(key) {
            if key == "pid" && part.value.is_null() || says_nothing(part, shape) {
                return Vec::new();
            }
            return self.field(part, word, shape);
        }
        match key {
            "blkio_config" => self.block_io(part),
            "build" => self.build(part),
            "command" | "entrypoint" => self.command_node(part),
            "configs" => self.content_mounts(part, "file"),
            "credential_spec" => self.credential_spec(part),
            "depends_on" => self.depends_on(part),
            "deploy" => self.deploy(part),
            "develop" => self.develop(part),
            "devices" => self.devices(part),
            "env_file" => self.env_files(part),
            "environment" => self.environment(part),
            "extra_hosts" => self.extra_hosts(part),
            "gpus" => self.gpus(part),
            "healthcheck" => self.healthcheck(part),
            "logging" => self.logging(part),
            "models" => self.model_uses(part),
            "networks" => self.attachments(part),
            "post_start" => self.hooks(part, "post-start"),
            "pre_stop" => self.hooks(part, "pre-stop"),
            "provider" => self.provider(part),
            "secrets" => self.content_mounts(part, "secret"),
            "tmpfs" => self.tmpfs(part),
            "ulimits" => self.ulimits(part),
            "volumes" => self.volumes(part),
            "volumes_from" => self.volumes_from(part),
            _ if key.starts_with("x-") && self.keep_extensions => self.kept_extension(part),
            _ => {
                let known: Vec<&str> = keys().chain(SPECIAL).collect();
                self.unknown(part, &known, "a service");
                Vec::new()
            }
        }
    }
}

/// Whether a key is there with a text that Compose takes for none. An empty duration it refuses, and an empty `network_mode` is no network.
fn says_nothing(part: &Entry, shape: Shape) -> bool {
    let is_empty = |text: &Scalar| text.kind == Kind::Text && text.text.is_empty();
    let says_more = matches!(
        part.key.value.as_str(),
        "network_mode" | "stop_grace_period" | "pull_refresh_after"
    );
    shape.is_text() && !says_more && part.value.scalar().is_some_and(is_empty)
}

fn find<'e>(service: &'e Entry, key: &str) -> Option<&'e Entry> {
    service
        .value
        .entries()?
        .iter()
        .find(|entry| entry.key.value == key)
}
