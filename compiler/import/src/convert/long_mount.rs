//! The long form of an entry of `volumes`.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    env::has_variable,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml},
};

const KEYS: [&str; 9] = [
    "bind",
    "consistency",
    "image",
    "read_only",
    "source",
    "target",
    "tmpfs",
    "type",
    "volume",
];

const BIND: [&str; 4] = ["create_host_path", "propagation", "recursive", "selinux"];
const VOLUME: [&str; 3] = ["labels", "nocopy", "subpath"];
const TMPFS: [&str; 2] = ["mode", "size"];
const IMAGE: [&str; 1] = ["subpath"];

/// What Compose knows in the options of a kind of mount, and how that is called.
fn options(key: &str) -> (&'static [&'static str], &'static str) {
    match key {
        "bind" => (&BIND, "a bind mount"),
        "volume" => (&VOLUME, "a volume mount"),
        "tmpfs" => (&TMPFS, "a tmpfs mount"),
        _ => (&IMAGE, "an image mount"),
    }
}

impl Convert<'_> {
    /// A mount with a key for each of its parts.
    pub(super) fn long_mount(&mut self, item: &Yaml) -> Option<Node> {
        let kind = item.get("type").and_then(Yaml::scalar);
        let Some(kind) = kind.map(|kind| kind.text.clone()) else {
            self.diagnostics.push(
                Diagnostic::error("wrong-type", item.span, "a mount needs a `type`")
                    .help("type: volume, bind or tmpfs"),
            );
            return None;
        };
        let node = match kind.as_str() {
            "volume" => Node::new("volume", item.span),
            "bind" => Node::new("bind", item.span),
            "tmpfs" if item.get("tmpfs").is_some() => Node::new("tmpfs", item.span),
            _ => {
                let kind = item.get("type")?;
                let value = self.word(kind, "type")?;
                Node::new("mount", item.span).arg(value)
            }
        };
        let node = self.ends(node, item);
        let node = self.options_of_kinds(node, item, &kind);
        Some(match node.kind.as_str() {
            "bind" => self.bind_form(node, item),
            // Options with nothing in them, which Docker Compose tells from none: a size of 0 is no limit.
            "tmpfs" if !has_entries(item.get("tmpfs")) => {
                node.prop("size", Value::Text("0".to_owned()))
            }
            "volume" => self.volume_form(node, item),
            _ => node,
        })
    }

    /// What every kind of mount has.
    fn ends(&mut self, node: Node, item: &Yaml) -> Node {
        let mut node = node;
        let is_memory = node.kind == "tmpfs";
        if let Some(source) = item
            .get("source")
            .filter(|source| !is_memory && !source.is_empty_text())
        {
            let value = match node.kind.as_str() {
                "bind" => self
                    .template(source, "source", Takes::Text)
                    .map(|template| Value::Text(self.path(&template))),
                _ => self.word(source, "source"),
            };
            node.args.extend(value);
        }
        if let Some(target) = item.get("target") {
            let value = self.value(target, "target", Takes::Text, Style::Quoted);
            match node.kind.as_str() {
                "tmpfs" => node.args.extend(value),
                _ => node = node.maybe("to", value),
            }
        }
        if let Some(value) = item.get("read_only")
            && Self::is_true(value) != Some(false)
        {
            let value = self.value(value, "read_only", Takes::TextOrBool, Style::Bool);
            node = node.maybe("read-only", value);
        }
        if let Some(value) = item.get("consistency").filter(|_| !is_memory) {
            node = node.maybe("consistency", self.word(value, "consistency"));
        }
        node
    }

    /// What one kind of mount has.
    fn options_of_kinds(&mut self, node: Node, item: &Yaml, kind: &str) -> Node {
        let mut node = node;
        for part in self.entries(item, "volumes") {
            let key = part.key.value.as_str();
            match (key, kind) {
                ("source" | "consistency", _) if node.kind == "tmpfs" => self.ignored(part, kind),
                ("type" | "source" | "target" | "read_only" | "consistency", _) => {}
                ("bind", "bind") => node = self.bind_options(node, part),
                ("bind", "volume") => node = self.relabelled(node, part),
                ("volume", "volume") => node = self.volume_options(node, part),
                ("tmpfs", "tmpfs") => node = self.tmpfs_options(node, part),
                ("image", "image") => node = self.subpath(node, part),
                ("volume", _) if kind != "bind" && kind != "tmpfs" => {
                    node = self.subpath(node, part);
                }
                ("bind" | "volume" | "tmpfs" | "image", _) => self.ignored_options(part, kind),
                _ => self.unknown(part, &KEYS, "a mount"),
            }
        }
        node
    }

    /// Options of another kind of mount.
    fn ignored_options(&mut self, entry: &Entry, kind: &str) {
        let (known, of) = options(&entry.key.value);
        for part in self.entries(&entry.value, &entry.key.value) {
            if !known.contains(&part.key.value.as_str()) {
                self.unknown(part, known, of);
            }
        }
        self.ignored(entry, kind);
    }

    fn ignored(&mut self, part: &Entry, kind: &str) {
        self.gap(
            part.key.span,
            format!(
                "docker compose ignores `{}` of a mount of type `{kind}`",
                part.key.value
            ),
            "it is left out; the container is recreated once",
        );
    }

    fn bind_options(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "bind") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "create_host_path" if Self::is_true(value) == Some(true) => {}
                "create_host_path" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("create-host-path", value);
                }
                "propagation" => node = node.maybe("propagation", self.word(value, key)),
                "selinux" => node = node.maybe("selinux", self.word(value, key)),
                "recursive" => node = node.maybe("recursive", self.word(value, key)),
                _ => self.unknown(part, &BIND, "a bind mount"),
            }
        }
        node
    }

    /// `bind` of a volume: its labels are for both.
    fn relabelled(&mut self, node: Node, entry: &Entry) -> Node {
        let parts = self.entries(&entry.value, "bind");
        let labels = |part: &&Entry| part.key.value == "selinux";
        match parts {
            [only] if labels(&only) => {
                let value = self.word(&only.value, "selinux");
                node.maybe("selinux", value)
            }
            _ => {
                self.ignored_options(entry, "volume");
                let part = parts.iter().find(labels);
                let value = part.and_then(|part| self.word(&part.value, "selinux"));
                node.maybe("selinux", value)
            }
        }
    }

    fn volume_options(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "volume") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "nocopy" if Self::is_true(value) == Some(false) => {}
                "nocopy" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("no-copy", value);
                }
                "subpath" => {
                    let value = self.value(value, key, Takes::Text, Style::Quoted);
                    node = node.maybe("subpath", value);
                }
                "labels" => node.children.extend(self.pairs(value, key, "label")),
                _ => self.unknown(part, &VOLUME, "a volume mount"),
            }
        }
        node
    }

    /// The folder of an image or of a volume that a cluster has.
    fn subpath(&mut self, node: Node, entry: &Entry) -> Node {
        let key = entry.key.value.as_str();
        let mut node = node;
        for part in self.entries(&entry.value, key) {
            if part.key.value == "subpath" {
                let value = self.value(&part.value, "subpath", Takes::Text, Style::Quoted);
                node = node.maybe("subpath", value);
            } else if key == "volume" {
                self.ignored(part, "cluster");
            } else {
                self.unknown(part, &IMAGE, "an image mount");
            }
        }
        node
    }

    fn tmpfs_options(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "tmpfs") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "size" => {
                    let value = self.value(value, key, Takes::TextOrNumber, Style::Quoted);
                    node = node.maybe("size", value);
                }
                "mode" => node = node.maybe("mode", self.mode(value)),
                _ => self.unknown(part, &TMPFS, "a tmpfs mount"),
            }
        }
        node
    }

    /// The form of a bind mount. The short one makes Docker create a missing path; one that doesn't speak of it stays as it is.
    fn bind_form(&self, node: Node, item: &Yaml) -> Node {
        let options = item.get("bind");
        let creates = options.and_then(|bind| bind.get("create_host_path"));
        let mut node = node;
        let creation = match creates {
            None if has_entries(options) || options.is_none() => {
                return node.prop("long", Value::Bool(true));
            }
            None => Some(false),
            Some(value) if Self::is_true(value) == Some(true) => Some(true),
            Some(_) => None,
        };
        let is_long = self.stays_long(item);
        if let Some(creates) = creation.filter(|creates| is_long || !creates) {
            let at = node.props.len().min(1);
            node.props
                .insert(at, ("create-host-path", Value::Bool(creates)));
        }
        if is_long {
            node = node.prop("long", Value::Bool(true));
        }
        node
    }

    /// The form of a volume's mount. The short one brings options of the volume that say nothing.
    fn volume_form(&self, node: Node, item: &Yaml) -> Node {
        if item.get("volume").is_none() {
            return node.prop("long", Value::Bool(true));
        }
        if !self.stays_long(item) {
            return node;
        }
        let said = |(name, _): &(&str, Value)| matches!(*name, "no-copy" | "subpath");
        let node = if node.children.is_empty() && !node.props.iter().any(said) {
            node.prop("no-copy", Value::Bool(false))
        } else {
            node
        };
        node.prop("long", Value::Bool(true))
    }

    /// Whether the short form would be read as something else: Compose drops a `consistency` there, and splits what a variable brings.
    fn stays_long(&self, item: &Yaml) -> bool {
        let is_open = |key: &str| {
            let text = item.get(key).and_then(Yaml::scalar).map(|text| &text.text);
            let template = text.and_then(|text| crate::variables::parse(text).ok());
            template.is_some_and(|template| has_variable(&template))
        };
        item.get("consistency").is_some() || is_open("source") || is_open("target")
    }
}

fn has_entries(value: Option<&Yaml>) -> bool {
    let entries = value.and_then(Yaml::entries);
    entries.is_some_and(|entries| !entries.is_empty())
}
