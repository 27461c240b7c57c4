//! Nodes that every body takes: `unset` and `allow`.

use super::{Validator, takes};
use crate::{
    diag::{Diagnostic, nearest},
    schema::NodeSchema,
    syntax::Node,
};

impl Validator<'_> {
    pub(super) fn unset(&mut self, node: &Node, schema: &'static NodeSchema) {
        let Some(kind) = node.args.first() else {
            self.diagnostics.push(
                Diagnostic::error(
                    "missing-argument",
                    node.kind.span,
                    "`unset` needs the kind that it takes away",
                )
                .help("for example unset healthcheck, or unset port http"),
            );
            return;
        };
        if schema.child(&kind.text).is_none() {
            let mut found = Diagnostic::error(
                "unknown-node",
                kind.span,
                format!("there is no `{}` that could be unset here", kind.text),
            );
            if let Some(word) = nearest(&kind.text, schema.child_kinds()) {
                found = found
                    .help(format!("did you mean `{word}`?"))
                    .fix(kind.span, word);
            }
            self.diagnostics.push(found);
        }
        for prop in &node.props {
            self.diagnostics.push(
                takes("unset", "a kind and a name", prop)
                    .help("for example unset healthcheck, or unset port http"),
            );
        }
        self.no_children(node, "unset", false);
    }

    pub(super) fn allow(&mut self, node: &Node) {
        if node.args.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "missing-argument",
                    node.kind.span,
                    "`allow` needs the code that it silences",
                )
                .help("for example allow port-public reason=\"behind the VPN\""),
            );
        }
        if node
            .prop("reason")
            .is_none_or(|reason| reason.value.text.trim().is_empty())
        {
            self.diagnostics.push(
                Diagnostic::error("missing-property", node.kind.span, "`allow` needs a reason")
                    .help("for example allow port-public reason=\"behind the VPN\""),
            );
        }
        for prop in node.props.iter().filter(|prop| prop.name.value != "reason") {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-property",
                    prop.name.span,
                    format!("`allow` has no property `{}`", prop.name.value),
                )
                .help("properties: reason"),
            );
        }
        self.no_children(node, "allow", false);
    }
}
