//! The top level: the stack's header, its inputs and secrets, networks, volumes, files, models, services.

use stackc_compiler::model::variable_of;

use super::{Convert, named::asked, raw::in_one_block, value::Style};
use crate::{
    declare::{Declaration, Form},
    kdl::{Node, Value},
    made::Hint,
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
            Form::Default(word) => node.prop("default", self.written(word, Style::Word)),
            Form::Required(word) => node.prop("message", self.written(word, Style::Quoted)),
        }
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
    let usual = variable_of(name);
    if usual != declaration.variable {
        node = node.prop("env", Value::Word(declaration.variable.clone()));
    }
    asked(hinted(node, declaration), &declaration.form)
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
