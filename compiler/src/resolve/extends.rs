//! `extends=`: a service or a site whose body is an overlay on another's.

use std::collections::BTreeMap;

use super::overlay::{self, Fill};
use crate::{
    diag::{Diagnostic, Diagnostics, nearest},
    model::{Service, Site},
    reader::NodeType,
    schema::NodeSchema,
    source::Span,
    syntax::Node,
};

/// Puts in every service and site what it extends.
pub(super) fn extend(nodes: &mut [Node], fill: Fill<'_>, diagnostics: &mut Diagnostics) {
    for (kind, schema) in [("service", Service::SCHEMA), ("site", Site::SCHEMA)] {
        let originals: BTreeMap<String, Node> = nodes
            .iter()
            .filter(|node| node.kind.value == kind)
            .filter_map(|node| Some((fill(node.first()?), node.clone())))
            .collect();
        let mut extension = Extension {
            originals,
            done: BTreeMap::new(),
            schema,
            fill,
            diagnostics,
        };
        for node in nodes.iter_mut().filter(|node| node.kind.value == kind) {
            if let Some((extended, _)) = extension.of(node, &mut Vec::new()) {
                *node = extended;
            }
        }
    }
}

/// How many may extend one another in a row.
const DEEPEST: usize = 32;

struct Extension<'a> {
    originals: BTreeMap<String, Node>,
    /// What was put together already, and of how many.
    done: BTreeMap<String, (Node, usize)>,
    schema: &'static NodeSchema,
    fill: Fill<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Extension<'_> {
    fn of(&mut self, node: &Node, open: &mut Vec<String>) -> Option<(Node, usize)> {
        let prop = node.prop("extends")?;
        let wanted = (self.fill)(&prop.value.text);
        let own = (self.fill)(node.first()?);
        let kind = self.schema.kind;
        if let Some(done) = self.done.get(&own) {
            return Some(done.clone());
        }
        open.push(own.clone());
        if open.contains(&wanted) {
            self.diagnostics.push(
                Diagnostic::error(
                    "extends-cycle",
                    prop.value.span,
                    format!("`{wanted}` comes back to itself"),
                )
                .help(format!("the way it took: {} → {wanted}", open.join(" → "))),
            );
            return None;
        }
        let Some(base) = self.originals.get(&wanted).cloned() else {
            let mut found = Diagnostic::error(
                if kind == "service" {
                    "undefined-service"
                } else {
                    "undefined-site"
                },
                prop.value.span,
                format!("there is no {kind} `{wanted}`"),
            );
            if let Some(word) = nearest(&wanted, self.originals.keys().map(String::as_str)) {
                found = found
                    .help(format!("did you mean `{word}`?"))
                    .fix(prop.value.span, word);
            }
            self.diagnostics.push(found);
            return None;
        };
        if open.len() > DEEPEST {
            return self.too_deep(prop.value.span);
        }
        let (base, depth) = self.of(&base, open).unwrap_or((base, 0));
        open.pop();
        if depth >= DEEPEST {
            return self.too_deep(prop.value.span);
        }
        let mut extended = Node {
            kind: node.kind.clone(),
            annotation: node.annotation.clone(),
            args: node.args.clone(),
            props: base
                .props
                .iter()
                .filter(|prop| prop.name.value != "extends")
                .cloned()
                .collect(),
            children: base.children.clone(),
            span: node.span,
        };
        for prop in node
            .props
            .iter()
            .filter(|prop| prop.name.value != "extends")
        {
            extended
                .props
                .retain(|other| other.name.value != prop.name.value);
            extended.props.push(prop.clone());
        }
        let body = node.nodes().to_vec();
        let base = extended.children.get_or_insert_default();
        overlay::merge(base, &body, self.schema, self.fill, self.diagnostics);
        self.done.insert(own, (extended.clone(), depth + 1));
        Some((extended, depth + 1))
    }

    fn too_deep(&mut self, span: Span) -> Option<(Node, usize)> {
        let kind = self.schema.kind;
        self.diagnostics.push(Diagnostic::error(
            "extends-cycle",
            span,
            format!("more than {DEEPEST} {kind}s extend one another in a row"),
        ));
        None
    }
}
