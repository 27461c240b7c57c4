//! `command` and `entrypoint`.

use stackc_compiler::{command_line, diag::Diagnostic};

use super::{
    Convert,
    env::has_variable,
    value::{Style, Takes},
};
use crate::{
    kdl::{self, Node},
    variables::Template,
    yaml::{Entry, Node as Yaml, Value},
};

/// What a command is in the stack: words, or a line that Compose splits when its variables are filled in.
pub(super) enum Command {
    /// Words.
    Words(Vec<kdl::Value>),
    /// A line.
    Line(kdl::Value),
}

impl Convert<'_> {
    /// `command` or `entrypoint`.
    pub(super) fn command_node(&mut self, entry: &Entry) -> Vec<Node> {
        let node = Node::new(entry.key.value.as_str(), entry.span());
        match self.command(&entry.value, &entry.key.value) {
            Some(Command::Words(words)) => {
                let mut node = node;
                node.args = words;
                vec![node]
            }
            Some(Command::Line(line)) => vec![node.prop("line", line)],
            None => Vec::new(),
        }
    }

    /// A command; none if nothing is said, or something wrong.
    pub(super) fn command(&mut self, value: &Yaml, key: &str) -> Option<Command> {
        if value.is_null() {
            return None;
        }
        match &value.value {
            Value::List(items) => {
                let mut words = Vec::new();
                for item in items {
                    words.push(self.value(item, key, Takes::Text, Style::Word)?);
                }
                Some(Command::Words(words))
            }
            _ => {
                let template = self.template(value, key, Takes::Text)?;
                self.line(value, &template, key)
            }
        }
    }

    fn line(&mut self, value: &Yaml, template: &Template, key: &str) -> Option<Command> {
        if has_variable(template) {
            return Some(Command::Line(self.written(template, Style::Quoted)));
        }
        let line = template.literal().unwrap_or_default();
        let split = match command_line::split(line) {
            Ok(split) => split,
            Err(why) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        "wrong-type",
                        value.span,
                        format!("Compose can't split this `{key}` into words: {why}"),
                    )
                    .help("mend it, or write it as a list of words"),
                );
                return None;
            }
        };
        if let Some(cut) = split.cut {
            let rest = line.get(cut..).unwrap_or_default().trim();
            self.diagnostics.push(
                Diagnostic::warning(
                    "wrong-type",
                    value.span,
                    format!("Compose ends this `{key}` before `{}`", first_word(rest)),
                )
                .help(format!(
                    "no shell runs it, and the stack holds what Compose runs; for a shell: {key}: [\"sh\", \"-c\", \"…\"]"
                )),
            );
        }
        let word = |word: String| self.written(&Template::text(word), Style::Word);
        Some(Command::Words(split.words.into_iter().map(word).collect()))
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}
