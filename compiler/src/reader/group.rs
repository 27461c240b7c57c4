//! Places where nodes of several kinds may stand in one list.

use super::{NodeType, Reader};
use crate::{schema::NodeSchema, syntax::Node};

/// One kind of node, or several that share a list.
pub trait NodeGroup: Sized {
    /// The kinds.
    fn schemas() -> &'static [&'static NodeSchema];

    /// Reads a node of one of the kinds.
    fn read_any(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

impl<N: NodeType> NodeGroup for N {
    fn schemas() -> &'static [&'static NodeSchema] {
        const { &[N::SCHEMA] }
    }

    fn read_any(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        N::read(node, reader)
    }
}
