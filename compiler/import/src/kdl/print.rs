//! Nodes → text, with the lines that each of them stands on.

use stackc_compiler::source::Span;

use super::{Node, word};

const INDENT: &str = "    ";

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

    /// The number of the node of the top level that a byte of the text lies in.
    pub(crate) fn top(&self, at: usize) -> Option<usize> {
        self.tops
            .partition_point(|start| *start <= at)
            .checked_sub(1)
    }
}

/// Prints nodes and the comments behind the last of them.
pub(crate) fn print(nodes: &[Node], tail: &[String]) -> Printed {
    let mut printed = Printed::default();
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
    for value in &node_.args {
        out.push(' ');
        out.push_str(&word::value(value, &deeper));
    }
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
        for line in &node_.end {
            comment(line, level + 1, &mut printed.text);
            printed.text.push('\n');
        }
        printed.text.push_str(&indent);
        printed.text.push_str("}\n");
        return;
    }
    if node_.block {
        out.push_str(" {}");
    }
    behind(node_, out);
    out.push('\n');
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
