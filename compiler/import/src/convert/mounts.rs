//! `volumes`, `tmpfs`, `volumes_from`, `configs` and `secrets` of a service.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert, is_drive,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    variables::{Part, Template},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

impl Convert<'_> {
    /// `volumes`.
    pub(super) fn volumes(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, "volumes", false) {
            nodes.extend(match &item.value {
                YamlValue::Map(_) => self.long_mount(item),
                _ => self.short_mount(item),
            });
        }
        nodes
    }

    /// `[source:]target[:options]`
    fn short_mount(&mut self, item: &Yaml) -> Option<Node> {
        let template = self.template(item, "volumes", Takes::Text)?;
        let mut pieces = split_mount(&template).into_iter();
        let first = pieces.next().unwrap_or_default();
        let Some(target) = pieces.next() else {
            if first.parts.is_empty() {
                self.no_mount(item);
                return None;
            }
            self.drive(item, &first);
            let target = self.written(&cleaned(first), Style::Quoted);
            return Some(Node::new("volume", item.span).prop("to", target));
        };
        let options = pieces.next();
        if pieces.next().is_some() || first.parts.is_empty() || target.parts.is_empty() {
            self.no_mount(item);
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

    fn no_mount(&mut self, item: &Yaml) {
        self.diagnostics.push(
            Diagnostic::error(
                "wrong-type",
                item.span,
                "this is not a mount that Compose can read",
            )
            .help("write it as source:/path/in/the/container[:ro]"),
        );
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
                "" => node,
                "rw" => {
                    node.props.retain(|(name, _)| *name != "read-only");
                    node
                }
                "ro" => said(node, "read-only", Value::Bool(true)),
                "nocopy" if node.kind == "volume" => said(node, "no-copy", Value::Bool(true)),
                "z" | "Z" => said(node, "selinux", Value::Word(option.to_owned())),
                "cached" | "delegated" | "consistent" => {
                    said(node, "consistency", Value::Word(option.to_owned()))
                }
                "private" | "rprivate" | "shared" | "rshared" | "slave" | "rslave"
                    if node.kind == "bind" =>
                {
                    said(node, "propagation", Value::Word(option.to_owned()))
                }
                _ => {
                    let kind = match node.kind.as_str() {
                        "bind" => "a path",
                        _ => "a volume",
                    };
                    self.gap(
                        item.span,
                        format!("`{option}` is no option of the mount of {kind}"),
                        "it is left out",
                    );
                    node
                }
            };
        }
        node
    }

    /// `tmpfs`: `path[:options]`.
    pub(super) fn tmpfs(&mut self, entry: &Entry) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
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
            match nodes.iter_mut().find(|other| other.args == node.args) {
                Some(other) => {
                    self.gap(
                        other.origin,
                        "Docker mounts one `tmpfs` at a path: the last one",
                        "this one is left out; the container is recreated once",
                    );
                    *other = node;
                }
                None => nodes.push(node),
            }
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

/// What the short form says last of one thing is what holds.
fn said(mut node: Node, name: &'static str, value: Value) -> Node {
    match node.props.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => node.props.push((name, value)),
    }
    node
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
