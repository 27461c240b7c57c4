//! The vocabulary as data: which nodes there are, what they take, and how an overlay meets them.
//!
//! Each concept in `model` declares its struct, its reader and its schema at once with `node!`; validation, overlays, "did you mean" and the language reference are all driven by what is declared there.

pub(crate) mod hints;
mod validate;
mod value;

pub use validate::without_end;
pub(crate) use validate::{mount_path, validate, wrong_value};
pub use value::{Holds, ValueSchema};

use crate::syntax::Node;

/// A kind of node.
#[derive(Debug)]
pub struct NodeSchema {
    /// Its name in a stack.
    pub kind: &'static str,
    /// What it is; the first line is its summary.
    pub doc: &'static str,
    /// How an overlay finds its counterpart.
    pub key: Key,
    /// What it takes.
    pub fields: &'static [FieldSchema],
    /// Sets of words (properties or children) of which a body has at most one.
    pub slots: &'static [&'static [&'static str]],
}

/// What makes two nodes of a kind the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The kind occurs once.
    Once,
    /// The kind occurs once, and the first argument says of which sort it is: with another one it is another thing, which keeps nothing of the first.
    Sort,
    /// The first argument.
    First,
    /// The first argument, upper and lower case being the same.
    FirstFolded,
    /// All arguments: nodes that differ in any stand beside one another.
    All,
    /// The first argument; `kind a b` is short for `kind a` and `kind b`.
    EachArg,
    /// The value of this property.
    Prop(&'static str),
    /// The path in the container, shared by all kinds of mounts: a property, or the first argument behind a prefix.
    Mount {
        /// The property that says the path; empty if the first argument does.
        prop: &'static str,
        /// What stands before the first argument where the property is missing.
        default_prefix: &'static str,
    },
}

/// A part of a node.
#[derive(Debug)]
pub struct FieldSchema {
    /// The name of the model's field.
    pub field: &'static str,
    /// Where it stands.
    pub how: How,
    /// The property's or child's name; for an argument the name it is shown by.
    pub word: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it holds.
    pub shape: Shape,
}

/// Where a part of a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// An argument that must be there.
    Arg,
    /// An argument that may be left out.
    OptArg,
    /// All further arguments.
    Args,
    /// A property.
    Prop,
    /// A property that must be there.
    ReqProp,
    /// A child with one argument, once.
    Value,
    /// A child with an optional `#true` or `#false`, once.
    Flag,
    /// A child with any number of arguments, once.
    Words,
    /// A child with one argument, any number of times.
    Each,
    /// A child with a key and an optional value, any number of times.
    Pairs,
    /// A child whose own children are pairs: `env { KEY VALUE }`.
    Block,
    /// A child node, once.
    Node,
    /// Child nodes, any number of times.
    Nodes,
    /// A child that is carried through as it stands.
    Raw,
    /// The node's own children, which overlay another body.
    Overlay,
    /// A child of any other kind, with one argument: the kind is the name of what is set.
    Setting,
}

/// What a part of a node holds.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A value.
    Value(ValueSchema),
    /// Nodes of one kind or several.
    Nodes(fn() -> &'static [&'static NodeSchema]),
    /// Anything.
    Raw,
    /// What the body of this schema takes.
    Body(fn() -> &'static NodeSchema),
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(value) => write!(f, "Value({})", value.ty),
            Self::Nodes(_) => f.write_str("Nodes"),
            Self::Raw => f.write_str("Raw"),
            Self::Body(_) => f.write_str("Body"),
        }
    }
}

/// What a child's kind means in a node.
#[derive(Clone, Copy, Debug)]
pub enum Child {
    /// A child whose shape the field says.
    Field(&'static FieldSchema),
    /// A child that is a node of its own.
    Node(&'static FieldSchema, &'static NodeSchema),
}

impl Child {
    /// Whether it is a child of any other kind, whose kind is the name of what is set.
    pub(crate) fn is_setting(self) -> bool {
        matches!(self, Self::Field(field) if field.how == How::Setting)
    }

    /// How an overlay finds this child's counterpart.
    #[must_use]
    pub fn key(self) -> Key {
        match self {
            Self::Node(_, schema) => schema.key,
            Self::Field(field) => match field.how {
                How::Each | How::Pairs => Key::First,
                _ => Key::Once,
            },
        }
    }
}

impl NodeSchema {
    /// What a child of this kind is here. Where a kind means two things, the last of them.
    #[must_use]
    pub fn child(&'static self, kind: &str) -> Option<Child> {
        self.find(kind, &|_| false)
    }

    /// What this child is here. Where a kind means two things (`volume x` and `volume x to=…`), the properties decide.
    #[must_use]
    pub fn child_of(&'static self, node: &Node) -> Option<Child> {
        self.find(&node.kind.value, &|schema| {
            let mut needed = schema.fields.iter().filter(|f| f.how == How::ReqProp);
            needed.all(|field| node.prop(field.word).is_some())
        })
    }

    fn find(
        &'static self,
        kind: &str,
        fits: &dyn Fn(&'static NodeSchema) -> bool,
    ) -> Option<Child> {
        self.fields.iter().find_map(|field| match field.how {
            How::Arg | How::OptArg | How::Args | How::Prop | How::ReqProp => None,
            How::Overlay => match field.shape {
                Shape::Body(schema) => schema().find(kind, fits),
                _ => None,
            },
            How::Node | How::Nodes => match field.shape {
                Shape::Nodes(schemas) => {
                    let ours = || schemas().iter().filter(|schema| schema.kind == kind);
                    ours()
                        .find(|schema| fits(schema))
                        .or_else(|| ours().next_back())
                        .map(|schema| Child::Node(field, schema))
                }
                _ => None,
            },
            How::Setting => Some(Child::Field(field)),
            _ => (field.word == kind).then_some(Child::Field(field)),
        })
    }

    /// Whether the children overlay another body: what they take away is taken away there.
    #[must_use]
    pub fn is_overlay(&self) -> bool {
        self.fields.iter().any(|field| field.how == How::Overlay)
    }

    /// The property of this name.
    #[must_use]
    pub fn prop(&self, name: &str) -> Option<&'static FieldSchema> {
        self.fields
            .iter()
            .find(|field| matches!(field.how, How::Prop | How::ReqProp) && field.word == name)
    }

    /// The names of all properties.
    pub fn prop_names(&self) -> impl Iterator<Item = &'static str> {
        self.fields
            .iter()
            .filter(|field| matches!(field.how, How::Prop | How::ReqProp))
            .map(|field| field.word)
    }

    /// The kinds of all children.
    #[must_use]
    pub fn child_kinds(&self) -> Vec<&'static str> {
        self.fields
            .iter()
            .flat_map(|field| match (field.how, field.shape) {
                (How::Arg | How::OptArg | How::Args | How::Prop | How::ReqProp, _) => Vec::new(),
                (How::Setting, _) => Vec::new(),
                (_, Shape::Body(schema)) => schema().child_kinds(),
                (_, Shape::Nodes(schemas)) => schemas().iter().map(|schema| schema.kind).collect(),
                _ => vec![field.word],
            })
            .collect()
    }

    /// The arguments, in order.
    pub fn args(&self) -> impl Iterator<Item = &'static FieldSchema> {
        self.fields
            .iter()
            .filter(|field| matches!(field.how, How::Arg | How::OptArg | How::Args))
    }
}
