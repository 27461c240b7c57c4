//! The way to a node: what an overlay finds it by, from the top of a body.

use crate::{
    resolve::{Identity, identity},
    schema::{Child, NodeSchema},
    source::Span,
    syntax::{Node, Scalar},
};

/// A node on the way.
#[derive(Clone, PartialEq, Eq)]
enum Segment {
    /// A node that the schema knows, by its key.
    Keyed(Identity),
    /// An entry of a block, by its name.
    Entry(String),
}

/// The way to a node.
#[derive(Clone)]
pub(super) struct Path {
    segments: Vec<Segment>,
    /// The first node on it.
    top: Node,
    /// How an overlay finds the first node.
    schema: &'static NodeSchema,
}

impl Path {
    /// The way to the narrowest node around a place.
    pub(super) fn to(nodes: &[Node], schema: &'static NodeSchema, place: Span) -> Option<Self> {
        let top = nodes.iter().find(|node| node.span.contains(place))?;
        let mut segments = Vec::new();
        let (mut nodes, mut inside) = (nodes, Some(schema));
        while let Some(node) = nodes.iter().find(|node| node.span.contains(place)) {
            let Some(segment) = segment(node, inside) else {
                break;
            };
            segments.push(segment);
            inside = below(node, inside);
            nodes = node.nodes();
        }
        (!segments.is_empty()).then(|| Self {
            segments,
            top: Node {
                children: None,
                ..top.clone()
            },
            schema,
        })
    }

    /// The node at the end of the way, in another body.
    pub(super) fn find<'n>(&self, nodes: &'n [Node]) -> Option<&'n Node> {
        let (mut nodes, mut inside) = (nodes, Some(self.schema));
        let mut found = None;
        for wanted in &self.segments {
            let node = nodes
                .iter()
                .find(|node| segment(node, inside).as_ref() == Some(wanted))?;
            inside = below(node, inside);
            nodes = node.nodes();
            found = Some(node);
        }
        found
    }

    /// Whether it leads into the same service or site as another one.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.segments.first() == other.segments.first()
    }

    /// The first node on the way.
    pub(super) fn top(&self) -> &Node {
        &self.top
    }

    /// Whether it leads to a service or a site itself.
    pub(super) fn is_thing(&self) -> bool {
        self.segments.len() == 1 && self.thing().is_some()
    }

    /// The way to the service or the site that it leads into.
    pub(super) fn thing(&self) -> Option<Self> {
        let is = matches!(self.top.kind.value.as_str(), "service" | "site");
        is.then(|| Self {
            segments: self.segments.iter().take(1).cloned().collect(),
            ..self.clone()
        })
    }

    /// The same way in another service or site.
    pub(super) fn below(&self, thing: &Self) -> Self {
        let rest = self.segments.iter().skip(1);
        Self {
            segments: thing.segments.iter().take(1).chain(rest).cloned().collect(),
            ..thing.clone()
        }
    }

    /// The same way in the service or site of this name.
    pub(super) fn of(&self, name: &str) -> Self {
        let mut path = self.clone();
        if let Some(first) = path.top.args.first_mut() {
            *first = Scalar {
                text: name.to_owned(),
                ..first.clone()
            };
        }
        let renamed = segment(&path.top, Some(self.schema));
        if let (Some(first), Some(renamed)) = (path.segments.first_mut(), renamed) {
            *first = renamed;
        }
        path
    }
}

fn segment(node: &Node, schema: Option<&'static NodeSchema>) -> Option<Segment> {
    let Some(schema) = schema else {
        return Some(Segment::Entry(node.kind.value.clone()));
    };
    let child = schema.child_of(node)?;
    let literal = |text: &str| text.to_owned();
    // The own service of a module has no name.
    let nameless = || Segment::Entry(node.kind.value.clone());
    Some(identity(node, child.key(), &literal).map_or_else(nameless, Segment::Keyed))
}

/// What the children of a node are known by: nothing but their names where it is a block.
fn below(node: &Node, schema: Option<&'static NodeSchema>) -> Option<&'static NodeSchema> {
    match schema?.child_of(node)? {
        Child::Node(_, schema) => Some(schema),
        Child::Field(_) => None,
    }
}
