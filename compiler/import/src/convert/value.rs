//! Scalars → values.

use super::Convert;
use crate::{
    kdl,
    variables::Template,
    yaml::{Entry, Kind, Node, Scalar, Value},
};

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Bare where it is a plain word.
    Word,
    /// In quotes.
    Quoted,
    /// A number where it is spelled like one.
    Number,
    /// `#true` or `#false`.
    Bool,
}

/// What Compose takes for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Text alone.
    Text,
    /// Text or a number.
    TextOrNumber,
    /// Text or a whole number.
    TextOrInt,
    /// A duration: Compose knows no days and weeks.
    Duration,
    /// A whole number, or text that is one.
    Int,
    /// Text or a boolean.
    TextOrBool,
    /// Any scalar but null.
    Any,
}

impl Takes {
    fn takes(self, kind: &Kind) -> bool {
        match kind {
            Kind::Text => true,
            Kind::Int(_) if self == Self::TextOrInt => true,
            Kind::Int(_) | Kind::Float(_) => {
                matches!(self, Self::TextOrNumber | Self::Int | Self::Any)
            }
            Kind::Bool(_) => matches!(self, Self::TextOrBool | Self::Any),
            Kind::Time(_) => self == Self::Any,
            Kind::Null => false,
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::TextOrNumber => "text or a number",
            Self::TextOrInt => "text or a whole number",
            Self::Duration => "a duration in h, m, s, ms or us, such as 1m30s",
            Self::Int => "a whole number",
            Self::TextOrBool => "a boolean",
            Self::Any => "one value",
        }
    }
}

impl Convert<'_> {
    /// The scalar of a key, if Compose takes it there; else that is reported.
    pub(super) fn scalar<'n>(
        &mut self,
        node: &'n Node,
        key: &str,
        takes: Takes,
    ) -> Option<&'n Scalar> {
        match node.scalar() {
            Some(scalar) if takes.takes(&scalar.kind) => Some(scalar),
            _ => {
                self.wrong(node, key, takes.wanted());
                None
            }
        }
    }

    /// A scalar's text with its variables.
    pub(super) fn template(&mut self, node: &Node, key: &str, takes: Takes) -> Option<Template> {
        let scalar = self.scalar(node, key, takes)?;
        match scalar.kind {
            Kind::Text => self.parse(&scalar.text, node.span),
            _ => Some(Template::text(scalar.composed())),
        }
    }

    /// A scalar as a value of the stack.
    pub(super) fn value(
        &mut self,
        node: &Node,
        key: &str,
        takes: Takes,
        style: Style,
    ) -> Option<kdl::Value> {
        let template = self.template(node, key, takes)?;
        let is_wrong = |text: &str| match takes {
            Takes::Int => text.parse::<i64>().is_err(),
            Takes::Duration => text.contains(['d', 'w']),
            _ => false,
        };
        if template.literal().is_some_and(is_wrong) {
            self.wrong(node, key, takes.wanted());
            return None;
        }
        Some(self.written(&template, style))
    }

    /// A size. What Compose takes and no engine runs, or Compose drops, is left out and reported.
    pub(super) fn size(&mut self, node: &Node, key: &str, fraction: bool) -> Option<kdl::Value> {
        match node.scalar().map(|scalar| &scalar.kind) {
            Some(Kind::Float(_)) if fraction => {
                self.gap(
                    node.span,
                    format!("Compose ignores `{key}`: this number has a fraction, and no unit"),
                    "it is left out; write it as text with a unit, such as \"1.5g\"",
                );
                None
            }
            Some(Kind::Float(_)) => {
                self.wrong(
                    node,
                    key,
                    "a whole number of bytes, or text such as \"1.5g\"",
                );
                None
            }
            Some(Kind::Int(..0)) if key != "memswap_limit" => {
                self.gap(
                    node.span,
                    format!("no container starts with a negative `{key}`"),
                    "it is left out, which is no limit",
                );
                None
            }
            _ => self.value(node, key, Takes::TextOrNumber, Style::Quoted),
        }
    }

    /// Text as a value of the stack.
    pub(super) fn written(&self, template: &Template, style: Style) -> kdl::Value {
        let text = self.declarations.written(template);
        let literal = template.literal();
        match style {
            Style::Word => kdl::Value::Word(text),
            Style::Quoted => kdl::Value::Text(text),
            Style::Number if literal.is_some_and(is_simple_number) => kdl::Value::Number(text),
            Style::Number => kdl::Value::Text(text),
            Style::Bool => match literal.and_then(boolean) {
                Some(value) => kdl::Value::Bool(value),
                None => kdl::Value::Text(text),
            },
        }
    }

    /// Word text: what a variable is in is always quoted.
    pub(super) fn word(&mut self, node: &Node, key: &str) -> Option<kdl::Value> {
        self.value(node, key, Takes::Text, Style::Word)
    }

    /// The items of a list, or the one value that stands for a list of one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, key: &str, or_one: bool) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Scalar(scalar) if or_one && scalar.kind == Kind::Text => {
                std::slice::from_ref(node)
            }
            _ => {
                let wanted = if or_one { "text or a list" } else { "a list" };
                self.wrong(node, key, wanted);
                &[]
            }
        }
    }

    /// The entries of a mapping.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Entry] {
        match &node.value {
            Value::Map(entries) => entries,
            _ => {
                self.wrong(node, key, "a mapping");
                &[]
            }
        }
    }

    /// Whether a value that must be known is true.
    pub(super) fn is_true(node: &Node) -> Option<bool> {
        let scalar = node.scalar()?;
        match &scalar.kind {
            Kind::Bool(value) => Some(*value),
            Kind::Text => boolean(&scalar.text),
            _ => None,
        }
    }
}

/// A boolean as Compose reads it from text.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "y" | "yes" | "on" => Some(true),
        "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A number that means the same however it is read: no leading zero, no exponent, not too long.
pub(super) fn is_simple_number(text: &str) -> bool {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    is_simple_int(whole)
        && fraction.is_none_or(|digits| {
            !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit())
        })
}

/// `-?(0|[1-9]\d{0,14})`
pub(super) fn is_simple_int(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.len() <= 15
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}
