//! What is written, held against the vocabulary: unknown words, wrong literals, too many arguments, duplicates.
//!
//! It sees each body as it is written, overlays too, before anything is merged; what is missing is only known afterwards.

mod alone;
mod words;

use std::collections::BTreeMap;

use super::{Child, FieldSchema, How, Key, NodeSchema, Shape, ValueSchema, hints};
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    reference,
    source::Span,
    syntax::{Node, Prop, Scalar, ScalarKind},
};

pub(crate) use alone::mount_path;
pub use alone::without_end;

/// Checks the nodes of a body against the schema of the node that holds them.
pub(crate) fn validate(nodes: &[Node], schema: &'static NodeSchema, diagnostics: &mut Diagnostics) {
    Validator { diagnostics }.body(nodes, schema);
}

struct Validator<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Validator<'_> {
    fn body(&mut self, nodes: &[Node], schema: &'static NodeSchema) {
        self.duplicates(nodes, schema);
        self.slots(nodes, schema);
        for node in nodes {
            if self.diagnostics.is_full() {
                return;
            }
            match node.kind.value.as_str() {
                "unset" => self.unset(node, schema),
                "allow" => self.allow(node),
                _ => match schema.child_of(node) {
                    Some(Child::Node(_, child)) => self.node(node, child),
                    Some(Child::Field(field)) => self.field(node, field),
                    None => self.unknown_node(node, schema),
                },
            }
        }
    }

    fn node(&mut self, node: &Node, schema: &'static NodeSchema) {
        self.no_annotation(node);
        self.args(node, schema);
        self.props(node, schema);
        self.prop_slots(node, schema);
        if let Some(help) = hints::as_properties(node, schema) {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-node",
                    node.kind.span,
                    format!("`{}` takes no children", schema.kind),
                )
                .help(help),
            );
        } else if schema.child_kinds().is_empty() {
            self.no_children(node, schema.kind, false);
        } else {
            self.body(node.nodes(), schema);
        }
    }

    fn args(&mut self, node: &Node, schema: &'static NodeSchema) {
        let fields: Vec<&FieldSchema> = schema.args().collect();
        let spread = schema.key == Key::EachArg;
        for (index, arg) in node.args.iter().enumerate() {
            let field = match fields.get(index).or_else(|| fields.last()) {
                Some(field) if index < fields.len() || field.how == How::Args || spread => field,
                _ => {
                    self.extra_argument(node, arg, fields.len());
                    continue;
                }
            };
            if let Shape::Value(value) = &field.shape {
                self.scalar(arg, schema.kind, value);
            }
        }
    }

    fn extra_argument(&mut self, node: &Node, arg: &Scalar, takes: usize) {
        let kind = &node.kind.value;
        let counted = match takes {
            0 => "no argument".to_owned(),
            1 => "one argument".to_owned(),
            n => format!("{n} arguments"),
        };
        let mut found = Diagnostic::error(
            "unexpected-argument",
            arg.span,
            format!("`{kind}` takes {counted}"),
        );
        if node.args.iter().skip(takes.max(1)).count() > 1 && !arg.quoted {
            found = found.help("nodes on one line are separated by `;`");
        } else if let Some(help) = hints::extra(node) {
            found = found.help(help);
        }
        self.diagnostics.push(found);
    }

    fn props(&mut self, node: &Node, schema: &'static NodeSchema) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for prop in &node.props {
            let name = prop.name.value.as_str();
            if let Some(first) = seen.insert(name, prop.name.span) {
                self.diagnostics.push(
                    Diagnostic::error(
                        "duplicate",
                        prop.name.span,
                        format!("`{name}=` is given twice"),
                    )
                    .label("again here")
                    .other(first, "first here"),
                );
            }
            match schema.prop(name).map(|field| &field.shape) {
                Some(Shape::Value(_)) if prop.value.kind == ScalarKind::Null => {}
                Some(Shape::Value(value)) => self.scalar(&prop.value, name, value),
                _ => self.unknown_property(prop, schema),
            }
        }
    }

    fn unknown_property(&mut self, prop: &Prop, schema: &'static NodeSchema) {
        let name = prop.name.value.as_str();
        let kind = schema.kind;
        let mut found = Diagnostic::error(
            "unknown-property",
            prop.name.span,
            format!("`{kind}` has no property `{name}`"),
        );
        if let Some(word) = nearest(name, schema.prop_names()) {
            found = found
                .help(format!("did you mean `{word}=`?"))
                .fix(prop.name.span, word);
        } else if schema
            .args()
            .next()
            .is_some_and(|field| field.how == How::Args && field.word == "words")
        {
            let line = schema.prop("line").and(hints::command_line(kind, prop));
            let help = line.unwrap_or_else(|| hints::quoted(kind, prop));
            found = takes(kind, "words", prop).help(help);
        } else if let Some(help) = hints::elsewhere(schema, prop) {
            found = found.help(help);
        } else if schema.child(name).is_some_and(Child::is_setting) {
            found = found.help(listed("properties", schema.prop_names()));
        } else if schema.child(name).is_some() {
            found = found.help(format!(
                "`{name}` is a child of `{kind}`: {kind} … {{ {name} … }}"
            ));
        } else {
            found = found.help(listed("properties", schema.prop_names()));
        }
        self.diagnostics.push(found);
    }

    fn unknown_node(&mut self, node: &Node, schema: &'static NodeSchema) {
        let kind = node.kind.value.as_str();
        let place = if schema.kind.is_empty() {
            "a stack".to_owned()
        } else {
            format!("`{}`", schema.kind)
        };
        let mut found = Diagnostic::error(
            "unknown-node",
            node.kind.span,
            format!("{place} has no `{kind}`"),
        );
        if let Some(word) = compose_word(kind).filter(|word| schema.child(word).is_some()) {
            found = found
                .help(format!("write `{word}`"))
                .fix(node.kind.span, word);
        } else if let Some(word) = nearest(kind, schema.child_kinds()) {
            found = found
                .help(format!("did you mean `{word}`?"))
                .fix(node.kind.span, word);
        } else if let Some(help) = hints::child_elsewhere(schema, node) {
            found = found.help(help);
        } else if schema.prop(kind).is_some() {
            found = found.help(format!(
                "`{kind}` is a property of `{}`: {kind}=…",
                schema.kind
            ));
        } else {
            found = found.help(listed("children", schema.child_kinds()));
        }
        self.diagnostics.push(found);
    }

    fn field(&mut self, node: &Node, field: &'static FieldSchema) {
        self.no_annotation(node);
        let Shape::Value(value) = &field.shape else {
            return;
        };
        if field.how == How::Block {
            self.block(node, field, value);
            return;
        }
        let most = match field.how {
            How::Words => usize::MAX,
            How::Pairs => 2,
            _ => 1,
        };
        for (index, arg) in node.args.iter().enumerate() {
            if index >= most {
                self.extra_argument(node, arg, most);
            } else if field.how != How::Pairs || index == 1 {
                self.scalar(arg, field.word, value);
            }
        }
        if field.how == How::Pairs {
            self.whole_pair(node);
        }
        self.no_field_props(node, field);
        self.no_children(node, field.word, field.how == How::Pairs);
    }

    /// `label "a=b"` is how Compose's lists say it; here it would be a key alone.
    fn whole_pair(&mut self, node: &Node) {
        let [arg] = node.args.as_slice() else { return };
        let Some((key, value)) = hints::key_and_value(&arg.text) else {
            return;
        };
        let kind = node.kind.value.as_str();
        self.diagnostics.push(
            Diagnostic::error(
                "missing-argument",
                arg.span,
                format!("`{kind}` takes a key and a value"),
            )
            .help(hints::pair_of(kind, key, value)),
        );
    }

    fn no_field_props(&mut self, node: &Node, field: &FieldSchema) {
        for prop in &node.props {
            let (what, help) = hints::property(node, field, prop);
            let found = takes(&node.kind.value, what, prop);
            self.diagnostics.push(match help {
                Some(help) => found.help(help),
                None => found,
            });
        }
    }

    fn block(&mut self, node: &Node, field: &FieldSchema, value: &ValueSchema) {
        for arg in &node.args {
            self.extra_argument(node, arg, 0);
        }
        self.no_field_props(node, field);
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for entry in node.nodes() {
            let key = entry.kind.value.as_str();
            match key {
                "allow" => {
                    self.allow(entry);
                    continue;
                }
                "unset" => continue,
                _ => {}
            }
            if let Some(first) = seen.insert(key, entry.kind.span) {
                self.duplicate(key, entry.kind.span, first);
            }
            self.no_annotation(entry);
            for (index, arg) in entry.args.iter().enumerate() {
                if index > 0 {
                    self.extra_argument(entry, arg, 1);
                } else {
                    self.scalar(arg, key, value);
                }
            }
            for prop in &entry.props {
                let found = takes(key, "one value", prop);
                self.diagnostics.push(if entry.args.is_empty() {
                    found.help(hints::entry(key, prop))
                } else {
                    found
                });
            }
            self.no_children(entry, key, false);
        }
    }

    /// A literal without references is checked at once; the rest when its references are filled in.
    fn scalar(&mut self, scalar: &Scalar, word: &str, value: &ValueSchema) {
        let deferred = scalar.annotation.is_some()
            || (scalar.kind == ScalarKind::Text && reference::has_reference(&scalar.text));
        if !deferred {
            self.diagnostics.extend(wrong_value(scalar, word, value));
        }
    }

    fn no_annotation(&mut self, node: &Node) {
        if let Some(annotation) = &node.annotation {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-annotation",
                    annotation.span,
                    format!("`({})` can't stand before a node", annotation.value),
                )
                .help(
                    "`(secret)` and `(plain)` stand before a value: password (secret)db-password",
                ),
            );
        }
    }

    fn no_children(&mut self, node: &Node, word: &str, pairs: bool) {
        if node.children.is_some() {
            let help = hints::block(node, pairs).unwrap_or_else(|| {
                "a value that starts with `$` or holds `{` is quoted: \"${param.name}\"".to_owned()
            });
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-node",
                    node.kind.span,
                    format!("`{word}` takes no children"),
                )
                .help(help),
            );
        }
    }
}

/// The finding about a property where none can stand.
fn takes(kind: &str, what: &str, prop: &Prop) -> Diagnostic {
    let name = prop.name.value.as_str();
    let found = Diagnostic::error(
        "unknown-property",
        prop.name.span,
        format!("`{kind}` takes {what}, not `{name}=`"),
    );
    if hints::may_be_secret(kind) || hints::may_be_secret(name) {
        found.redact(prop.value.span)
    } else {
        found
    }
}

/// The finding about a literal that is not of its type.
pub(crate) fn wrong_value(scalar: &Scalar, word: &str, value: &ValueSchema) -> Option<Diagnostic> {
    let (reason, help) = value.fault(scalar)?;
    let mut found = Diagnostic::error(
        "wrong-type",
        scalar.span,
        format!("`{word}` takes a value of type {}", value.ty),
    )
    .label(reason);
    if let Some(meant) = hints::alias(value.ty, &scalar.text) {
        found = found.help(format!("did you mean `{meant}`?"));
    } else if let Some(help) = hints::published(&scalar.text).filter(|_| word == "publish") {
        found = found.help(help);
    } else if let Some(help) = help {
        found = found.help(help);
    }
    Some(found)
}

fn listed<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_unstable();
    words.dedup();
    if words.is_empty() {
        return format!("it has no {what}");
    }
    let more = words.len().saturating_sub(12);
    words.truncate(12);
    let tail = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{what}: {}{tail}", words.join(", "))
}

/// Compose's plural or snake-case word in the language's spelling.
fn compose_word(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "environment" => "env",
        "ports" | "expose" => "port",
        "volumes" => "volume",
        "networks" => "network",
        "services" => "service",
        "secrets" => "secret",
        "configs" | "config" => "file",
        "labels" => "label",
        "profiles" => "profile",
        "links" => "link",
        "deploy.resources" | "limits" => "resources",
        "sysctls" => "sysctl",
        "ulimits" => "ulimit",
        "devices" => "device",
        "extra_hosts" | "extra-hosts" => "extra-host",
        "user" => "user",
        _ => return None,
    })
}
