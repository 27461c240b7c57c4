//! Whether a part of a node is said, and where.

use super::{Pair, RawNodes, Words};
use crate::{
    source::{Span, Spanned},
    syntax::Node,
    template::{SecretText, Value},
};

/// A part of a node that may be said once, several times or not at all.
pub trait Said {
    /// The place of each thing that is said.
    fn places(&self) -> Vec<Span>;
}

/// What has a place of its own.
pub trait Placed {
    /// Where it is written.
    fn place(&self) -> Span;
}

impl<T> Placed for Value<T> {
    fn place(&self) -> Span {
        self.span
    }
}

impl<T> Placed for Spanned<T> {
    fn place(&self) -> Span {
        self.span
    }
}

impl<T> Placed for Words<T> {
    fn place(&self) -> Span {
        self.span
    }
}

impl<T> Placed for Pair<T> {
    fn place(&self) -> Span {
        self.span
    }
}

macro_rules! placed {
    ($($type:ty),+) => {
        $(impl Placed for $type {
            fn place(&self) -> Span {
                self.span
            }
        })+
    };
}

placed!(RawNodes, Node, SecretText);

impl<T: Placed> Said for T {
    fn places(&self) -> Vec<Span> {
        vec![self.place()]
    }
}

impl<T: Placed> Said for Option<T> {
    fn places(&self) -> Vec<Span> {
        self.iter().map(Placed::place).collect()
    }
}

impl<T: Placed> Said for Vec<T> {
    fn places(&self) -> Vec<Span> {
        self.iter().map(Placed::place).collect()
    }
}
