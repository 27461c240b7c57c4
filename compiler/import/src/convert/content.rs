//! The `configs` and `secrets` of a service or a build.

use stackc_compiler::diag::Diagnostic;

use super::{
    Convert,
    value::{Style, Takes},
};
use crate::{
    kdl::{Node, Value},
    yaml::{Entry, Node as Yaml},
};

impl Convert<'_> {
    /// A file mode: what is a decimal number for Compose is octal digits in the stack.
    pub(super) fn mode(&mut self, value: &Yaml) -> Option<Value> {
        let template = self.template(value, "mode", Takes::TextOrNumber)?;
        match template.literal().map(str::parse::<u32>) {
            Some(Ok(mode)) => Some(Value::Text(format!("{mode:04o}"))),
            Some(Err(_)) => {
                self.wrong(value, "mode", "a whole number");
                None
            }
            None => Some(self.written(&template, Style::Quoted)),
        }
    }

    /// `configs` or `secrets` of a service or a build.
    pub(super) fn content_mounts(&mut self, entry: &Entry, word: &'static str) -> Vec<Node> {
        let key = entry.key.value.as_str();
        let mut nodes = Vec::new();
        for item in self.items(&entry.value, key, false) {
            let node = Node::new(word, item.span);
            if item.entries().is_none() {
                nodes.extend(self.word(item, key).map(|name| node.arg(name)));
                continue;
            }
            let mut node = node;
            let mut named = false;
            for part in self.entries(item, key) {
                let value = &part.value;
                match part.key.value.as_str() {
                    "source" => {
                        let name = self.word(value, "source");
                        named = name.is_some();
                        node.args.extend(name);
                    }
                    "target" => {
                        let value = self.value(value, "target", Takes::Text, Style::Quoted);
                        node = node.maybe("to", value);
                    }
                    "uid" | "gid" => {
                        let name = if part.key.value == "uid" {
                            "uid"
                        } else {
                            "gid"
                        };
                        let value = self.value(value, name, Takes::Text, Style::Quoted);
                        node = node.maybe(name, value);
                    }
                    "mode" => node = node.maybe("mode", self.mode(value)),
                    _ => self.unknown(part, &["gid", "mode", "source", "target", "uid"], key),
                }
            }
            if named {
                nodes.push(node);
            } else {
                self.diagnostics.push(Diagnostic::error(
                    "wrong-type",
                    item.span,
                    format!("an entry of `{key}` needs a `source`"),
                ));
            }
        }
        nodes
    }
}
