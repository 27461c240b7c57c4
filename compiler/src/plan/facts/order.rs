//! What is left when nothing is said otherwise.

use super::facts;
use crate::effect::{Axes, Fact};

facts! {
    /// Files that differ where the stack says the same.
    ORDER = Fact {
        name: "only-order",
        change: "only the order of what the stack says",
        axes: Axes::NONE,
        why: "the files say the same in another order",
        step: None,
        known: "what the targets make",
    };
}
