//! `environment`, and the lists of keys and values that are written like it: labels, build arguments, system controls.

use std::collections::BTreeMap;

use super::{
    Convert,
    value::{Style, Takes, is_simple_int},
};
use crate::{
    kdl::{self, Node},
    variables::{Part, Template},
    yaml::{Entry, Kind, Node as Yaml, Value},
};

use stackc_compiler::source::Span;

/// A key with its value; without one it is passed through, or empty.
pub(super) struct Pair {
    /// The key.
    pub key: Template,
    /// The value, with its place.
    pub value: Option<(Template, Span)>,
    /// Both.
    pub span: Span,
    /// Whether the value is a number in the file.
    pub number: bool,
}

impl Convert<'_> {
    /// `environment`: one block.
    pub(super) fn environment(&mut self, entry: &Entry) -> Vec<Node> {
        let mut block = Node::new("env", entry.span());
        for pair in self.read_pairs(&entry.value, "environment") {
            let mut node = Node::new(self.declarations.written(&pair.key), pair.span);
            if let Some((value, span)) = &pair.value {
                node.args.push(self.env_value(value, *span));
            }
            block.children.push(node);
        }
        if block.children.is_empty() {
            return Vec::new();
        }
        vec![block]
    }

    fn env_value(&self, value: &Template, span: Span) -> kdl::Value {
        if let Some((_, secret)) = self.extracted.iter().find(|(place, _)| *place == span) {
            return kdl::Value::Secret(secret.clone());
        }
        let declared = value
            .variable()
            .and_then(|variable| self.declarations.get(&variable.name));
        if let Some(secret) = declared.and_then(|declared| declared.secret.as_ref()) {
            return kdl::Value::Secret(secret.clone());
        }
        match value.literal() {
            Some(text) if is_simple_int(text) => kdl::Value::Number(text.to_owned()),
            _ => self.written(value, Style::Word),
        }
    }

    /// Nodes `WORD KEY VALUE`.
    pub(super) fn pairs(&mut self, node: &Yaml, key: &str, word: &'static str) -> Vec<Node> {
        self.read_pairs(node, key)
            .into_iter()
            .map(|pair| {
                let node = Node::new(word, pair.span).arg(self.written(&pair.key, Style::Word));
                let value = pair.value.map(|(value, _)| value).unwrap_or_default();
                let style = if pair.number {
                    Style::Number
                } else {
                    Style::Word
                };
                node.arg(self.written(&value, style))
            })
            .collect()
    }

    /// The same where Compose takes a mapping alone, and not every value in it.
    pub(super) fn mapping_of_pairs(
        &mut self,
        node: &Yaml,
        key: &str,
        word: &'static str,
    ) -> Vec<Node> {
        for entry in self.entries(node, key) {
            let Some(scalar) = entry.value.scalar() else {
                continue;
            };
            let takes_null = matches!(word, "option" | "storage-opt");
            let wanted = match scalar.kind {
                Kind::Text => continue,
                _ if matches!(word, "ipam-opt" | "aux") => "text",
                Kind::Bool(_) => "text or a number",
                Kind::Null if !takes_null => "text or a number",
                _ => continue,
            };
            self.wrong(&entry.value, &entry.key.value, wanted);
        }
        let Some(entries) = node.entries() else {
            return Vec::new();
        };
        let (extensions, options): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .partition(|entry| entry.key.value.starts_with("x-"));
        if extensions.is_empty() {
            return self.pairs(node, key, word);
        }
        for entry in extensions {
            self.no_name(entry);
        }
        let options = options.into_iter().cloned().collect();
        self.pairs(&Yaml::new(Value::Map(options), node.span), key, word)
    }

    /// A name that Compose takes for an extension where it takes any other as it is.
    pub(super) fn no_name(&mut self, entry: &Entry) {
        let name = &entry.key.value;
        self.gap(
            entry.key.span,
            format!("Compose takes `{name}` for an extension, and ignores it"),
            "it is left out",
        );
    }

    /// The pairs of a mapping or of a list of `KEY=VALUE`; the last one of a key counts.
    pub(super) fn read_pairs(&mut self, node: &Yaml, key: &str) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        let mut places: BTreeMap<Template, usize> = BTreeMap::new();
        let read: Vec<Option<Pair>> = match &node.value {
            Value::Map(entries) => entries.iter().map(|entry| self.entry_pair(entry)).collect(),
            Value::List(items) => items.iter().map(|item| self.item_pair(item, key)).collect(),
            Value::Scalar(_) => {
                self.wrong(node, key, "a mapping or a list");
                Vec::new()
            }
        };
        for pair in read.into_iter().flatten() {
            match places.get(&pair.key).and_then(|at| pairs.get_mut(*at)) {
                Some(other) => *other = pair,
                None => {
                    places.insert(pair.key.clone(), pairs.len());
                    pairs.push(pair);
                }
            }
        }
        pairs
    }

    fn entry_pair(&mut self, entry: &Entry) -> Option<Pair> {
        let value = if entry.value.is_null() {
            None
        } else {
            let template = self.template(&entry.value, &entry.key.value, Takes::Any)?;
            Some((template, entry.value.span))
        };
        let number = entry
            .value
            .scalar()
            .is_some_and(|scalar| matches!(scalar.kind, Kind::Int(_) | Kind::Float(_)));
        Some(Pair {
            key: Template::text(&entry.key.value),
            value,
            span: entry.span(),
            number,
        })
    }

    fn item_pair(&mut self, item: &Yaml, key: &str) -> Option<Pair> {
        let template = self.template(item, key, Takes::Text)?;
        let (key, value) = split_at_equals(&template);
        Some(Pair {
            key,
            value: value.map(|value| (value, item.span)),
            span: item.span,
            number: false,
        })
    }
}

/// Splits `KEY=VALUE` at the first `=` that stands outside of variables.
fn split_at_equals(template: &Template) -> (Template, Option<Template>) {
    let mut pieces = template.split('=');
    if pieces.len() < 2 {
        return (template.clone(), None);
    }
    let key = pieces.remove(0);
    (key, Some(Template::join(&pieces, "=")))
}

/// Whether a key holds a variable.
pub(super) fn has_variable(template: &Template) -> bool {
    template
        .parts
        .iter()
        .any(|part| matches!(part, Part::Variable(_)))
}
