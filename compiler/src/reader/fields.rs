//! Reading a node's parts into a struct's fields, one call a field.

use super::{NodeGroup, NodeType, Pair, RawNodes, Reader, Slot, Words};
use crate::{
    diag::Diagnostic,
    schema::{Child, How, NodeSchema, hints},
    syntax::{Node, Scalar, ScalarKind},
    template::Value,
};

/// A node that is being read. Each method gives `None` only if what must be there is missing or wrong.
pub(crate) struct Fields<'n> {
    node: &'n Node,
    schema: &'static NodeSchema,
    next_arg: usize,
}

impl<'n> Fields<'n> {
    pub(crate) fn new(node: &'n Node, schema: &'static NodeSchema) -> Self {
        Self {
            node,
            schema,
            next_arg: 0,
        }
    }

    fn children(&self, word: &'static str) -> impl Iterator<Item = &'n Node> + use<'n> {
        self.node
            .nodes()
            .iter()
            .filter(move |node| node.kind.value == word)
    }

    fn take_arg(&mut self) -> Option<&'n Scalar> {
        let arg = self.node.args.get(self.next_arg);
        self.next_arg += usize::from(arg.is_some());
        arg
    }

    pub(crate) fn arg<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<T> {
        match self.take_arg() {
            Some(arg) => reader.slot(arg, self.schema.kind),
            None => {
                missing_argument(self.node, self.schema.kind, word, T::SCHEMA.example, reader);
                None
            }
        }
    }

    pub(crate) fn opt_arg<T: Slot>(
        &mut self,
        _word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        let kind = self.schema.kind;
        let value = self.take_arg().and_then(|arg| {
            let value = reader.slot(arg, kind);
            if kind == "param" {
                reader.refuse_plain_secret(self.node.first().unwrap_or(""), arg);
            }
            value
        });
        Some(value)
    }

    pub(crate) fn args<T: Slot>(
        &mut self,
        _word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<T>> {
        let rest = self.node.args.get(self.next_arg..).unwrap_or_default();
        self.next_arg = self.node.args.len();
        Some(
            rest.iter()
                .filter_map(|arg| reader.slot(arg, self.schema.kind))
                .collect(),
        )
    }

    pub(crate) fn prop<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        let prop = self.node.prop(word);
        let value = prop.and_then(|prop| reader.slot(&prop.value, word));
        if let (Some(prop), "input" | "param", "default") = (prop, self.schema.kind, word) {
            reader.refuse_plain_secret(self.node.first().unwrap_or(""), &prop.value);
        }
        Some(value)
    }

    pub(crate) fn req_prop<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<T> {
        match self.node.prop(word) {
            Some(prop) => reader.slot(&prop.value, word),
            None => {
                let kind = self.schema.kind;
                let shown = hints::property_needed(self.node, kind, word)
                    .unwrap_or_else(|| format!("{word}={}", example(word, T::SCHEMA.example)));
                reader.report(
                    Diagnostic::error(
                        "missing-property",
                        self.node.kind.span,
                        format!("`{kind}` needs `{word}=`"),
                    )
                    .help(format!("for example {shown}")),
                );
                None
            }
        }
    }

    pub(crate) fn value<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        Some(
            self.children(word)
                .last()
                .and_then(|node| one(node, reader)),
        )
    }

    pub(crate) fn flag<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        Some(
            self.children(word)
                .last()
                .and_then(|node| match node.args.first() {
                    Some(arg) => reader.slot(arg, word),
                    None => reader.slot(&truth(node), word),
                }),
        )
    }

    pub(crate) fn words<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<Words<T>>> {
        Some(self.children(word).last().map(|node| {
            Words {
                items: node
                    .args
                    .iter()
                    .filter_map(|arg| reader.slot(arg, word))
                    .collect(),
                span: node.span,
            }
        }))
    }

    pub(crate) fn each<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<T>> {
        Some(
            self.children(word)
                .filter_map(|node| one(node, reader))
                .collect(),
        )
    }

    pub(crate) fn pairs<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<Pair<T>>> {
        Some(
            self.children(word)
                .filter_map(|node| pair(node, reader))
                .collect(),
        )
    }

    pub(crate) fn block<T: Slot>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<Pair<T>>> {
        let entries = self.children(word).flat_map(Node::nodes);
        Some(entries.filter_map(|node| entry(node, reader)).collect())
    }

    pub(crate) fn node<T: NodeGroup>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        self.nodes(word, reader).map(|mut nodes| nodes.pop())
    }

    pub(crate) fn nodes<T: NodeGroup>(
        &mut self,
        _word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<T>> {
        let kinds = T::schemas();
        let nodes = self.node.nodes().iter();
        let ours = nodes.filter(|node| kinds.iter().any(|schema| schema.kind == node.kind.value));
        Some(ours.filter_map(|node| T::read_any(node, reader)).collect())
    }

    pub(crate) fn raw<T: From<RawNodes>>(
        &mut self,
        word: &'static str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        Some(
            self.children(word)
                .last()
                .map(|node| T::from(RawNodes::read(node, reader))),
        )
    }

    #[expect(
        clippy::extra_unused_type_parameters,
        reason = "`node!` names the type of every field"
    )]
    pub(crate) fn overlay<T: NodeType>(
        &mut self,
        _word: &'static str,
        _reader: &mut Reader<'_>,
    ) -> Option<Vec<Node>> {
        Some(self.node.nodes().to_vec())
    }

    /// Children that no other field takes.
    #[expect(
        clippy::extra_unused_type_parameters,
        reason = "`node!` names the type of every field"
    )]
    pub(crate) fn setting<T: Slot>(
        &mut self,
        _word: &'static str,
        _reader: &mut Reader<'_>,
    ) -> Option<Vec<Node>> {
        let is_setting = |node: &&Node| matches!(self.schema.child_of(node), Some(Child::Field(field)) if field.how == How::Setting);
        let nodes = self.node.nodes().iter().filter(is_setting);
        Some(nodes.cloned().collect())
    }
}

/// A value to show for a property: some have one that says more than their type's.
fn example(word: &'static str, of_type: &'static str) -> &'static str {
    match word {
        "edition" => "1",
        "to" => "\"/data\"",
        _ => of_type,
    }
}

fn missing_argument(node: &Node, kind: &str, word: &str, example: &str, reader: &mut Reader<'_>) {
    let shown = word.replace('_', "-");
    let whole = hints::argument(node, kind);
    let given: String = node
        .args
        .iter()
        .filter(|arg| !arg.quoted)
        .map(|arg| format!("{} ", arg.text))
        .collect();
    reader.report(
        Diagnostic::error(
            "missing-argument",
            node.kind.span,
            format!("`{kind}` needs its {shown}"),
        )
        .help(match whole {
            Some(line) => format!("for example {line}"),
            None => format!("for example {kind} {given}{example}"),
        }),
    );
}

/// A flag without an argument is `#true`.
fn truth(node: &Node) -> Scalar {
    Scalar {
        kind: ScalarKind::Bool,
        text: "true".to_owned(),
        quoted: false,
        annotation: None,
        span: node.kind.span,
        verbatim: None,
    }
}

fn one<T: Slot>(node: &Node, reader: &mut Reader<'_>) -> Option<T> {
    match node.args.first() {
        Some(arg) => reader.slot(arg, &node.kind.value),
        // What stands there in its place is reported already.
        None if !node.props.is_empty() || node.children.is_some() => None,
        None => {
            missing_argument(node, &node.kind.value, "value", T::SCHEMA.example, reader);
            None
        }
    }
}

fn pair<T: Slot>(node: &Node, reader: &mut Reader<'_>) -> Option<Pair<T>> {
    let Some(key) = node.args.first() else {
        // What stands there in its place is reported already.
        if !node.props.is_empty() || node.children.is_some() {
            return None;
        }
        missing_argument(node, &node.kind.value, "key", "KEY \"value\"", reader);
        return None;
    };
    let shown = key.text.clone();
    Some(Pair {
        key: reader.slot(key, &node.kind.value)?,
        value: match node.args.get(1) {
            Some(value) => {
                let read = reader.slot(value, &format!("{} {shown}", node.kind.value))?;
                reader.refuse_plain_secret(&shown, value);
                Some(read)
            }
            None => None,
        },
        span: node.span,
    })
}

/// `KEY VALUE` in a block: the key is the node's kind.
fn entry<T: Slot>(node: &Node, reader: &mut Reader<'_>) -> Option<Pair<T>> {
    if node.kind.value == "allow" {
        return None;
    }
    let key = Scalar {
        kind: ScalarKind::Text,
        text: node.kind.value.clone(),
        quoted: false,
        annotation: None,
        span: node.kind.span,
        verbatim: None,
    };
    let key: Value<crate::atoms::AnyText> = reader.slot(&key, &node.kind.value)?;
    let known = key.get().is_some();
    Some(Pair {
        key,
        value: match node.args.first() {
            Some(value) => {
                let read = reader.slot(value, &node.kind.value)?;
                reader.refuse_plain_secret(&node.kind.value, value);
                Some(read)
            }
            None => {
                if known {
                    reader.pass_through(&node.kind.value, node.kind.span);
                }
                None
            }
        },
        span: node.span,
    })
}
