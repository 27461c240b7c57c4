//! Which words of the vocabulary no example uses.

use std::collections::BTreeSet;

use stackc_compiler::{
    model::StackFile,
    reader::NodeType as _,
    schema::{Child, FieldSchema, How, NodeSchema},
    syntax::Node,
};

use super::{
    examples::Example,
    tree::{Concept, concepts, is_argument, is_property},
};

/// Everything that a stack can say and no example says, each as its place and word.
pub fn missing(examples: &[Example]) -> Vec<String> {
    let mut used = BTreeSet::new();
    for example in examples {
        body(&example.nodes(), StackFile::SCHEMA, "", &mut used);
    }
    concepts()
        .iter()
        .flat_map(words_of)
        .filter(|word| !used.contains(word))
        .collect()
}

/// All words of a node: its arguments, its properties, its children.
fn words_of(concept: &Concept) -> Vec<String> {
    let place = concept.name();
    let plain = concept
        .schema
        .fields
        .iter()
        .filter(|field| !matches!(field.how, How::Node | How::Nodes | How::Overlay));
    let own = plain.map(|field| shown(&place, field));
    let nodes = super::tree::child_concepts(concept).map(|child| child.name());
    own.chain(nodes).collect()
}

/// A word at its place: `service.port publish=`.
fn shown(place: &str, field: &FieldSchema) -> String {
    if is_argument(field) {
        format!("{place} <{}>", field.word)
    } else if is_property(field) {
        format!("{place} {}=", field.word)
    } else {
        format!("{place} {{ {} }}", field.word)
    }
}

fn body(nodes: &[Node], schema: &'static NodeSchema, place: &str, used: &mut BTreeSet<String>) {
    for node in nodes {
        match schema.child(&node.kind.value) {
            Some(Child::Field(field)) => {
                used.insert(shown(place, field));
            }
            Some(Child::Node(_, child)) => one(node, child, place, used),
            None => {}
        }
    }
}

fn one(node: &Node, schema: &'static NodeSchema, parent: &str, used: &mut BTreeSet<String>) {
    let place = match parent {
        "" => schema.kind.to_owned(),
        parent => format!("{parent}.{}", schema.kind),
    };
    used.insert(place.clone());
    for (field, _) in schema.args().zip(&node.args) {
        used.insert(shown(&place, field));
    }
    for prop in &node.props {
        used.extend(
            schema
                .prop(&prop.name.value)
                .map(|field| shown(&place, field)),
        );
    }
    let overlay = schema.fields.iter().any(|field| field.how == How::Overlay);
    let inside = if overlay { "" } else { place.as_str() };
    body(node.nodes(), schema, inside, used);
}
