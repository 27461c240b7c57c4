//! Nodes → text, with the lines that each of them stands on.

use stackc_compiler::source::Span;

use super::{Node, Value, word};

const INDENT: &str = "    ";
/// The longest line of words.
const WIDEST: usize = 100;

/// A stack's text, and where its parts come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Printed {
    /// The text.
    pub text: String,
    /// The first byte of each node in the text with what it was made of, in order.
    pub origins: Vec<(usize, Span)>,
    /// The first byte of each node of the top level.
    tops: Vec<usize>,
}

impl Printed {
    /// What the node at a byte of the text was made of.
    pub(crate) fn origin(&self, at: usize) -> Option<Span> {
        let before = self.origins.partition_point(|(start, _)| *start <= at);
        self.origins
            .get(before.checked_sub(1)?)
            .map(|(_, origin)| *origin)
    }

    /// What its first node was made of.
    pub(crate) fn first(&self) -> Option<Span> {
        self.origins.first().map(|(_, origin)| *origin)
    }

    /// What stands before a byte of the text in the node that it belongs to.
    pub(crate) fn before(&self, at: usize) -> &str {
        let node = self.origins.partition_point(|(start, _)| *start <= at);
        let node = node.checked_sub(1).and_then(|node| self.origins.get(node));
        let start = node.map_or(at, |(start, _)| *start);
        self.text.get(start..at).unwrap_or_default()
    }

    /// The number of the node of the top level that a byte of the text lies in.
    pub(crate) fn top(&self, at: usize) -> Option<usize> {
        self.tops
            .partition_point(|start| *start <= at)
            .checked_sub(1)
    }
}

/// Prints nodes and the comments behind the last of them; `about` is how many bytes they will be, more or less.
pub(crate) fn print(nodes: &[Node], tail: &[String], about: usize) -> Printed {
    let mut printed = Printed {
        text: String::with_capacity(about),
        ..Printed::default()
    };
    for (number, one) in nodes.iter().enumerate() {
        if number > 0 && one.apart {
            printed.text.push('\n');
        }
        printed.tops.push(printed.text.len());
        node(one, 0, &mut printed);
    }
    if !tail.is_empty() {
        printed.text.push('\n');
        for line in tail {
            comment(line, 0, &mut printed.text);
            printed.text.push('\n');
        }
    }
    printed
}

fn node(node_: &Node, level: usize, printed: &mut Printed) {
    let indent = INDENT.repeat(level);
    for line in &node_.above {
        comment(line, level, &mut printed.text);
        printed.text.push('\n');
    }
    printed.text.push_str(&indent);
    printed.origins.push((printed.text.len(), node_.origin));
    let out = &mut printed.text;
    if let Some(annotation) = node_.annotation {
        out.push_str(&format!("({annotation})"));
    }
    out.push_str(&word::name_literal(&node_.kind));
    let deeper = INDENT.repeat(level + 1);
    let head = indent.len() + out.len() - printed.origins.last().map_or(0, |(start, _)| *start);
    out.push_str(&words(node_, head, &deeper));
    for (name, value) in &node_.props {
        out.push(' ');
        out.push_str(&word::name_literal(name));
        out.push('=');
        out.push_str(&word::value(value, &deeper));
    }
    if !node_.children.is_empty() {
        out.push_str(" {");
        behind(node_, out);
        out.push('\n');
        for child in &node_.children {
            node(child, level + 1, printed);
        }
        printed.text.push_str(&indent);
        printed.text.push_str("}\n");
    } else {
        if node_.block {
            out.push_str(" {}");
        }
        behind(node_, out);
        out.push('\n');
    }
    for line in &node_.below {
        comment(line, level, &mut printed.text);
        printed.text.push('\n');
    }
}

/// The arguments of a node whose line has this width before them. A long list of words goes on in further lines: each option begins one, and
/// where there are none they are filled.
fn words(node: &Node, head: usize, indent: &str) -> String {
    let words: Vec<String> = node
        .args
        .iter()
        .map(|value| word::value(value, indent))
        .collect();
    let width = |text: &str| text.chars().count();
    let line = words.iter().map(|word| width(word) + 1).sum::<usize>();
    let is_list = node.props.is_empty() && node.children.is_empty() && !node.block;
    let is_long = head + line > WIDEST && words.iter().all(|word| !word.contains('\n'));
    let options = node.args.iter().filter(|value| is_option(value)).count();
    let mut out = String::new();
    let mut at = head;
    for (number, (value, word)) in node.args.iter().zip(&words).enumerate() {
        let next = indent.len() + width(word);
        let is_due = match options {
            0 | 1 => at + 1 + width(word) > WIDEST && next <= WIDEST,
            _ => is_option(value) || (at + 1 + width(word) > WIDEST && next <= WIDEST),
        };
        if is_list && is_long && number > 0 && is_due {
            out.push_str(" \\\n");
            out.push_str(indent);
            at = next;
        } else {
            out.push(' ');
            at += 1 + width(word);
        }
        out.push_str(word);
    }
    out
}

/// Whether an argument is an option of a program.
fn is_option(value: &Value) -> bool {
    matches!(value, Value::Word(text) | Value::Text(text) if text.starts_with('-'))
}

fn behind(node: &Node, out: &mut String) {
    if let Some(text) = &node.behind {
        out.push_str(" // ");
        out.push_str(text);
    }
}

fn comment(text: &str, level: usize, out: &mut String) {
    out.push_str(&INDENT.repeat(level));
    out.push_str("//");
    if !text.is_empty() {
        out.push(' ');
        out.push_str(text);
    }
}
