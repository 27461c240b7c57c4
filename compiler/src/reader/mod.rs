//! From nodes to typed values: what a concept's fields hold, with compile-time references filled in.

mod fields;
mod group;
mod macros;
mod names;
mod parts;
mod said;
mod scope;
mod slot;
mod value;

pub(crate) use fields::Fields;
pub use group::NodeGroup;
pub(crate) use macros::{field_schema, field_type, field_word, node, node_group};
pub(crate) use names::Names;
pub use parts::{Pair, RawNode, RawNodes, RawValue, Words};
pub use said::{Placed, Said};
pub use scope::{ParamValue, ServiceReference, Uses};
pub(crate) use scope::{Scope, undefined_param};
pub use slot::Slot;
pub use value::Reader;

use crate::{schema::NodeSchema, syntax::Node};

/// A concept of the language that is one kind of node.
pub trait NodeType: Sized {
    /// Its part of the vocabulary.
    const SCHEMA: &'static NodeSchema;

    /// Reads the node; what is wrong goes to the reader's diagnostics.
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}
