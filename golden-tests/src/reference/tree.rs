//! The vocabulary as a tree: every node by the place where it may stand.

use stackc_compiler::{
    model::StackFile,
    reader::NodeType as _,
    schema::{FieldSchema, How, NodeSchema, Shape},
};

/// A node's place: the kinds on the way to it, `service.build.ulimit`; empty for the stack itself.
pub type Place = Vec<&'static str>;

/// A node at its place.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub schema: &'static NodeSchema,
    /// The field of its parent that holds it.
    pub field: Option<&'static FieldSchema>,
}

impl Concept {
    /// Its place with dots, as examples are named.
    pub fn name(&self) -> String {
        self.place.join(".")
    }

    /// Whether it may stand there several times.
    pub fn repeats(&self) -> bool {
        self.field.is_some_and(|field| field.how == How::Nodes)
    }
}

/// The root and every node below it, each before its children.
pub fn concepts() -> Vec<Concept> {
    let root = Concept {
        place: Place::new(),
        schema: StackFile::SCHEMA,
        field: None,
    };
    let mut found = Vec::new();
    below(root, &mut found);
    found
}

fn below(concept: Concept, found: &mut Vec<Concept>) {
    let children: Vec<Concept> = child_concepts(&concept).collect();
    found.push(concept);
    for child in children {
        below(child, found);
    }
}

/// The nodes that are children of this one. The body of an environment is a stack again and not repeated.
pub fn child_concepts(concept: &Concept) -> impl Iterator<Item = Concept> + '_ {
    concept.schema.fields.iter().flat_map(move |field| {
        let schemas = match field.shape {
            Shape::Nodes(schemas) => schemas(),
            _ => &[],
        };
        schemas.iter().map(move |schema| Concept {
            place: concept.place.iter().copied().chain([schema.kind]).collect(),
            schema,
            field: Some(field),
        })
    })
}

/// Whether a field is an argument.
pub fn is_argument(field: &FieldSchema) -> bool {
    matches!(field.how, How::Arg | How::OptArg | How::Args)
}

/// Whether a field is a property.
pub fn is_property(field: &FieldSchema) -> bool {
    matches!(field.how, How::Prop | How::ReqProp)
}
