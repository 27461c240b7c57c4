//! The top level: the stack's header, its inputs and secrets, networks, volumes, files, models, services.

use super::{
    Convert,
    raw::in_one_block,
    value::{Style, Takes},
};
use crate::{
    declare::{Declaration, Form},
    dokploy::Hint,
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml, Value as YamlValue},
};

/// The nodes of a stack.
pub(crate) fn stack(convert: &mut Convert<'_>, name: &str, root: &Yaml) -> Vec<Node> {
    let mut nodes = vec![header(name, root)];
    nodes.extend(grouped(convert.declared()));
    for (key, word) in [
        ("secrets", "secret"),
        ("networks", "network"),
        ("volumes", "volume"),
        ("configs", "file"),
        ("models", "model"),
    ] {
        let group = convert.section(root, key, word);
        nodes.extend(grouped(group));
    }
    if let Some(services) = root.get("services") {
        for service in convert.entries(services, "services") {
            let node = convert.service(service);
            nodes.push(node);
        }
    }
    nodes.extend(grouped(in_one_block(convert.extensions(root))));
    nodes.push(target(convert.versions));
    nodes
}

fn header(name: &str, root: &Yaml) -> Node {
    let mut origin = root.span;
    origin.end = origin.end.min(origin.start + 1);
    let mut node = Node::new("stack", origin).arg(Value::Word(name.to_owned()));
    node.props.push(("edition", Value::Number("1".to_owned())));
    node
}

/// What is written into the folder of the stack, and for which versions if not for the usual ones.
fn target(versions: &[(&'static str, &'static str)]) -> Node {
    let none = stackc_compiler::source::Span {
        end: 0,
        start: 0,
        file: stackc_compiler::source::Sources::default().add("", ""),
    };
    let mut node =
        Node::new("target", none)
            .arg(Value::Word("compose".to_owned()))
            .with([Node::new("out", none).arg(Value::Text(".".to_owned()))])
            .with(versions.iter().map(|(word, version)| {
                Node::new(*word, none).arg(Value::Text((*version).to_owned()))
            }));
    node.apart = true;
    node
}

/// Nodes of one kind, with an empty line before them; those with a block stand apart from each other.
fn grouped(nodes: Vec<Node>) -> Vec<Node> {
    let mut nodes = nodes;
    let mut before_has_block = true;
    for node in &mut nodes {
        let has_block = !node.children.is_empty();
        node.apart = before_has_block || has_block;
        before_has_block = has_block;
    }
    nodes
}

impl Convert<'_> {
    /// The inputs and then the secrets that the variables become.
    fn declared(&mut self) -> Vec<Node> {
        let mut inputs = Vec::new();
        let mut secrets = Vec::new();
        for declaration in self.declarations.iter() {
            match &declaration.secret {
                Some(_) if declaration.is_known => {}
                Some(name) => secrets.push(secret(declaration, name)),
                None => inputs.push(self.input(declaration)),
            }
        }
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in self.extracted {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        for name in names {
            let origin = self.extracted.iter().find(|(_, other)| other == name);
            if let Some((span, name)) = origin {
                secrets.push(Node::derived("secret", *span).arg(Value::Word(name.clone())));
            }
        }
        if let Some(first) = secrets.first_mut() {
            first.apart = true;
        }
        inputs.extend(secrets);
        inputs
    }

    fn input(&self, declaration: &Declaration) -> Node {
        let node =
            Node::derived("input", declaration.span).arg(Value::Word(declaration.variable.clone()));
        match &declaration.form {
            Form::Plain => node.prop("optional", Value::Bool(true)),
            Form::Default(word) => node.prop("default", self.written(word, Style::Quoted)),
            Form::Required(word) => node.prop("message", self.written(word, Style::Quoted)),
        }
    }

    fn section(&mut self, root: &Yaml, key: &str, word: &'static str) -> Vec<Node> {
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
    fn identity(&mut self, node: Node, part: &Entry) -> Option<Node> {
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

    fn optional_pairs(&mut self, part: &Entry, word: &'static str) -> Vec<Node> {
        self.pairs(&part.value, &part.key.value, word)
    }

    fn network(&mut self, node: Node, entry: &Entry) -> Node {
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
                "options" => nodes.extend(self.pairs(&part.value, key, "ipam-opt")),
                "config" => {
                    for item in self.items(&part.value, key, false) {
                        nodes.push(self.subnet(item));
                    }
                }
                _ => self.unknown(part, &["config", "driver", "options"], "`ipam`"),
            }
        }
        nodes
    }

    fn subnet(&mut self, item: &Yaml) -> Node {
        let mut node = Node::new("subnet", item.span);
        if let Some(subnet) = item.get("subnet") {
            node.args
                .extend(self.value(subnet, "subnet", Takes::Text, Style::Quoted));
        }
        for part in self.entries(item, "config") {
            let key = part.key.value.as_str();
            let word = match key {
                "subnet" => continue,
                "gateway" => "gateway",
                "ip_range" => "range",
                "aux_addresses" => {
                    node.children.extend(self.pairs(&part.value, key, "aux"));
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
        node
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
        node
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

    /// `x-…` at the top; what only holds anchors is folded away.
    fn extensions(&mut self, root: &Yaml) -> Vec<Node> {
        let mut nodes = Vec::new();
        for entry in root.entries().unwrap_or_default() {
            if !entry.key.value.starts_with("x-") {
                continue;
            }
            if is_referred_to(root, entry) {
                continue;
            }
            if self.keep_extensions {
                nodes.extend(self.kept_extension(entry));
            } else {
                self.extension(entry);
            }
        }
        nodes
    }
}

/// Whether an alias elsewhere stands for something in this extension: what it stands for has its place.
fn is_referred_to(root: &Yaml, extension: &Entry) -> bool {
    let place = extension.value.span;
    let mut waiting: Vec<&Yaml> = Vec::new();
    for entry in root.entries().unwrap_or_default() {
        if entry.key.value != extension.key.value {
            waiting.push(&entry.value);
        }
    }
    while let Some(node) = waiting.pop() {
        if place.contains(node.span) && !node.span.is_empty() {
            return true;
        }
        match &node.value {
            YamlValue::Scalar(_) => {}
            YamlValue::List(items) => waiting.extend(items),
            YamlValue::Map(entries) => waiting.extend(entries.iter().map(|entry| &entry.value)),
        }
    }
    false
}

fn secret(declaration: &Declaration, name: &str) -> Node {
    let mut node = Node::derived("secret", declaration.span).arg(Value::Word(name.to_owned()));
    let usual: String = name
        .chars()
        .map(|c| {
            if c == '-' {
                '_'
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect();
    if usual != declaration.variable {
        node = node.prop("env", Value::Word(declaration.variable.clone()));
    }
    asked(hinted(node, declaration), &declaration.form)
}

/// What is said where a secret's value is missing.
fn asked(node: Node, form: &Form) -> Node {
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

/// How a secret is made.
fn hinted(node: Node, declaration: &Declaration) -> Node {
    match &declaration.hint {
        Some(Hint::Made(made)) => {
            let (property, bytes) = made.hint();
            node.prop(property, Value::Number(bytes.to_string()))
        }
        Some(Hint::SameAs(other)) => Node {
            behind: Some(format!("the same value as {other}")),
            ..node
        },
        None => node,
    }
}
