//! `volumes`, `tmpfs`, `volumes_from`, `configs` and `secrets` of a service.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert, is_drive,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    variables::{Part, Template},
    yaml::{Entry, Kind, Node as Yaml, Value as YamlValue},
};

const LONG_KEYS: [&str; 8] = [
    "bind",
    "consistency",
    "image",
    "read_only",
    "source",
    "target",
    "tmpfs",
    "type",
];

impl Convert<'_> {
    /// `volumes`.
    pub(super) fn volumes(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "volumes", false) {
            let node = match &item.value {
                YamlValue::Map(_) => self.long_mount(item),
                _ => self.short_mount(item),
            };
            if let Some(node) = node {
                put(&mut nodes, node);
            }
        }
        nodes
    }

    /// `[source:]target[:options]`
    fn short_mount(&mut self, item: &Yaml) -> Option<Node> {
        let template = self.template(item, "volumes", Takes::Text)?;
        let mut pieces = split_mount(&template).into_iter();
        let first = pieces.next().unwrap_or_default();
        let Some(target) = pieces.next() else {
            self.drive(item, &first);
            let target = self.written(&cleaned(first), Style::Quoted);
            return Some(Node::new("volume", item.span).prop("to", target));
        };
        let options = pieces.next();
        if pieces.next().is_some() || first.parts.is_empty() || target.parts.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    item.span,
                    "this is not a mount that Compose can read",
                )
                .help("write it as source:/path/in/the/container[:ro]"),
            );
            return None;
        }
        let is_path = first.starts_with_variable() || is_path(&first);
        let source = if is_path {
            Value::Text(self.path(&first))
        } else {
            self.written(&first, Style::Word)
        };
        let kind = if is_path { "bind" } else { "volume" };
        let node = Node::new(kind, item.span)
            .arg(source)
            .prop("to", self.written(&cleaned(target), Style::Quoted));
        Some(match options {
            Some(options) => self.options(node, item, &options),
            None => node,
        })
    }

    /// One letter before the colon is no volume's name for Compose.
    fn drive(&mut self, item: &Yaml, whole: &Template) {
        let letter = whole
            .literal()
            .filter(|text| text.get(1..3) == Some(":/"))
            .and_then(|text| text.get(..1));
        if let Some(letter) = letter {
            self.diagnostics.push(
                Diagnostic::warning(
                    "wrong-type",
                    item.span,
                    format!("Compose takes `{letter}:` for a Windows drive: this is no mount of the volume `{letter}`"),
                )
                .help("the stack holds what Compose runs: a volume without a name; give the volume a longer name"),
            );
        }
    }

    /// The words behind the second colon.
    fn options(&mut self, node: Node, item: &Yaml, options: &Template) -> Node {
        let mut node = node;
        let Some(text) = options.literal() else {
            self.gap(
                item.span,
                "the options of this mount hold a variable",
                "they are left out; write the mount in its long form, with read_only: \"${…}\"",
            );
            return node;
        };
        for option in text.split(',') {
            node = match option {
                "" | "rw" => node,
                "ro" => node.prop("read-only", Value::Bool(true)),
                "nocopy" if node.kind == "volume" => node.prop("no-copy", Value::Bool(true)),
                "z" | "Z" => node.prop("selinux", Value::Word(option.to_owned())),
                "cached" | "delegated" | "consistent" => {
                    node.prop("consistency", Value::Word(option.to_owned()))
                }
                "private" | "rprivate" | "shared" | "rshared" | "slave" | "rslave"
                    if node.kind == "bind" =>
                {
                    node.prop("propagation", Value::Word(option.to_owned()))
                }
                _ => {
                    self.gap(
                        item.span,
                        format!("Compose ignores the option `{option}` of a mount"),
                        "it is left out",
                    );
                    node
                }
            };
        }
        node
    }

    fn long_mount(&mut self, item: &Yaml) -> Option<Node> {
        let text = |key: &str| {
            item.get(key)
                .and_then(Yaml::scalar)
                .map(|scalar| scalar.text.clone())
        };
        let Some(kind) = text("type") else {
            self.diagnostics.push(
                Diagnostic::error("wrong-type", item.span, "a mount needs a `type`")
                    .help("type: volume, bind or tmpfs"),
            );
            return None;
        };
        let node = match kind.as_str() {
            "volume" => Node::new("volume", item.span),
            "bind" => Node::new("bind", item.span),
            "tmpfs" if has_options(item) => Node::new("tmpfs", item.span),
            _ => {
                let kind = item.get("type")?;
                let value = self.word(kind, "type")?;
                Node::new("mount", item.span).arg(value)
            }
        };
        Some(self.long_parts(node, item))
    }

    fn long_parts(&mut self, node: Node, item: &Yaml) -> Node {
        let mut node = node;
        let entries = self.entries(item, "volumes");
        if let Some(source) = item.get("source") {
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
        if let Some(value) = item.get("consistency") {
            node = node.maybe("consistency", self.word(value, "consistency"));
        }
        for part in entries {
            match part.key.value.as_str() {
                "type" | "source" | "target" | "read_only" | "consistency" => {}
                "bind" => node = self.bind_options(node, part),
                "volume" => node = self.volume_options(node, part),
                "tmpfs" => node = self.tmpfs_options(node, part),
                "image" => {
                    let value = part.value.get("subpath");
                    let value = value
                        .and_then(|value| self.value(value, "subpath", Takes::Text, Style::Quoted));
                    node = node.maybe("subpath", value);
                }
                _ => self.unknown(part, &LONG_KEYS, "a mount"),
            }
        }
        if node.kind == "bind" && !creates_host_path(item) {
            let at = node.props.len().min(1);
            let declared = node
                .props
                .iter()
                .any(|(name, _)| *name == "create-host-path");
            if !declared {
                node.props
                    .insert(at, ("create-host-path", Value::Bool(false)));
            }
        }
        node
    }

    fn bind_options(&mut self, node: Node, entry: &Entry) -> Node {
        let mut node = node;
        for part in self.entries(&entry.value, "bind") {
            let key = part.key.value.as_str();
            let value = &part.value;
            match key {
                "create_host_path" if Self::is_true(value).is_some() => {}
                "create_host_path" => {
                    let value = self.value(value, key, Takes::TextOrBool, Style::Bool);
                    node = node.maybe("create-host-path", value);
                }
                "propagation" => node = node.maybe("propagation", self.word(value, key)),
                "selinux" => node = node.maybe("selinux", self.word(value, key)),
                "recursive" => node = node.maybe("recursive", self.word(value, key)),
                _ => self.unknown(
                    part,
                    &["create_host_path", "propagation", "recursive", "selinux"],
                    "a bind mount",
                ),
            }
        }
        node
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
                _ => self.unknown(part, &["labels", "nocopy", "subpath"], "a volume mount"),
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
                _ => self.unknown(part, &["mode", "size"], "a tmpfs mount"),
            }
        }
        node
    }

    /// `tmpfs`: `path[:options]`.
    pub(super) fn tmpfs(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "tmpfs", true) {
            let Some(template) = self.template(item, "tmpfs", Takes::Text) else {
                continue;
            };
            let mut pieces = template.split(':');
            let path = if pieces.is_empty() {
                Template::default()
            } else {
                pieces.remove(0)
            };
            let node = Node::new("tmpfs", item.span).arg(self.written(&path, Style::Quoted));
            let node = if pieces.is_empty() {
                node
            } else {
                let options = Template::join(&pieces, ":");
                node.prop("options", self.written(&options, Style::Quoted))
            };
            put(&mut nodes, node);
        }
        nodes
    }

    /// `volumes_from`: `service[:ro]` or `container:name[:ro]`.
    pub(super) fn volumes_from(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "volumes_from", false) {
            let Some(template) = self.template(item, "volumes_from", Takes::Text) else {
                continue;
            };
            let mut pieces = template.split(':');
            let last = pieces.last().and_then(Template::literal);
            let mode = last.filter(|_| pieces.len() > 1);
            let read_only = match mode {
                Some("ro") => Some(true),
                Some("rw") => Some(false),
                _ => None,
            };
            if read_only.is_some() {
                pieces.pop();
            }
            let node = Node::new("volumes-from", item.span);
            let node = match pieces.as_slice() {
                [container, name] if container.literal() == Some("container") => {
                    node.prop("container", self.written(name, Style::Word))
                }
                _ => node.arg(self.written(&Template::join(&pieces, ":"), Style::Word)),
            };
            nodes.push(node.maybe("read-only", read_only.map(Value::Bool)));
        }
        nodes
    }
}

/// A path in the container as Compose reads it out of the short form: `/x/` is `/x`.
fn cleaned(path: Template) -> Template {
    match path.literal() {
        Some(text) if text.len() > 1 && text.ends_with('/') => {
            let text = text.trim_end_matches('/');
            Template::text(if text.is_empty() { "/" } else { text })
        }
        _ => path,
    }
}

/// Whether a long mount says anything of the memory that it mounts.
fn has_options(item: &Yaml) -> bool {
    item.get("tmpfs")
        .and_then(Yaml::entries)
        .is_some_and(|entries| !entries.is_empty())
}

/// Adds a mount; of two at one path Compose keeps the later one, in the place of the first.
fn put(nodes: &mut Vec<Node>, node: Node) {
    let path = |node: &Node| {
        let to = node.props.iter().find(|(name, _)| *name == "to");
        to.map(|(_, to)| to).or(node.args.first()).cloned()
    };
    match nodes.iter_mut().find(|other| path(other) == path(&node)) {
        Some(other) => *other = node,
        None => nodes.push(node),
    }
}

/// Whether a long bind mount says that Docker makes the folder: it doesn't unless it says so.
fn creates_host_path(item: &Yaml) -> bool {
    item.get("bind")
        .and_then(|bind| bind.get("create_host_path"))
        .is_some_and(|value| match value.scalar() {
            Some(scalar) if scalar.kind == Kind::Text => {
                super::value::boolean(&scalar.text).is_none_or(|value| value)
            }
            Some(scalar) => scalar.kind == Kind::Bool(true),
            None => false,
        })
}

/// What Compose takes for a path and not for the name of a volume.
fn is_path(template: &Template) -> bool {
    match template.parts.first() {
        Some(Part::Text(text)) => {
            text.starts_with(['.', '/', '~']) || is_drive(text) || text.starts_with('\\')
        }
        _ => false,
    }
}

/// Splits at colons outside of variables; one letter before a colon is a drive.
fn split_mount(template: &Template) -> Vec<Template> {
    let mut pieces: Vec<Template> = Vec::new();
    for piece in template.split(':') {
        let is_drive_letter = |last: &Template| {
            last.literal().is_some_and(|text| {
                text.len() == 1 && text.starts_with(|c: char| c.is_alphabetic())
            })
        };
        match pieces.last_mut() {
            Some(last) if is_drive_letter(last) => {
                *last = Template::join(&[last.clone(), piece], ":");
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}
